"""Options of the product: formats, sharing keys, indicators, checks and the catalogue of profiles."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Path, Query, Router

from energy_synergy.errors import MissingExtra
from energy_synergy.profiles.base import Profile
from energy_synergy.registry import FAMILIES, Option, family, option
from energy_synergy.web.api.operations import reads
from energy_synergy.web.api.paging import page_of
from energy_synergy.web.api.schemas.base import Page, PageQuery, Slug
from energy_synergy.web.api.schemas.options import FamilyOut, OptionOut, ProfileCurveOut, ProfileOut
from energy_synergy.web.words import in_language

router = Router()
OptionName = Path[Slug]


@reads(router, "/options", list[FamilyOut], summary="Families of options")
def list_families(request: HttpRequest) -> list[FamilyOut]:  # noqa: ARG001
    """List what there are several ways of: file formats, sharing keys, indicators and others."""
    return [FamilyOut(name=name, options=list(family(name))) for name in sorted(FAMILIES)]


@reads(router, "/options/{family_name}", Page[OptionOut], summary="Options of a family")
def list_options(request: HttpRequest, family_name: OptionName, page: Query[PageQuery]) -> Page[OptionOut]:
    """List the options of a family, each with what may be set."""
    if family_name not in FAMILIES:
        raise Http404
    return page_of(request, list(family(family_name).values()), page, _option)


@reads(router, "/options/{family_name}/{name}", OptionOut, summary="An option")
def read_option(request: HttpRequest, family_name: OptionName, name: OptionName) -> OptionOut:  # noqa: ARG001
    """Tell what an option does and what may be set."""
    found = family(family_name).get(name) if family_name in FAMILIES else None
    if found is None:
        raise Http404
    return _option(found)


def _option(cls: type[Option]) -> OptionOut:
    return OptionOut(name=cls.name, summary=cls.summary(), fields=cls.model_json_schema())


@reads(router, "/profiles", Page[ProfileOut], summary="Catalogue of profiles")
def list_profiles(request: HttpRequest, page: Query[PageQuery]) -> Page[ProfileOut]:
    """List the profiles that come with the product, with where each curve comes from."""
    return page_of(request, list(_profiles().values()), page, lambda cls: ProfileOut(**_facts(cls)))


@reads(router, "/profiles/{name}", ProfileCurveOut, summary="A profile")
def read_profile(request: HttpRequest, name: OptionName) -> ProfileCurveOut:  # noqa: ARG001
    """Tell the mean day of a profile."""
    cls = _profiles().get(name)
    if cls is None:
        raise Http404
    return ProfileCurveOut(**_facts(cls), energy_kwh=_curve(cls))


def _profiles() -> dict[str, type[Profile]]:
    return {name: cls for name, cls in family("profiles").items() if issubclass(cls, Profile)}


def _facts(cls: type[Profile]) -> dict[str, Any]:
    # What a curve comes from may depend on what it is told, such as the author of a file.
    source = getattr(cls, "provenance", None)
    return {
        "name": cls.name,
        "label": in_language(cls.label),
        "description": in_language(cls.description) if cls.description else cls.summary(),
        "direction": cls.direction,
        "sectors": list(cls.sectors),
        "source": source.source if source else "",
        "is_ours": bool(source and source.is_ours),
        "licence": source.licence if source else "",
        "has_fields": _has_fields(cls),
    }


def _has_fields(cls: type[Profile]) -> bool:
    return any(field.is_required() for field in cls.model_fields.values())


def _curve(cls: type[Profile]) -> list[float] | None:
    if _has_fields(cls):
        return None
    try:
        curve: list[float] = option("profiles", cls.name).typical_day().tolist()
    except MissingExtra:
        return None
    return curve

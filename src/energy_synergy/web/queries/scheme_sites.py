"""The facts that a scheme asks for, site by site, and where they are entered."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from energy_synergy.schemes.checks.same_place import PLACES
from energy_synergy.schemes.facts import MemberFacts, SiteFacts
from energy_synergy.schemes.records import SamePlace, Scheme
from energy_synergy.web.db.models.groups import SizeClass
from energy_synergy.web.queries.scheme import SchemePage
from energy_synergy.web.queries.scheme_words import spoken
from energy_synergy.web.templatetags.es_numbers import number

COORDINATE_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class FactRow:
    """A company or a site of it with what is told; an empty text is not told. The numbers lead to where it is told."""

    company: str
    company_id: int
    site: str
    site_id: int | None
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactTable:
    """The facts that a scheme asks for: of companies, and of sites."""

    company_heads: tuple[str, ...]
    companies: tuple[FactRow, ...]
    site_heads: tuple[str, ...]
    sites: tuple[FactRow, ...]


def site_facts(page: SchemePage) -> FactTable | None:
    """Return the facts that the scheme of a page asks for; None without a scheme."""
    if page.scheme is None or page.facts is None:
        return None
    scheme, members = page.scheme.on(page.day), page.facts.members
    columns, company_columns = _columns(scheme), _company_columns(scheme)
    companies = tuple(
        FactRow(one.name, one.number, "", None, tuple(_of_company(name, one) for name in company_columns))
        for one in members
    )
    sites = tuple(
        FactRow(one.name, one.number, site.name, site.number, tuple(_of_site(name, site) for name in columns))
        for one in members
        for site in one.sites or (SiteFacts(""),)
    )
    return FactTable(
        tuple(_head(name) for name in company_columns),
        companies if company_columns else (),
        tuple(_head(name) for name in columns),
        sites if columns else (),
    )


def _columns(scheme: Scheme) -> list[str]:
    places = [*(one.place for one in scheme.same), *(one.place for one in scheme.locality)]
    columns = ["coordinates"] if scheme.distance else []
    columns += list(dict.fromkeys(place for place in places if place and place != "country"))
    if (scheme.grid_levels or any(one.grid_levels for one in scheme.discount)) and "grid_level" not in columns:
        columns.append("grid_level")
    if scheme.minimum_generation:
        columns.append("connection_kw")
    if scheme.minimum_generation or scheme.power_cap:
        columns.append("installed_kw")
    return columns


def _company_columns(scheme: Scheme) -> list[str]:
    columns = ["size"] if any(one.rule != "admitted" for one in scheme.large_companies) else []
    return columns + (["country"] if any(one.place == "country" for one in scheme.same) else [])


def _head(name: str) -> str:
    words = {
        "coordinates": _("Coordinates, °"),
        "connection_kw": _("Power of the connection, kW"),
        "installed_kw": _("Installed power of generation, kW"),
        "size": _("Size"),
    }
    return words[name] if name in words else spoken(PLACES[_place(name)])


def _place(name: str) -> SamePlace:
    return next(place for place in PLACES if place == name)


def _of_company(name: str, member: MemberFacts) -> str:
    if name == "country":
        return member.country
    if member.is_public:
        return _("public body")
    return str(SizeClass(member.size_class).label) if member.size_class else ""


def _of_site(name: str, site: SiteFacts) -> str:
    if name == "coordinates":
        places = (number(site.latitude, COORDINATE_DECIMALS), number(site.longitude, COORDINATE_DECIMALS))
        return " / ".join(places) if site.has_coordinates else ""
    value = getattr(site, name)
    if value is None or value == "":
        return ""
    return number(value, 0 if value == round(value) else 1) if isinstance(value, float) else str(value)

"""The facts that a scheme asks for, site by site, and where they are entered."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from energy_synergy.schemes.checks.distance import farthest
from energy_synergy.schemes.checks.power import installed_kw
from energy_synergy.schemes.checks.same_place import PLACES
from energy_synergy.schemes.facts import GroupFacts, MemberFacts, SiteFacts
from energy_synergy.schemes.records import SamePlace, Scheme
from energy_synergy.web.db.models.groups import SizeClass
from energy_synergy.web.queries.scheme import SchemePage
from energy_synergy.web.queries.scheme_words import spoken
from energy_synergy.web.templatetags.es_numbers import number

COORDINATE_DECIMALS, KM_DECIMALS, KW_DECIMALS = 4, 2, 1


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
    """The facts that a scheme asks for: of companies, and of sites; and what they come to, in sentences."""

    measured: tuple[str, ...]
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
        tuple(_measured(page.facts, columns)),
        tuple(_head(name) for name in company_columns),
        companies if company_columns else (),
        tuple(_head(name) for name in columns),
        sites if columns else (),
    )


def _measured(facts: GroupFacts, columns: Collection[str]) -> Iterator[str]:
    pair = farthest(facts.places) if "coordinates" in columns else None
    if pair is not None:
        yield _("Farthest apart are {first} and {second}: {km} km.").format(
            first=pair.first[0].name_of(pair.first[1]),
            second=pair.second[0].name_of(pair.second[1]),
            km=number(pair.km, KM_DECIMALS),
        )
    if "installed_kw" in columns and installed_kw(facts):
        largest_kw = max(site.installed_kw or 0.0 for _member, site in facts.places)
        yield _("{kw} kW are told as installed in all, {largest} kW of them at the largest plant.").format(
            kw=number(installed_kw(facts), KW_DECIMALS), largest=number(largest_kw, KW_DECIMALS)
        )
    if "connection_kw" in columns:
        connected_kw = sum(site.connection_kw or 0.0 for _member, site in facts.places)
        yield _("The connections that are told have {kw} kW in all.").format(kw=number(connected_kw, KW_DECIMALS))


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

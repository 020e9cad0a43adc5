"""Companies of a group as records: what each is, its bond to the group, its sites and its meters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext

from energy_synergy.timeline import zone
from energy_synergy.web.db.groups import last_date, local_date
from energy_synergy.web.db.models import Company, Group, Membership, Meter, Site
from energy_synergy.web.db.places import with_data


@dataclass(frozen=True, slots=True)
class BondRecord:
    """How a company belongs to a group: `last_on` is included, `active_to` is exclusive; None is open."""

    first_on: date | None
    last_on: date | None
    active_from: datetime | None
    active_to: datetime | None
    visibility: str
    agreed_at: datetime | None
    participation: float


@dataclass(frozen=True, slots=True)
class CompanyRecord:
    """A company in a group."""

    id: int
    name: str
    sector: str
    registration_id: str
    country: str
    size_class: str
    is_public: bool
    color_index: int
    gaps: Mapping[str, Any]
    membership: BondRecord


@dataclass(frozen=True, slots=True)
class SiteRecord:
    """A place of a company, with its coordinates [degrees, WGS 84] and its connection where they are known."""

    id: int
    name: str
    address: str
    postcode: str
    municipality: str
    latitude: float | None
    longitude: float | None
    building: str
    grid_node: str
    substation: str
    distribution_operator: str
    grid_level: int | None
    connection_kw: float | None
    installed_kw: float | None


@dataclass(frozen=True, slots=True)
class MeterRecord:
    """A metering point; `source` is what its energy is read from, None where it takes no part."""

    id: int
    name: str
    direction: str
    site_id: int | None
    source: str | None
    first_at: datetime | None
    last_at: datetime | None
    has_data: bool
    contracted_kw: float | None


def bonds_of(group: Group) -> QuerySet[Membership]:
    """Return the bonds of a group's companies with the companies themselves."""
    return Membership.objects.filter(group=group).select_related("company", "group")


def company_record(bond: Membership) -> CompanyRecord:
    """Return the company of a bond, a demo's name in the visitor's language."""
    company, group = bond.company, bond.group
    return CompanyRecord(
        id=company.pk,
        name=_spoken(company.name, group),
        sector=_spoken(company.sector, group),
        registration_id=company.registration_id,
        country=company.country,
        size_class=company.size_class,
        is_public=company.is_public,
        color_index=company.color_index,
        gaps=company.gaps,
        membership=bond_record(bond),
    )


def _spoken(text: str, group: Group) -> str:
    return gettext(text) if group.is_demo and text else text


def bond_record(bond: Membership) -> BondRecord:
    """Return a bond on the clock of its group."""
    clock = bond.group.timezone
    return BondRecord(
        first_on=bond.active_from and local_date(bond.active_from, clock),
        last_on=last_date(bond.active_to, clock),
        active_from=bond.active_from and bond.active_from.astimezone(zone(clock)),
        active_to=bond.active_to and bond.active_to.astimezone(zone(clock)),
        visibility=bond.visibility,
        agreed_at=bond.agreed_at,
        participation=bond.participation,
    )


def load_bond(group: Group, company: Company) -> Membership:
    """Return the bond of a company that is in the group; one query."""
    return bonds_of(group).get(company=company)


def sites_of(company: Company) -> QuerySet[Site]:
    """Return the sites of a company."""
    return Site.objects.filter(company=company)


def site_record(site: Site) -> SiteRecord:
    """Return the record of a site."""
    return SiteRecord(**{name: getattr(site, name) for name in SiteRecord.__slots__})


def meters_of(company: Company) -> QuerySet[Meter]:
    """Return the meters of a company, with whether anything is stored for them."""
    return with_data(Meter.objects.filter(company=company))


def meter_record(meter: Meter, timezone: str) -> MeterRecord:
    """Return the record of a meter that came from `meters_of`, on the clock of a group."""
    clock = zone(timezone)
    return MeterRecord(
        id=meter.pk,
        name=meter.name,
        direction=meter.direction,
        site_id=meter.site_id,
        source=meter.source or None,
        first_at=meter.first_at and meter.first_at.astimezone(clock),
        last_at=meter.last_at and meter.last_at.astimezone(clock),
        has_data=meter.has_data,  # type: ignore[attr-defined]
        contracted_kw=meter.contracted_kw,
    )

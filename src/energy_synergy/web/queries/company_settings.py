"""What the settings of one company show besides its own record: membership, sites, meters, and what a removal takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from energy_synergy.web.access import May, may
from energy_synergy.web.db.groups import last_date, local_date
from energy_synergy.web.db.models import (
    Company,
    CompanyRole,
    DayBlock,
    Direction,
    Group,
    Import,
    Membership,
    Meter,
    Site,
)
from energy_synergy.web.db.places import with_data
from energy_synergy.web.queries.members import source_words


@dataclass(frozen=True, slots=True)
class SiteLine:
    """A site of the company; `where` is its address in one line."""

    id: int
    name: str
    where: str
    latitude: float | None
    longitude: float | None
    meters: int


@dataclass(frozen=True, slots=True)
class MeterLine:
    """A meter of the company; `source` says in words what its energy is read from."""

    id: int
    name: str
    direction: str
    site: str
    source: str
    has_data: bool


@dataclass(frozen=True, slots=True)
class CompanySettings:
    """The settings of a company in a group; `ends_on` is the last day included."""

    begins_on: date | None
    ends_on: date | None
    participation: float
    other_groups: int
    sites: tuple[SiteLine, ...]
    meters: tuple[MeterLine, ...]
    may_manage: bool
    may_edit: bool


def load_company_settings(request: HttpRequest, group: Group, company: Company) -> CompanySettings:
    """Return what the settings of a company show; three queries."""
    bonds = list(Membership.objects.filter(company=company))
    bond = next(one for one in bonds if one.group_id == group.pk)
    sites = list(Site.objects.filter(company=company).order_by("name", "id"))
    rows = list(with_data(Meter.objects.filter(company=company)).order_by("direction", "name", "id"))
    names = {site.pk: site.name for site in sites}
    return CompanySettings(
        begins_on=bond.active_from and local_date(bond.active_from, group.timezone),
        ends_on=last_date(bond.active_to, group.timezone),
        participation=bond.participation,
        other_groups=len(bonds) - 1,
        sites=tuple(_site(site, rows) for site in sites),
        meters=tuple(_meter(row, names) for row in rows),
        may_manage=may(request, group, May.MANAGE),
        may_edit=may(request, group, May.EDIT_COMPANY, company.pk),
    )


def _site(site: Site, meters: list[Any]) -> SiteLine:
    town = " ".join(part for part in (site.postcode, site.municipality) if part)
    where = ", ".join(part for part in (site.address, town) if part)
    count = sum(meter.site_id == site.pk for meter in meters)
    return SiteLine(site.pk, site.name, where, site.latitude, site.longitude, count)


def _meter(row: Any, sites: dict[int, str]) -> MeterLine:
    return MeterLine(
        id=row.pk,
        name=row.name,
        direction=str(Direction(row.direction).label),
        site=sites.get(row.site_id, ""),
        source=source_words([row.source]),
        has_data=row.has_data,
    )


@dataclass(frozen=True, slots=True)
class Removal:
    """What goes when a company is removed from a group; where it `stays_elsewhere`, only its membership does."""

    stays_elsewhere: bool
    imports: int
    days: int
    sites: int
    meters: int
    people: int


def what_goes(group: Group, company: Company) -> Removal:
    """Return what a removal of the company from the group takes with it; one query."""
    own = {"company": OuterRef("pk")}
    counts = {
        "imports": Import.objects.filter(**own),
        "days": DayBlock.objects.filter(meter__company=OuterRef("pk"), superseded_at=None),
        "sites": Site.objects.filter(**own),
        "meters": Meter.objects.filter(**own),
        "people": CompanyRole.objects.filter(**own),
    }
    row: dict[str, Any] = (
        Company.objects.filter(pk=company.pk)
        .annotate(stays_elsewhere=Exists(Membership.objects.filter(**own).exclude(group=group)))
        .annotate(**{f"{name}_count": _count(rows) for name, rows in counts.items()})
        .values("stays_elsewhere", *(f"{name}_count" for name in counts))
        .get()
    )
    return Removal(stays_elsewhere=row["stays_elsewhere"], **{name: row[f"{name}_count"] for name in counts})


def _count(rows: QuerySet[Any]) -> Coalesce:
    """Return how many rows there are, as a part of a query."""
    # Grouped by what is the same for all of them, they are counted as one.
    counted = rows.order_by().annotate(all=Value(1)).values("all").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)

"""What pages need to know about groups besides energy: companies, spans, imports, findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min, Q, Sum

from energy_synergy.errors import UnknownName, marked
from energy_synergy.findings import Finding
from energy_synergy.units import SLOT
from energy_synergy.web.db.finding_rows import finding_of
from energy_synergy.web.db.models import DayBlock, FindingRow, Group, Import, Membership, Meter, SourceKind


@dataclass(frozen=True, slots=True)
class CompanyFacts:
    """A company of a group, as pages name and colour it."""

    id: int
    name: str
    sector: str
    color_index: int


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """A group; `first_at` and `last_at` span its dated readings in use (end exclusive), None where there are none."""

    slug: str
    name: str
    timezone: str
    country: str
    tolerance: float
    is_demo: bool
    companies: tuple[CompanyFacts, ...]
    first_at: datetime | None
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class GroupCard:
    """A group in the list of groups; the energies [kWh] are of the stored readings in use."""

    slug: str
    name: str
    timezone: str
    is_demo: bool
    company_count: int
    first_at: datetime | None
    last_at: datetime | None
    consumption_kwh: float
    production_kwh: float

    @property
    def last_reading_at(self) -> datetime | None:
        """The start of the last quarter of an hour that is there."""
        return None if self.last_at is None else self.last_at - SLOT


@dataclass(frozen=True, slots=True)
class PlacedFinding:
    """A finding with the company and the import that it came with."""

    company: str
    import_id: int
    recorded_at: datetime
    finding: Finding


def load_facts(slug: str) -> GroupFacts:
    """Return a group with its companies in order and the span of its readings; two queries.

    Raises UnknownName for a slug that is not there.
    """
    group = Group.objects.filter(slug=slug).first()
    if group is None:
        raise UnknownName(marked("There is no group {slug}."), slug=slug)
    return load_facts_of(group)


def load_facts_of(group: Group) -> GroupFacts:
    """Return what pages need to know about a group that was found already; one query, which also loads its bonds."""
    is_dated = Q(company__meters__source=SourceKind.READINGS)
    rows = list(
        Membership.objects.filter(group=group)
        .select_related("company")
        .annotate(
            first_at=Min("company__meters__first_at", filter=is_dated),
            last_at=Max("company__meters__last_at", filter=is_dated),
        )
        .order_by("id")
    )
    group.loaded_bonds = rows
    companies = tuple(
        CompanyFacts(row.company_id, row.company.name, row.company.sector, row.company.color_index) for row in rows
    )
    return GroupFacts(
        slug=group.slug,
        name=group.name,
        timezone=group.timezone,
        country=group.country,
        tolerance=group.tolerance,
        is_demo=group.is_demo,
        companies=companies,
        first_at=min((row.first_at for row in rows if row.first_at), default=None),
        last_at=max((row.last_at for row in rows if row.last_at), default=None),
    )


def load_cards() -> tuple[GroupCard, ...]:
    """Return every group by name, with its key figures; four queries."""
    groups = Group.objects.annotate(company_count=Count("memberships")).order_by("name", "id")
    spans: dict[int, dict[str, Any]] = {
        row["company__memberships__group"]: {**row}
        for row in Meter.objects.filter(source=SourceKind.READINGS)
        .values("company__memberships__group")
        .annotate(first_at=Min("first_at"), last_at=Max("last_at"))
    }
    energies = _load_energies()
    return tuple(
        GroupCard(
            slug=group.slug,
            name=group.name,
            timezone=group.timezone,
            is_demo=group.is_demo,
            company_count=group.company_count,
            first_at=spans.get(group.pk, {}).get("first_at"),
            last_at=spans.get(group.pk, {}).get("last_at"),
            consumption_kwh=energies[group.pk, "consumption"],
            production_kwh=energies[group.pk, "production"],
        )
        for group in groups
    )


def _load_energies() -> dict[tuple[int, str], float]:
    """Return the energy [kWh] of the readings in use by group and direction."""
    by_meter = dict(
        DayBlock.objects.filter(superseded_at=None, meter__source=SourceKind.READINGS)
        .values_list("meter_id")
        .annotate(total=Sum("total_kwh"))
    )
    energies: dict[tuple[int, str], float] = defaultdict(float)
    pairs = Meter.objects.filter(source=SourceKind.READINGS).values_list(
        "pk", "direction", "company__memberships__group"
    )
    for meter_id, direction, group_id in pairs:
        energies[group_id, direction] += by_meter.get(meter_id, 0.0)
    return energies


def load_imports(group_slug: str, *, companies: Collection[int] | None = None, limit: int = 200) -> list[Import]:
    """Return the latest imports of a group, newest first, with their companies; of all unless some are named."""
    rows = Import.objects.filter(company__memberships__group__slug=group_slug).select_related("company")
    if companies is not None:
        rows = rows.filter(company__in=companies)
    return list(rows.order_by("-recorded_at", "-id")[:limit])


def load_findings(
    group_slug: str, *, companies: Collection[int] | None = None, limit: int = 100
) -> tuple[PlacedFinding, ...]:
    """Return the findings of a group's imports, newest import first, of all companies or of some; one query."""
    rows = FindingRow.objects.filter(source_import__company__memberships__group__slug=group_slug)
    if companies is not None:
        rows = rows.filter(source_import__company__in=companies)
    latest = rows.select_related("source_import__company").order_by(
        "-source_import__recorded_at", "-source_import_id", "id"
    )
    return tuple(_placed(row) for row in latest[:limit])


def load_findings_by_import(imports: Iterable[Import]) -> dict[int, list[Finding]]:
    """Return the findings of some imports by the import's number; one query."""
    found: dict[int, list[Finding]] = defaultdict(list)
    for row in FindingRow.objects.filter(source_import__in=[one.pk for one in imports]).order_by("id"):
        found[row.source_import_id].append(finding_of(row))
    return found


def _placed(row: FindingRow) -> PlacedFinding:
    source = row.source_import
    return PlacedFinding(source.company.name, source.pk, source.recorded_at, finding_of(row))

"""What pages need to know about groups besides energy: companies, spans, imports, findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, Max, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from energy_synergy.errors import UnknownName, marked
from energy_synergy.findings import Finding
from energy_synergy.web.db.agreed_keys import Agreed
from energy_synergy.web.db.finding_rows import finding_of
from energy_synergy.web.db.models import (
    CompanyRole,
    CompanyTariff,
    FindingRow,
    Group,
    Import,
    Invitation,
    Membership,
    Meter,
    SourceKind,
)


@dataclass(frozen=True, slots=True)
class CompanyFacts:
    """A company of a group, as pages name and colour it."""

    id: int
    name: str
    sector: str
    color_index: int


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """A group; `first_at` and `last_at` span its dated readings in use (end exclusive), None where there are none.

    `with_source` companies have a source of their energy in use, `asked` ones an account or an open invitation,
    `with_tariff` ones a tariff.
    `agreements` are those that were published, the first one first, once they are loaded for a window.
    """

    slug: str
    name: str
    timezone: str
    country: str
    tolerance: float
    is_demo: bool
    companies: tuple[CompanyFacts, ...]
    first_at: datetime | None
    last_at: datetime | None
    with_source: int = 0
    asked: int = 0
    with_tariff: int = 0
    agreements: tuple[Agreed, ...] = ()


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
    rows: list[Any] = list(
        Membership.objects.filter(group=group)
        .select_related("company")
        .annotate(
            first_at=Min("company__meters__first_at", filter=is_dated),
            last_at=Max("company__meters__last_at", filter=is_dated),
            has_source=Exists(Meter.objects.filter(company=OuterRef("company")).exclude(source=SourceKind.NONE)),
            is_priced=Exists(CompanyTariff.objects.filter(company=OuterRef("company"), replaced_at=None)),
            is_asked=Exists(CompanyRole.objects.filter(company=OuterRef("company"))) | Exists(_open_invitations(group)),
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
        with_source=sum(row.has_source for row in rows),
        asked=sum(row.is_asked for row in rows),
        with_tariff=sum(row.is_priced for row in rows),
    )


def _open_invitations(group: Group) -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        group=group,
        company=OuterRef("company"),
        accepted_at=None,
        withdrawn_at=None,
        expires_at__gt=timezone.now(),
    )


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

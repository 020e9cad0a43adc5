"""Groups as records: what is written of them, and how far their readings reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q, QuerySet

from energy_synergy.timeline import zone
from energy_synergy.web.db.models import Group, SourceKind


@dataclass(frozen=True, slots=True)
class GroupRecord:
    """A group; `first_at` and `last_at` span its dated readings in use, on its own clock, the end exclusive."""

    slug: str
    name: str
    timezone: str
    country: str
    currency: str
    tolerance: float
    is_demo: bool
    created_at: datetime
    archived_at: datetime | None
    company_count: int
    first_at: datetime | None
    last_at: datetime | None


def with_reach(groups: QuerySet[Group]) -> QuerySet[Group]:
    """Return groups with what a record of them needs, by one query."""
    is_dated = Q(memberships__company__meters__source=SourceKind.READINGS)
    return groups.annotate(
        company_count=Count("memberships", distinct=True),
        first_at=Min("memberships__company__meters__first_at", filter=is_dated),
        last_at=Max("memberships__company__meters__last_at", filter=is_dated),
    )


def group_record(row: Group) -> GroupRecord:
    """Return the record of a group that came from `with_reach`."""
    return GroupRecord(
        slug=row.slug,
        name=row.name,
        timezone=row.timezone,
        country=row.country,
        currency=row.currency,
        tolerance=row.tolerance,
        is_demo=row.is_demo,
        created_at=row.created_at,
        archived_at=row.archived_at,
        company_count=row.company_count,  # type: ignore[attr-defined]
        first_at=_on_clock(row.first_at, row.timezone),  # type: ignore[attr-defined]
        last_at=_on_clock(row.last_at, row.timezone),  # type: ignore[attr-defined]
    )


def load_group_record(group: Group) -> GroupRecord:
    """Return the record of a group; one query."""
    return group_record(with_reach(Group.objects.filter(pk=group.pk)).get())


def _on_clock(moment: datetime | None, timezone: str) -> datetime | None:
    return moment and moment.astimezone(zone(timezone))

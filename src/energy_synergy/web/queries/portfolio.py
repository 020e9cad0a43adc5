"""All groups of a visitor: what each holds, how far its readings reach and what in it needs a look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q
from django.http import HttpRequest
from django.utils.translation import gettext

from energy_synergy.findings import Severity
from energy_synergy.units import SLOT
from energy_synergy.web.access import May, companies_of, groups_of, may
from energy_synergy.web.countries import country_name
from energy_synergy.web.db.models import FindingRow, Group, Meter, SourceKind

MANY_GROUPS = 8


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group in the list; `last_at` is the start of the last quarter of an hour that is there.

    `problems` counts what was found at import and not undone, of each kind once for a company, and companies of which
    nothing is known; a member hears of those of its own companies alone.
    """

    slug: str
    name: str
    country: str
    timezone: str
    is_demo: bool
    is_archived: bool
    may_manage: bool
    company_count: int
    first_at: datetime | None
    last_at: datetime | None
    problems: int


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The groups of a visitor by name, those that are archived apart; `search` is what was looked for."""

    groups: tuple[GroupLine, ...]
    archived: tuple[GroupLine, ...]
    search: str
    is_large: bool
    has_demo: bool

    @property
    def is_empty(self) -> bool:
        """Tell whether the visitor has no group at all."""
        return not (self.groups or self.archived or self.search)


def load_portfolio(request: HttpRequest, search: str = "") -> Portfolio:
    """Return the groups of a visitor, of all or of those whose name holds a text; three queries."""
    has_source = Meter.objects.filter(company=OuterRef("memberships__company")).exclude(source=SourceKind.NONE)
    rows = list(
        groups_of(request)
        .annotate(companies=Count("memberships"), silent=Count("memberships", filter=~Exists(has_source)))
        .order_by("name", "id")
    )
    found = [row for row in rows if search.casefold() in _shown_name(row).casefold()]
    spans, problems = _spans(found), _problems(request, found)
    lines = [_line(request, row, spans.get(row.pk, {}), problems[row.pk]) for row in found]
    return Portfolio(
        groups=tuple(line for line in lines if not line.is_archived),
        archived=tuple(line for line in lines if line.is_archived),
        search=search,
        is_large=len(rows) > MANY_GROUPS,
        has_demo=any(row.is_demo for row in rows),
    )


def _shown_name(row: Group) -> str:
    return gettext(row.name) if row.is_demo else row.name


def _line(request: HttpRequest, row: Any, span: Mapping[str, Any], problems: int) -> GroupLine:
    last_at = span.get("last_at")
    return GroupLine(
        slug=row.slug,
        name=_shown_name(row),
        country=country_name(row.country),
        timezone=row.timezone,
        is_demo=row.is_demo,
        is_archived=row.archived_at is not None,
        may_manage=may(request, row, May.MANAGE),
        company_count=row.companies,
        first_at=span.get("first_at"),
        last_at=last_at and last_at - SLOT,
        problems=problems + (row.silent if may(request, row, May.SEE_ALL) else 0),
    )


def _spans(groups: Iterable[Group]) -> dict[int, dict[str, Any]]:
    """Return the span of the readings in use by group."""
    rows = (
        Meter.objects.filter(source=SourceKind.READINGS, company__memberships__group__in=groups)
        .values("company__memberships__group")
        .annotate(first_at=Min("first_at"), last_at=Max("last_at"))
    )
    return {row["company__memberships__group"]: {**row} for row in rows}


def _problems(request: HttpRequest, groups: Iterable[Group]) -> Counter[int]:
    """Return by group how many kinds of problem there are, each once for a company."""
    rows_of = {group.pk: group for group in groups}
    wide = {number for number, group in rows_of.items() if may(request, group, May.SEE_ALL)}
    is_seen = Q(source_import__company__memberships__group__in=wide)
    for number in rows_of.keys() - wide:
        own = companies_of(request, rows_of[number], among=())
        is_seen |= Q(source_import__company__memberships__group=number, source_import__company__in=own)
    rows = (
        FindingRow.objects.filter(is_seen, source_import__undone_at=None)
        .exclude(severity=Severity.INFO.value)
        .values_list("source_import__company__memberships__group", "source_import__company", "code")
        .distinct()
    )
    return Counter(group for group, _company, _code in rows)

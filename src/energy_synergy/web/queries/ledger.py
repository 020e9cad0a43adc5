"""The ledger of findings of a group as a page: the lines that a filter asks for, and what may be filtered by."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from energy_synergy.timeline import zone
from energy_synergy.usecases.ledger import LedgerFilter
from energy_synergy.web.db.finding_rows import finding_of
from energy_synergy.web.db.ledger import Rows, filtered, ledger_of
from energy_synergy.web.db.models import FindingRow, Group
from energy_synergy.web.queries.findings import FindingLine, finding_lines
from energy_synergy.web.queries.found import WORST_FIRST, label_of

LINES_ON_A_PAGE = 50
MOST_EXPORTED = 20_000
FACETS = ("source_import__company_id", "source_import__company__name", "meter", "code", "severity")


@dataclass(frozen=True, slots=True)
class Resolved:
    """That a finding was resolved: when, on the clock of the group, by whom, and why."""

    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One finding; `resolved_before` tells that the same trouble was resolved once and came again."""

    id: int
    company_id: int
    company: str
    import_id: int
    file_name: str
    recorded_at: datetime
    code: str
    label: str
    meter: str
    told: FindingLine
    resolved: Resolved | None
    resolved_before: Resolved | None
    other_company_id: int | None
    other_company: str
    may_resolve: bool


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """A page of the ledger; `found` lines fit the filter, `open_count` of those that the visitor sees are open.

    `resolvable` of those that fit are open and may be resolved by the visitor.
    """

    group: Group
    asked: LedgerFilter
    number: int
    pages: int
    lines: tuple[LedgerLine, ...]
    found: int
    open_count: int
    resolvable: int
    companies: tuple[tuple[int, str], ...]
    meters: tuple[str, ...]
    kinds: tuple[tuple[str, str], ...]
    severities: tuple[str, ...]


def load_ledger(
    group: Group, asked: LedgerFilter, *, companies: Collection[int], fillable: Collection[int], number: int = 1
) -> LedgerPage:
    """Return a page of the ledger; six queries, however many findings there are.

    `companies` are those whose data the visitor sees, `fillable` those for which the visitor may import.
    """
    every = ledger_of(group, companies)
    rows = filtered(every, asked, group.timezone)
    kinds = list(every.order_by().values_list(*FACETS).distinct())
    open_count = every.filter(resolved_at=None).count()
    found = rows.count()
    pages = max(1, ceil(found / LINES_ON_A_PAGE))
    first = (min(number, pages) - 1) * LINES_ON_A_PAGE
    shown = list(_newest_first(rows)[first : first + LINES_ON_A_PAGE])
    return LedgerPage(
        group=group,
        asked=asked,
        number=min(number, pages),
        pages=pages,
        lines=_lines(shown, group, fillable),
        found=found,
        open_count=open_count,
        resolvable=rows.filter(resolved_at=None, source_import__company__in=fillable).count(),
        companies=tuple(sorted({(one[0], one[1]) for one in kinds}, key=lambda pair: (pair[1], pair[0]))),
        meters=tuple(sorted({one[2] for one in kinds if one[2]})),
        kinds=tuple(sorted({(one[3], label_of(one[3])) for one in kinds}, key=lambda pair: (pair[1], pair[0]))),
        severities=tuple(sorted({one[4] for one in kinds}, key=WORST_FIRST.index)),
    )


def load_lines(group: Group, asked: LedgerFilter, companies: Collection[int]) -> tuple[LedgerLine, ...]:
    """Return all lines that a filter asks for, up to a bound, newest first; two queries."""
    rows = filtered(ledger_of(group, companies), asked, group.timezone)
    return _lines(list(_newest_first(rows)[:MOST_EXPORTED]), group, ())


def _newest_first(rows: Rows) -> Rows:
    return rows.order_by("-source_import__recorded_at", "-source_import_id", "-pk")


def _lines(rows: list[FindingRow], group: Group, fillable: Collection[int]) -> tuple[LedgerLine, ...]:
    before = _resolved_before(rows, group)
    told = finding_lines(map(finding_of, rows), group.timezone)
    return tuple(_line(row, line, group, fillable, before) for row, line in zip(rows, told, strict=True))


def _resolved_before(rows: list[FindingRow], group: Group) -> Mapping[int, Resolved]:
    """Return by row how the latest of those that it replaces was resolved; one query."""
    numbers = [row.pk for row in rows]
    known = FindingRow.every.filter(replaced_by__in=numbers, resolved_at__isnull=False).order_by("resolved_at")
    return {row.replaced_by_id: _resolved(row, group) for row in known if row.replaced_by_id is not None}


def _resolved(row: FindingRow, group: Group) -> Resolved:
    assert row.resolved_at is not None
    return Resolved(row.resolved_at.astimezone(zone(group.timezone)), row.resolved_by, row.reason)


def _line(
    row: FindingRow, told: FindingLine, group: Group, fillable: Collection[int], before: Mapping[int, Resolved]
) -> LedgerLine:
    source, other = row.source_import, row.other_company
    return LedgerLine(
        id=row.pk,
        company_id=source.company_id,
        company=source.company.name,
        import_id=source.pk,
        file_name=source.file_name,
        recorded_at=source.recorded_at.astimezone(zone(group.timezone)),
        code=row.code,
        label=label_of(row.code),
        meter=row.meter,
        told=told,
        resolved=_resolved(row, group) if row.resolved_at else None,
        resolved_before=before.get(row.pk),
        other_company_id=other.pk if other else None,
        other_company=other.name if other else "",
        may_resolve=source.company_id in fillable,
    )

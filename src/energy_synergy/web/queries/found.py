"""What was found in the imports of a group, by kind of problem."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping

from django.utils.translation import gettext as _

from energy_synergy.findings import Severity
from energy_synergy.web.db import models
from energy_synergy.web.db.finding_rows import finding_of
from energy_synergy.web.queries.quality_records import FoundGroup, FoundImport
from energy_synergy.web.words import translated

MOST_ROWS = 2_000
WORST_FIRST = (Severity.ERROR.value, Severity.WARNING.value, Severity.INFO.value)
LABELS: Mapping[str, Callable[[], str]] = {
    "gap": lambda: _("Gaps in the readings"),
    "missing_value": lambda: _("Empty cells"),
    "spike": lambda: _("Values far above the usual"),
    "negative": lambda: _("Values below zero"),
    "negative_value": lambda: _("Values below zero"),
    "bad_value": lambda: _("Cells that hold no number"),
    "frozen": lambda: _("The same value for a long time"),
    "duplicate": lambda: _("Days that repeat others"),
    "duplicate_time": lambda: _("Times that come twice"),
    "shifted_clock": lambda: _("A clock that may be shifted"),
    "clock_change": lambda: _("A clock that jumps where it changes"),
    "night_production": lambda: _("Sun at night"),
    "standstill": lambda: _("A consumption that stands still"),
    "unit_step": lambda: _("A unit that changes"),
    "unit_differs": lambda: _("Another unit than before"),
    "wrong_direction": lambda: _("A direction that may be wrong"),
    "above_contracted_power": lambda: _("More than the contracted power"),
    "invoice_differs": lambda: _("Not what was invoiced"),
    "same_readings": lambda: _("Readings that are there already"),
    "same_readings_elsewhere": lambda: _("Readings of another company"),
    "rows_left_out": lambda: _("Rows that were left out"),
    "total_row": lambda: _("Rows of totals"),
    "more_findings": lambda: _("Further findings that were not listed"),
}


def load_found(group: models.Group, companies: Collection[int]) -> tuple[tuple[FoundGroup, ...], bool]:
    """Return what was found in the imports of some companies of a group that count, the worst and most frequent first.

    One query. The second value tells whether there was more than could be looked at.
    """
    rows = (
        models.FindingRow.objects.filter(
            source_import__company__memberships__group=group,
            source_import__company__in=companies,
            source_import__undone_at=None,
        )
        .select_related("source_import__company")
        .order_by("-source_import__recorded_at", "-source_import_id", "id")
    )
    found = list(rows[: MOST_ROWS + 1])
    by_code: dict[str, list[models.FindingRow]] = defaultdict(list)
    for row in found[:MOST_ROWS]:
        by_code[row.code].append(row)
    groups = [_group(code, of_code) for code, of_code in by_code.items()]
    ranked = sorted(groups, key=lambda one: (WORST_FIRST.index(one.severity), -one.count, one.code))
    return tuple(ranked), len(found) > MOST_ROWS


def label_of(code: str) -> str:
    """Return what a kind of finding is called."""
    return LABELS[code]() if code in LABELS else code.replace("_", " ").capitalize()


def _group(code: str, rows: list[models.FindingRow]) -> FoundGroup:
    return FoundGroup(
        code=code,
        label=label_of(code),
        severity=min((row.severity for row in rows), key=WORST_FIRST.index),
        example=translated(finding_of(rows[0])),
        count=sum(row.count for row in rows),
        imports=tuple(_imports(rows)),
    )


def _imports(rows: Iterable[models.FindingRow]) -> list[FoundImport]:
    counts: dict[int, int] = defaultdict(int)
    sources: dict[int, models.Import] = {}
    for row in rows:
        counts[row.source_import_id] += row.count
        sources.setdefault(row.source_import_id, row.source_import)
    return [FoundImport(key, one.company.name, one.recorded_at, counts[key]) for key, one in sources.items()]

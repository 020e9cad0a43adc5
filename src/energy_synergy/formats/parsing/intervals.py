"""How long each interval is where a file gives its start and its end on the wall clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.times import DAY, NAIVE, Ints, Labels
from energy_synergy.files.zones import changes
from energy_synergy.findings import Severity
from energy_synergy.formats.parsing.named_table import NamedTable
from energy_synergy.formats.parsing.readings import LONGEST
from energy_synergy.formats.parsing.report import Report

NEAR_CHANGE = 7_200


def lengths_between(starts: Ints, ends: Ints, timezone: str | None) -> Ints:
    """Return the lengths of intervals (N,) [s] between times of the wall clock (N,) [s].

    The quarter-hour before the clock goes back ends an hour before the wall clock says that it would: 02:45 to 02:00.
    """
    wall = ends - starts
    if timezone is None or not len(wall):
        return wall
    found, counts = np.unique(wall[wall > 0], return_counts=True)
    if not len(found) or (len(found) == len(counts) == 1 and counts[0] == len(wall)):
        return wall
    usual = int(found[counts.argmax()])
    lengths = wall.copy()
    for change in changes(int(starts.min()), int(starts.max()), timezone):
        shown = change.instant + change.before
        is_across = (wall == usual + change.after - change.before) & (np.abs(starts - shown) <= NEAR_CHANGE)
        lengths[is_across] = usual
    return lengths


def ends_of_day(labels: Labels, ends: Labels) -> Labels:
    """Return ends (N,) that are clocks of the day on which the intervals start: 00:00 is that of the next day."""
    return replace(ends, local=ends.local + np.where(ends.local - labels.local < -DAY // 2, DAY, 0))


def interval_lengths(table: NamedTable, labels: Labels, ends: Labels, report: Report) -> Ints:
    """Return the length of each row (N,) [s]; totals of days or months are left out, and ends that cannot be are named.

    What has an offset is an instant; the wall clock tells the rest.
    """
    good = np.flatnonzero(table.good)
    lengths = np.zeros(len(labels.local), dtype=np.int64)
    lengths[good] = lengths_between(labels.local[good], ends.local[good], table.zone)
    is_dated = table.good & (labels.offset != NAIVE) & (ends.offset != NAIVE)
    lengths[is_dated] += labels.offset[is_dated] - ends.offset[is_dated]
    _leave_out_long(table, np.flatnonzero(table.good & (lengths > LONGEST)), lengths, report)
    _leave_out_odd(table, np.flatnonzero(table.good & ((lengths < 60) | (lengths % 60 > 0))), lengths, report)
    return lengths


def _leave_out_long(table: NamedTable, rows: Ints, lengths: Ints, report: Report) -> None:
    # A file of nothing but days or months is refused for its step, which says what to export instead.
    if not len(rows) or len(rows) == int(table.good.sum()):
        return
    report.add(
        "longer_interval",
        Severity.WARNING,
        marked("Line {line}: a row that covers {hours} hours is no interval; rows left out for that: {count}."),
        line=int(table.lines[rows[0]]),
        count=len(rows),
        expected=marked("an interval of 1 to 60 minutes"),
        advice=marked("They are totals or peaks of days or months. Nothing is lost if the intervals are there too."),
        hours=f"{lengths[rows[0]] / 3600:g}",
    )
    table.good[rows] = False


def _leave_out_odd(table: NamedTable, rows: Ints, lengths: Ints, report: Report) -> None:
    texts: Sequence[str] = table.texts("end") if len(rows) else ()
    for row in rows.tolist():
        report.bad_row(
            "interval_length",
            marked("Line {line}: the interval that ends at {value} is {minutes} minutes long."),
            line=int(table.lines[row]),
            value=texts[row],
            expected=marked("an interval of 1 to 60 minutes"),
            advice=marked("Correct the start or the end."),
            minutes=f"{lengths[row] / 60:g}",
        )
        table.good[row] = False

"""Rows that cannot lie on the axis of their meter: far away, beside its grid, over one another."""

from __future__ import annotations

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.times import DAY, Bools, Ints
from energy_synergy.formats.parsing.report import Report

FAR = 60 * DAY
FEW = 100


def without_far(rows: Ints, utc: Ints, lines: Ints, report: Report) -> Ints:
    """Leave out a handful of rows months away from all others: a slip in a year, not a reading."""
    while len(rows) > 1:
        jumps = np.diff(utc[rows])
        widest = int(jumps.argmax())
        before, after = rows[: widest + 1], rows[widest + 1 :]
        few = before if len(before) < len(after) else after
        if jumps[widest] < FAR or len(few) > FEW or len(few) * 50 > len(rows):
            break
        for row in sorted(few.tolist()):
            report.bad_row(
                "time_far_away",
                marked("Line {line}: the time {value} lies more than two months from all others."),
                line=int(lines[row]),
                value=report.told(int(utc[row])),
                expected=marked("a time near the other rows"),
                advice=marked("Check the year and the month."),
            )
        rows = after if few is before else before
    return rows


def without_strays(rows: Ints, utc: Ints, step: int, lines: Ints, report: Report) -> Ints:
    """Leave out rows that lie beside the grid that most rows share."""
    phases = utc[rows] % step
    found, counts = np.unique(phases, return_counts=True)
    is_on_grid: Bools = phases == found[counts.argmax()]
    for row in rows[~is_on_grid].tolist():
        report.bad_row(
            "off_step",
            marked("Line {line}: the time {value} does not fit the step of {minutes} minutes."),
            line=int(lines[row]),
            value=report.told(int(utc[row])),
            expected=marked("a time every {minutes} minutes"),
            advice=marked("Check the time, or split the file where the step changes."),
            minutes=step // 60,
        )
    return rows[is_on_grid]


def without_overlaps(rows: Ints, utc: Ints, lengths: Ints, lines: Ints, report: Report) -> Ints:
    """Leave out each row that begins before the one before it has ended."""
    kept, until = [], int(utc[rows[0]])
    for row in rows.tolist():
        if utc[row] >= until:
            kept.append(row)
            until = int(utc[row] + lengths[row])
            continue
        report.bad_row(
            "interval_overlaps",
            marked("Line {line}: the interval from {value} begins before the one before it has ended."),
            line=int(lines[row]),
            value=report.told(int(utc[row])),
            expected=marked("intervals one after the other"),
            advice=marked("The earlier one is used. Remove the one that is wrong."),
        )
    return np.array(kept, dtype=np.int64)

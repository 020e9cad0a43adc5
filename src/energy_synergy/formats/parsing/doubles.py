"""Rows that have the time of another row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.numbers import Floats
from energy_synergy.files.times import Bools, Ints
from energy_synergy.findings import Severity
from energy_synergy.formats.base import Doubles
from energy_synergy.formats.parsing.report import Report

TOLD: dict[Doubles, str] = {
    "first": marked("Times that come again: {count}. The first row of each is used, as you asked."),
    "last": marked("Times that come again: {count}. The last row of each is used, as you asked."),
}


def without_doubles(
    rows: Ints, utc: Ints, lines: Ints, values: Sequence[Floats], report: Report, told: Doubles | None
) -> Ints:
    """Return rows in order of time (K,) with one of each time, and note the others; one with a value goes first."""
    if not (np.diff(utc[rows]) == 0).any():
        return rows
    is_blank = np.logical_and.reduce([np.isnan(column[rows]) for column in values])
    order = np.arange(len(rows)) * (-1 if told == "last" else 1)
    rows = rows[np.lexsort((order, is_blank, utc[rows]))]
    kept: Bools = np.diff(utc[rows], prepend=utc[rows[0]] - 1) != 0
    if told:
        again = int((~kept).sum())
        report.add("duplicates_told", Severity.INFO, TOLD[told], count=again)
    else:
        _note_each(rows, kept, utc, lines, values, report)
    return rows[kept]


def _note_each(rows: Ints, kept: Bools, utc: Ints, lines: Ints, values: Sequence[Floats], report: Report) -> None:
    firsts = np.maximum.accumulate(np.where(kept, np.arange(len(rows)), 0))
    is_bad = report.are_bad(lines[rows])
    for position in np.flatnonzero(~kept & ~is_bad).tolist():
        row, first = int(rows[position]), int(rows[firsts[position]])
        is_same = all(np.array_equal(column[row], column[first], equal_nan=True) for column in values)
        _note_double(is_same, int(lines[row]), int(lines[first]), report.told(int(utc[row])), report)


def _note_double(is_same: bool, line: int, first_line: int, told: str, report: Report) -> None:
    expected = marked("each time once")
    advice = marked("The first row is used. Remove the one that is wrong.")
    details = {"line": line, "value": told, "first_line": first_line, "expected": expected, "advice": advice}
    if is_same:
        sentence = marked("Line {line} repeats the time {value} of line {first_line} with the same values.")
        report.add("duplicate_time", Severity.WARNING, sentence, **details)  # type: ignore[arg-type]
    else:
        sentence = marked("Line {line} repeats the time {value} of line {first_line} with other values.")
        report.bad_row("duplicate_time", sentence, **details)  # type: ignore[arg-type]

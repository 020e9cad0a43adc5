"""Findings about single rows and cells: what holds no energy, totals, rows with too many cells."""

from __future__ import annotations

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.numbers import Cell, Wrong
from energy_synergy.files.times import Ints
from energy_synergy.findings import Severity
from energy_synergy.formats.parsing.report import Report


def note_bad_cell(reason: Wrong, cell: Cell, line: int, header: str, report: Report) -> None:
    """Add the finding for one cell that holds no energy."""
    details = {
        "line": line,
        "column": header,
        "value": cell,
        "expected": marked("a number of zero or more, such as 12.5"),
        "advice": marked("It never counts as zero. Correct it and read the file again."),
    }
    if reason is Wrong.MISSING:
        report.add("missing_value", Severity.WARNING, reason.value, **details)  # type: ignore[arg-type]
    else:
        code = "negative_value" if reason is Wrong.NEGATIVE else "bad_value"
        report.bad_row(code, reason.value, **details)  # type: ignore[arg-type]


def note_total(line: int, text: str, report: Report) -> None:
    """Add the finding for a row of totals."""
    report.add("total_row", Severity.INFO, marked("Line {line} is a total and is left out."), line=line, value=text)


def note_overlong(line: int, report: Report) -> None:
    """Add the finding for a row with more cells than the header."""
    report.bad_row(
        "too_many_cells",
        marked("Line {line} has more cells than the header."),
        line=line,
        expected=marked("as many cells as the header"),
        advice=marked("A decimal comma between commas splits a number in two: use semicolons or quotes."),
    )


def note_never_shown(lines: Ints, local: Ints, report: Report) -> None:
    """Add a finding for each row (N,) whose wall clock [s] (N,) was skipped in spring."""
    for line, seconds in zip(lines.tolist(), local.tolist(), strict=True):
        report.bad_row(
            "time_never_shown",
            marked("Line {line}: {value} does not exist; the clock skips this hour in spring."),
            line=line,
            value=str(np.datetime64(seconds, "s")).replace("T", " "),
            expected=marked("no row in the skipped hour"),
            advice=marked("If the meter never changes its clock, give its fixed zone, such as Etc/GMT-1, instead."),
        )


def note_cut_short(line: int, report: Report) -> None:
    """Add the finding for a last row that may go on in the file from which it comes."""
    report.add(
        "file_cut_off",
        Severity.WARNING,
        marked("Line {line}: the file ends in the middle of a line and of a day; its last value may be cut short."),
        line=line,
        advice=marked("It counts as missing. Export the file again if more rows should follow."),
    )


def note_bad_time(line: int, column: str, value: str, expected: str, report: Report) -> None:
    """Add the finding for a cell that should name a time and does not."""
    report.bad_row(
        "bad_time",
        marked("Line {line}, column {column}: {value} is not a date with a time."),
        line=line,
        column=column,
        value=value,
        expected=expected,
        advice=marked("Correct the time, or delete the row if it is a note."),
    )


def note_order(date: str, line: int, report: Report) -> None:
    """Note that rows out of order say twice what the clock showed in an hour that came twice."""
    report.add(
        "repeated_hour_order",
        Severity.WARNING,
        marked(
            "The rows are not in order of time; the passes of the hour that comes twice on {date} may be exchanged."
        ),
        line=line,
        expected=marked("rows in order of time, or times with their offset"),
        advice=marked("The first row of each time was taken for the first pass. Export the file in order of time."),
        date=date,
    )

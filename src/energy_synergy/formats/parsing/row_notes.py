"""Findings about single rows and cells: what holds no energy, totals, rows with too many cells."""

from __future__ import annotations

from energy_synergy.errors import marked
from energy_synergy.findings import Severity
from energy_synergy.formats.parsing.numbers import Cell, Wrong
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

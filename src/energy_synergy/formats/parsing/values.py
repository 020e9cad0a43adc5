"""Cells to numbers: a column at a time, with a finding for each cell that holds none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from energy_synergy.errors import marked
from energy_synergy.files.numbers import (
    Cell,
    DecimalMark,
    Floats,
    Plain,
    Wrong,
    detect_decimal_mark,
    read_numbers,
    settled_mark,
)
from energy_synergy.files.times import Bools, Ints
from energy_synergy.findings import Severity
from energy_synergy.formats.base import Format
from energy_synergy.formats.parsing.columns import Column
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.row_notes import note_bad_cell
from energy_synergy.formats.parsing.signs import keep_signed, note_below


@dataclass(frozen=True, slots=True)
class Source:
    """Where cells come from: the line of each row (N,), which rows are kept (N,), whether commas separate cells."""

    lines: Ints
    good: Bools
    is_comma_separated: bool


def value_numbers(
    cells: Sequence[Sequence[Cell]],
    columns: Sequence[Column],
    hints: Format,
    report: Report,
    source: Source,
    *,
    is_blank_noted: bool = True,
) -> list[Floats]:
    """Return the numbers of each column (N,), NaN where a cell holds none, with a finding for each such cell.

    Without `is_blank_noted` a blank cell is what it should be: a value that is seldom there.
    """
    mark, plain = _mark_of(cells, hints, report, source)
    found = []
    below = 0
    for column, its_cells, its_plain in zip(columns, cells, plain, strict=True):
        numbers, wrong = read_numbers(its_cells, mark, its_plain)
        below += keep_signed(numbers, wrong, its_cells, mark) if hints.negatives else 0
        if not is_blank_noted:
            wrong = {row: reason for row, reason in wrong.items() if reason is not Wrong.MISSING}
        is_blank = (
            is_blank_noted
            and len(wrong) == len(its_cells)
            and all(reason is Wrong.MISSING for reason in wrong.values())
        )
        if is_blank and len(columns) > 1:
            _note_blank(column, report)
        else:
            note_bad_cells(wrong, its_cells, column.header, report, source)
        found.append(numbers)
    note_below(below, hints, report)
    return found


def _mark_of(
    cells: Sequence[Sequence[Cell]], hints: Format, report: Report, source: Source
) -> tuple[DecimalMark, Sequence[Plain | None]]:
    """Return the decimal mark, and what finding it has read already of each column."""
    mark = hints.decimal_mark
    plain: Sequence[Plain | None] = [None] * len(cells)
    if mark is None and (settled := settled_mark(cells)):
        mark, plain = settled
    if mark is None:
        every = [cell for column in cells for cell in column]
        mark, is_certain = detect_decimal_mark(every, is_comma_separated=source.is_comma_separated)
        if not is_certain:
            note_mark(mark, report)
    report.detected["decimal_mark"] = mark
    return mark, plain


def note_mark(mark: str, report: Report) -> None:
    """Add the finding for a decimal mark that could also group thousands."""
    report.add(
        "decimal_mark_assumed",
        Severity.WARNING,
        marked("Values such as 1,234 fit both a decimal {mark} and thousands; a decimal {mark} was assumed."),
        advice=marked("Check one value, and give the decimal mark if it is the other."),
        mark=mark,
    )


def _note_blank(column: Column, report: Report) -> None:
    report.add(
        "column_blank",
        Severity.INFO,
        marked("Column {column} holds no value and gives no series."),
        column=column.header,
    )


def note_bad_cells(
    wrong: Mapping[int, Wrong], cells: Sequence[Cell], header: str, report: Report, source: Source
) -> None:
    """Add a finding for each cell of a kept row that holds no energy."""
    for row, reason in wrong.items():
        if source.good[row]:
            note_bad_cell(reason, cells[row], int(source.lines[row]), header, report)

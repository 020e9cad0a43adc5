"""The rows of a text of prices, with their lines, under one header."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from energy_synergy.errors import marked
from energy_synergy.files.limits import MAGICS, MAX_LINE, TOO_LONG_LINE, TOO_MANY_ROWS, read_bounded, too_many
from energy_synergy.files.numbers import MISSING_TEXTS, DecimalMark, detect_decimal_mark, signed_number
from energy_synergy.files.refused import FileRefused, refusal
from energy_synergy.files.text import SEPARATORS, decode, detect_separator, rows_of
from energy_synergy.tariffs.price_files.notes import Notes

MOST_ROWS = 400_000
HEADER_LINES = 20
Floats = npt.NDArray[np.float64]
IsHeader = Callable[[Sequence[str]], bool]


@dataclass(frozen=True, slots=True)
class Table:
    """The header of a text, and its rows with their line each, counted from 1.

    `unended_line` is the last line where nothing ends it, so that it may be cut off.
    """

    header: tuple[str, ...]
    rows: list[list[str]]
    lines: list[int]
    is_comma_separated: bool
    unended_line: int | None

    def column(self, place: int | None) -> list[str]:
        """Return the cells of a column, blank in rows that are too short for it."""
        if place is None:
            return [""] * len(self.rows)
        return [row[place] if place < len(row) else "" for row in self.rows]


def read_text(stream: BinaryIO, limit: int) -> tuple[str, str]:
    """Return the text of a file and its encoding.

    Raises FileRefused for a file that is too large, empty, or no text.
    """
    data = read_bounded(stream, limit)
    refuse_no_text(data)
    text, encoding = decode(data)
    return str(text, "utf-8", "replace"), encoding


def refuse_no_text(data: bytes) -> None:
    """Raise FileRefused for a workbook, a PDF or another file that is no text."""
    kind = next((name for magic, name in MAGICS.items() if data.startswith(magic)), None)
    if kind:
        raise refusal(
            "file_binary",
            marked("The file is {kind}, not a text of prices."),
            advice=marked("Export the prices as CSV or as XML."),
            kind=kind,
        )


def header_of(text: str, is_header: IsHeader) -> tuple[int, list[str]] | None:
    """Return the first early line that is a header, counted from 0, and its cells; None where none is."""
    lines = text.split("\n", HEADER_LINES)[:HEADER_LINES]
    rows = enumerate(rows_of(lines, detect_separator(lines)))
    return next(((number, cells) for number, cells in rows if is_header(cells)), None)


def table_from(text: str, first: int, header: Sequence[str], notes: Notes) -> Table:
    """Return the rows of a text from a line on, which is counted from 0; blank ones are left out.

    Raises FileRefused for more rows, or longer lines, than any file of prices has.
    """
    lines = text.split("\n")
    if len(lines) > MOST_ROWS:
        raise too_many(TOO_MANY_ROWS, MOST_ROWS)
    if max(map(len, lines)) > MAX_LINE:
        raise too_many(TOO_LONG_LINE, MAX_LINE)
    separator = notes.detected["separator"] = detect_separator(lines)
    rows, places = [], []
    for line, row in enumerate(rows_of(iter(lines[first:]), separator), first + 1):
        if any(row):
            rows.append(row)
            places.append(line)
    notes.rows = len(rows)
    unended = len(lines) if lines[-1].strip() else None
    return Table(tuple(header), rows, places, SEPARATORS[separator] == ",", unended)


def read_prices(
    cells: Sequence[str], lines: Sequence[int], table: Table, mark: DecimalMark | None, notes: Notes
) -> Floats:
    """Return the numbers of a column of prices (N,), of either sign, NaN where there is none; a wrong one is noted."""
    certain = True
    if mark is None:
        mark, certain = detect_decimal_mark(cells, is_comma_separated=table.is_comma_separated)
    notes.detected["decimal_mark"] = mark
    if not certain and any("." in cell for cell in cells):
        mark = "point"
    numbers = np.full(len(cells), np.nan)
    for place, cell in enumerate(cells):
        if cell.strip().lower() in MISSING_TEXTS:
            continue
        number = signed_number(cell, mark)
        if number is None:
            notes.bad_row(
                "price_not_a_number",
                marked("Line {line}: {value} is not a price."),
                line=lines[place],
                value=cell,
                expected=marked("a number, or an empty cell where there is no price"),
            )
        else:
            numbers[place] = number
    return numbers


def not_prices(file_name: str) -> FileRefused:
    """Return the refusal of a text that is no known layout of prices."""
    return refusal(
        "price_layout_unknown",
        marked("The file is no layout of day-ahead prices that is known."),
        advice=marked(
            "Give an export of the ENTSO-E portal (CSV or XML), or a CSV with a column of times and one of prices."
        ),
        file=file_name,
    )

"""A table as columns of cells, whether it comes from text or from a sheet."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.cells import cut
from energy_synergy.files.limits import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_LINE,
    MAX_ROWS,
    TOO_LONG_LINE,
    TOO_MANY_COLUMNS,
    TOO_MANY_ROWS,
    too_many,
)
from energy_synergy.files.numbers import Cell
from energy_synergy.files.refused import FileRefused, refusal
from energy_synergy.files.text import SEPARATORS, Separator, decode, detect_separator, head_lines, rows_of
from energy_synergy.files.times import Bools, Ints
from energy_synergy.findings import Place
from energy_synergy.formats.base import Encoding, TextFormat
from energy_synergy.formats.parsing.columns import Column, Outline
from energy_synergy.formats.parsing.head_rows import HeadRows


@dataclass(frozen=True, slots=True)
class Body:
    """The wanted columns of the data rows, each (N,), and the line of each row (N,), counted from 1.

    `overlong` (N,) tells which rows hold more cells than the table has columns.
    """

    columns: tuple[Sequence[Cell], ...]
    lines: Ints
    overlong: Bools


class Grid(Protocol):
    """A table that can be looked at before it is read."""

    @property
    def head(self) -> Sequence[Sequence[Cell]]:
        """The first rows."""

    @property
    def is_comma_separated(self) -> bool:
        """Tell whether a bare comma can be no decimal mark."""

    @property
    def unended_line(self) -> int | None:
        """The number of the last line if nothing ends it, or None."""

    def body(self, first_row: int, width: int, wanted: Sequence[int]) -> Body:
        """Return some columns of all rows from `first_row`, blank rows left out."""

    def rows_at(self, lines: Collection[int]) -> dict[int, tuple[str, ...]]:
        """Return the cells of some lines, counted from 1, as they are written."""


class TextGrid:
    """A table in text (UTF-8, plain line ends)."""

    def __init__(self, text: bytes, separator: Separator) -> None:
        self._text = text
        self.separator = separator
        self.head = HeadRows(rows_of(head_lines(text), separator))

    @property
    def text(self) -> bytes:
        """The whole text in UTF-8."""
        return self._text

    @property
    def unended_line(self) -> int | None:
        """The number of the last line if nothing ends it, or None."""
        return None if self._text.endswith(b"\n") or not self._text else self._text.count(b"\n") + 1

    @property
    def is_comma_separated(self) -> bool:
        """Tell whether the separator is a comma."""
        return self.separator == "comma"

    def body(self, first_row: int, width: int, wanted: Sequence[int]) -> Body:
        """Return some columns of all rows from `first_row`; a regular table is cut at once.

        Raises FileRefused for more rows or longer lines than any meter file has.
        """
        start = 0
        for _ in range(first_row):
            start = self._text.find(b"\n", start) + 1 or len(self._text)
        return self.cut(start, first_row, width, wanted) or self.walked(start, first_row, width, wanted)

    def rows_at(self, lines: Collection[int]) -> dict[int, tuple[str, ...]]:
        """Return the cells of some lines, counted from 1, as they are written."""
        wanted = set(lines)
        found = [(line, text) for line, text in enumerate(_lines(self._text, 0), 1) if line in wanted]
        cells = rows_of((text for _, text in found), self.separator)
        return {line: tuple(row) for (line, _), row in zip(found, cells, strict=True)}

    def cut(self, start: int, first_row: int, width: int, wanted: Sequence[int]) -> Body | None:
        """Return some columns of a text without quotes or blank cells in the first of them, else None."""
        if b'"' in self._text or not wanted:
            return None
        columns = cut(self._text, start, SEPARATORS[self.separator], width, wanted)
        if columns is None or len(columns[0]) > MAX_ROWS or (columns[0].starts == columns[0].ends).any():
            return None
        rows = len(columns[0])
        return Body(tuple(columns), np.arange(first_row + 1, first_row + 1 + rows), np.zeros(rows, dtype=np.bool_))

    def walked(self, start: int, first_row: int, width: int, wanted: Sequence[int]) -> Body:
        """Return some columns of any text, line by line."""
        return collect(rows_of(_lines(self._text, start), self.separator), first_row, width, wanted)


def _lines(text: bytes, start: int) -> Iterator[str]:
    stream = io.BytesIO(text)
    stream.seek(start)
    for line in stream:
        if len(line) > MAX_LINE:
            raise too_many(TOO_LONG_LINE, MAX_LINE)
        yield str(line, "utf-8", "replace").rstrip("\n")


def collect(rows: Iterable[Sequence[Cell]], first_row: int, width: int, wanted: Sequence[int]) -> Body:
    """Return some columns of rows that may be blank, short or too long.

    Raises FileRefused when there are more rows, columns or cells than any meter file has.
    """
    columns: list[list[Cell]] = [[] for _ in wanted]
    lines: list[int] = []
    overlong: list[bool] = []
    usual = width
    for number, row in enumerate(rows, first_row + 1):
        if len(row) > MAX_COLUMNS:
            raise too_many(TOO_MANY_COLUMNS, MAX_COLUMNS)
        if not any(cell != "" for cell in row):
            continue
        if len(lines) >= MAX_ROWS or len(lines) * len(wanted) > MAX_CELLS:
            raise too_many(TOO_MANY_ROWS, len(lines))
        # A table may end each of its rows with separators; one row with more of them has a value cut in two.
        usual = usual if lines else max(width, len(row))
        lines.append(number)
        overlong.append(len(row) > usual or any(cell != "" for cell in row[width:]))
        for kept, position in zip(columns, wanted, strict=True):
            kept.append(row[position] if position < len(row) else "")
    return Body(tuple(columns), np.array(lines, dtype=np.int64), np.array(overlong, dtype=np.bool_))


def text_grid(data: bytes, hints: TextFormat, detected: dict[str, str]) -> TextGrid:
    """Return the table in the bytes of a text file, and note its encoding and separator.

    Raises FileRefused for bytes that are not text.
    """
    is_told = bool(hints.encoding or hints.separator)
    make = _text_grid if is_told or len(data) > hints.HEAD_BYTES else _text_grid_of_head
    grid, encoding = make(data, hints.encoding, hints.separator)
    detected |= {"encoding": encoding, "separator": grid.separator}
    return grid


def _text_grid(data: bytes, encoding: Encoding | None, separator: Separator | None) -> tuple[TextGrid, str]:
    text, found = decode(data, encoding)
    return TextGrid(text, separator or detect_separator(head_lines(text))), found


# Every format looks at the same first bytes in turn, and what reads a small file then finds it cut up already.
_text_grid_of_head = lru_cache(maxsize=2)(_text_grid)


def not_this_layout(file_name: str) -> FileRefused:
    """Return the refusal of a table that is no table of readings."""
    return refusal(
        "not_readings",
        marked("No table of readings was found: no row begins with a date, a time and a value."),
        advice=marked("Use the template, or a table with a header and one row per reading or per day."),
        place=Place(file_name or None),
    )


def described(shape: Outline, left_out: Sequence[Column] = ()) -> str:
    """Return the role of each column in the form that the field `columns` takes."""
    roles = ((c.header.replace(";", ","), "ignore" if c in left_out else c.role) for c in shape.columns)
    return "; ".join(f"{header}={role}" for header, role in roles)

"""A table as columns of cells, whether it comes from text or from a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.findings import Place
from energy_synergy.formats.base import FileRefused, Separator, TextFormat, refusal
from energy_synergy.formats.parsing.columns import Outline
from energy_synergy.formats.parsing.limits import MAX_COLUMNS, MAX_LINE, MAX_ROWS, MAX_VALUES, too_many
from energy_synergy.formats.parsing.numbers import Cell
from energy_synergy.formats.parsing.text import SEPARATORS, decode, detect_separator, head_lines, rows_of
from energy_synergy.formats.parsing.times import Bools, Ints


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

    def body(self, first_row: int, width: int, wanted: Sequence[int]) -> Body:
        """Return some columns of all rows from `first_row`, blank rows left out."""


class TextGrid:
    """A table in text."""

    def __init__(self, text: str, separator: Separator) -> None:
        self._text = text
        self.separator = separator
        self.head = list(rows_of(head_lines(text), separator))

    @property
    def is_comma_separated(self) -> bool:
        """Tell whether the separator is a comma."""
        return self.separator == "comma"

    def body(self, first_row: int, width: int, wanted: Sequence[int]) -> Body:
        """Return some columns of all rows from `first_row`; a regular table is cut at once.

        Raises FileRefused for more rows or longer lines than any meter file has.
        """
        text = self._text
        start = 0
        for _ in range(first_row):
            start = text.index("\n", start) + 1
        return self._cut(text[start:], first_row, width, wanted) or self._walked(text[start:], first_row, width, wanted)

    def _cut(self, text: str, first_row: int, width: int, wanted: Sequence[int]) -> Body | None:
        mark = SEPARATORS[self.separator]
        text = text.rstrip("\n") + "\n"
        if '"' in text or not _is_regular(text, mark, width):
            return None
        cells = text[:-1].replace(mark, "\n").split("\n")
        columns = [cells[position::width] for position in wanted]
        if _is_padded(text, mark):
            columns = [[cell.strip() for cell in column] for column in columns]
        if columns and "" in columns[0]:
            return None
        rows = len(cells) // width
        return Body(tuple(columns), np.arange(first_row + 1, first_row + 1 + rows), np.zeros(rows, dtype=np.bool_))

    def _walked(self, text: str, first_row: int, width: int, wanted: Sequence[int]) -> Body:
        lines = text.split("\n")
        if max(map(len, lines), default=0) > MAX_LINE:
            raise too_many("characters in a line", MAX_LINE)
        return collect(rows_of(lines, self.separator), first_row, width, wanted)


def _is_padded(text: str, mark: str) -> bool:
    """Tell whether any cell may begin or end with white space."""
    if not text.isascii() or any(rare in text for rare in "\x0b\x0c\x1c\x1d\x1e\x1f"):
        return True
    edges = (f"{stop}{blank}{stop2}" for blank in " \t" if blank != mark for stop, stop2 in _EDGES[mark])
    return text[0] in " \t" or any(edge in text for edge in edges)


_EDGES = {mark: ((mark, ""), ("", mark), ("\n", ""), ("", "\n")) for mark in SEPARATORS.values()}


def _is_regular(text: str, mark: str, width: int) -> bool:
    """Tell whether every line holds exactly `width` cells."""
    bytes_ = np.frombuffer(text.encode("utf-8", "surrogatepass"), dtype=np.uint8)
    stops = bytes_[(bytes_ == 10) | (bytes_ == ord(mark))]
    if (
        not width
        or len(stops) % width
        or len(stops) // width > MAX_ROWS
        or len(bytes_) // max(1, len(stops)) > MAX_LINE
    ):
        return False
    table = stops.reshape(-1, width)
    return bool((table[:, -1] == 10).all() and (table[:, :-1] != 10).all())


def collect(rows: Iterable[Sequence[Cell]], first_row: int, width: int, wanted: Sequence[int]) -> Body:
    """Return some columns of rows that may be blank, short or too long.

    Raises FileRefused when there are more rows, columns or cells than any meter file has.
    """
    columns: list[list[Cell]] = [[] for _ in wanted]
    lines: list[int] = []
    overlong: list[bool] = []
    for number, row in enumerate(rows, first_row + 1):
        if len(row) > MAX_COLUMNS:
            raise too_many("columns", MAX_COLUMNS)
        if not any(cell != "" for cell in row):
            continue
        if len(lines) >= MAX_ROWS or len(lines) * len(wanted) > MAX_VALUES * 2:
            raise too_many("rows", len(lines))
        lines.append(number)
        overlong.append(len(row) > width and any(cell != "" for cell in row[width:]))
        for kept, position in zip(columns, wanted, strict=True):
            kept.append(row[position] if position < len(row) else "")
    return Body(tuple(columns), np.array(lines, dtype=np.int64), np.array(overlong, dtype=np.bool_))


def text_grid(data: bytes, hints: TextFormat, detected: dict[str, str]) -> TextGrid:
    """Return the table in the bytes of a text file, and note its encoding and separator.

    Raises FileRefused for bytes that are not text.
    """
    text, encoding = decode(data, hints.encoding)
    separator = hints.separator or detect_separator(head_lines(text))
    detected |= {"encoding": encoding, "separator": separator}
    return TextGrid(text, separator)


def not_this_layout(file_name: str) -> FileRefused:
    """Return the refusal of a table that is no table of readings."""
    return refusal(
        "not_readings",
        marked("No table of readings was found: no row begins with a date, a time and a value."),
        advice=marked("Use the template, or a table with a header and one row per reading or per day."),
        place=Place(file_name or None),
    )


def described(shape: Outline) -> str:
    """Return the role of each column in the form that the field `columns` takes."""
    return "; ".join(f"{column.header}={column.role}" for column in shape.columns)

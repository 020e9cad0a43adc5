"""The sheets of a workbook as tables, opened within bounds."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from energy_synergy.errors import require
from energy_synergy.files.limits import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    TOO_MANY_ROWS,
    damaged_workbook,
    refuse_zip_bomb,
    too_many,
)
from energy_synergy.files.numbers import Cell
from energy_synergy.files.refused import FileRefused
from energy_synergy.files.times import label_text
from energy_synergy.formats.parsing.grid import Body, collect
from energy_synergy.formats.parsing.head_rows import HeadRows

HEAD_ROWS = 80
MAX_SHEETS = 50
DAMAGE = (
    BadZipFile,
    ParseError,
    zlib.error,
    struct.error,
    OSError,
    EOFError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
    AssertionError,
)


class SheetGrid:
    """A table in a sheet."""

    is_comma_separated = False
    unended_line = None

    def __init__(self, name: str, rows: Sequence[Sequence[Cell]]) -> None:
        self.name = name
        self._rows = rows
        self.head = HeadRows(rows[:HEAD_ROWS])

    def body(self, first_row: int, width: int, wanted: Sequence[int]) -> Body:
        """Return some columns of all rows from `first_row`, blank rows left out."""
        return collect(self._rows[first_row:], first_row, width, wanted)

    def rows_at(self, lines: Collection[int]) -> dict[int, tuple[str, ...]]:
        """Return the cells of some lines, counted from 1, as text."""
        there = (line for line in lines if line <= len(self._rows))
        return {line: tuple(label_text(cell) for cell in self._rows[line - 1]) for line in there}


def read_sheets(data: bytes, most_rows: int = MAX_ROWS) -> list[SheetGrid]:
    """Return the tables of all sheets that hold anything, `most_rows` of each where less than all are wanted.

    Raises FileRefused for what is no workbook, is damaged, or unpacks to more than is allowed.
    """
    refuse_zip_bomb(data)
    openpyxl = require("openpyxl", extra="excel")
    with warnings.catch_warnings():
        # What openpyxl warns of (styles, validation, print areas) says nothing about readings.
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            try:
                grids = [SheetGrid(sheet.title, _rows(sheet, most_rows)) for sheet in book.worksheets[:MAX_SHEETS]]
            finally:
                book.close()
        except DAMAGE as error:
            raise damaged_workbook() from error
    return [grid for grid in grids if grid.head]


@lru_cache(maxsize=1)
def peek_sheets(data: bytes) -> tuple[SheetGrid, ...]:
    """Return the first rows of the sheets of a whole workbook; none for what is no workbook or is damaged."""
    if not data.startswith(b"PK\x03\x04"):
        return ()
    try:
        return tuple(read_sheets(data, most_rows=HEAD_ROWS))
    except FileRefused:
        return ()


def _rows(sheet: Any, most_rows: int) -> list[list[Cell]]:
    sheet.reset_dimensions()
    rows: list[list[Cell]] = []
    cells = 0
    blank = 0
    for values in islice(_bounded(sheet), most_rows if most_rows < MAX_ROWS else None):
        row = [_cell(value) for value in values]
        while row and row[-1] == "":
            row.pop()
        blank = 0 if row else blank + 1
        cells += len(row) + 1
        if len(rows) >= MAX_ROWS or cells > MAX_CELLS:
            raise too_many(TOO_MANY_ROWS, len(rows))
        rows.append(row)
    return rows[: len(rows) - blank]


def _bounded(sheet: Any) -> Iterator[tuple[Any, ...]]:
    # Asked for a number of columns, the library makes every row that wide: a thousand cells for four.
    for values in sheet.iter_rows(values_only=True, min_row=1):
        yield values[:MAX_COLUMNS]


def _cell(value: object) -> Cell:
    """Return a cell as a number or as text; dates and times as ISO text, rounded to the second."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, datetime):
        return (value.replace(tzinfo=None) + timedelta(microseconds=500_000)).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return _clock(timedelta(hours=value.hour, minutes=value.minute, seconds=value.second + value.microsecond / 1e6))
    return _clock(value) if isinstance(value, timedelta) else str(value).strip()[:1_000]


def _clock(span: timedelta) -> str:
    seconds = round(span.total_seconds())
    return f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}:{seconds % 60:02d}"

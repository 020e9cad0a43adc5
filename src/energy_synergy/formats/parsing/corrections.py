"""A table in which some cells are written anew, as the visitor corrected them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np

from energy_synergy.files.numbers import Cell
from energy_synergy.formats.base import Format
from energy_synergy.formats.parsing.columns import outline
from energy_synergy.formats.parsing.grid import Body, Grid


def cell_key(sheet: str | None, line: int, column: str) -> str:
    """Return the key under which the field `cells` of a format holds a cell.

    >>> cell_key(None, 412, "Production"), cell_key("May", 7, "kWh")
    ('412:Production', 'May!7:kWh')
    """
    return f"{sheet}!{line}:{column}" if sheet else f"{line}:{column}"


def corrected(grid: Grid, hints: Format, sheet: str | None = None, headers: Sequence[str] | None = None) -> Grid:
    """Return a table with the cells that the hints correct; the table itself where there are none.

    `headers` names the columns where the format knows them itself.
    """
    if not hints.cells:
        return grid
    if headers is None:
        shape = outline(grid.head, hints.columns)
        headers = shape.headers if shape else ()
    cells = _by_place(headers, hints, sheet)
    return CorrectedGrid(grid, cells) if cells else grid


def _by_place(headers: Sequence[str], hints: Format, sheet: str | None) -> dict[tuple[int, int], str]:
    """Return the corrected cells of a table by line and position."""
    positions = {header: place for place, header in enumerate(headers)}
    found = {}
    for key, text in (hints.cells or {}).items():
        before, _, column = key.partition(":")
        name, mark, line = before.rpartition("!")
        if (name if mark else None) == sheet and line.isdecimal() and column in positions:
            found[int(line), positions[column]] = text
    return found


class CorrectedGrid:
    """A table behind its corrections."""

    def __init__(self, grid: Grid, cells: Mapping[tuple[int, int], str]) -> None:
        self._grid = grid
        self._cells = cells
        self.is_comma_separated = grid.is_comma_separated
        self.unended_line = grid.unended_line
        self.head: Sequence[Sequence[Cell]] = [
            [cells.get((line, place), cell) for place, cell in enumerate(row)] for line, row in enumerate(grid.head, 1)
        ]

    def rows_at(self, lines: Collection[int]) -> dict[int, tuple[str, ...]]:
        """Return the cells of some lines as they are written, without the corrections."""
        return self._grid.rows_at(lines)

    def body(self, first_row: int, width: int, wanted: Sequence[int]) -> Body:
        """Return some columns of all rows from `first_row`, with the corrections in their places."""
        body = self._grid.body(first_row, width, wanted)
        columns = list(body.columns)
        for (line, position), text in self._cells.items():
            row = int(np.searchsorted(body.lines, line))
            if row < len(body.lines) and body.lines[row] == line and position in wanted:
                number = list(wanted).index(position)
                if not isinstance(columns[number], list):
                    columns[number] = list(columns[number])
                columns[number][row] = text  # type: ignore[index]
        return replace(body, columns=tuple(columns))

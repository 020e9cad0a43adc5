"""Readings that come from no table (JSON, XML), held as the columns of one."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from energy_synergy.files.numbers import Cell
from energy_synergy.formats.parsing.grid import Body
from energy_synergy.formats.parsing.named_table import Header


class ColumnGrid:
    """Columns by key, each (N,); the line of a row is the number of its reading, counted from 1."""

    is_comma_separated = False
    unended_line = None

    def __init__(self, columns: dict[str, list[Cell]], names: dict[str, str]) -> None:
        self._columns = list(columns.values())
        self.head: Sequence[Sequence[Cell]] = ()
        self.header = Header(0, {key: i for i, key in enumerate(columns)}, tuple(names.get(k, k) for k in columns), ())

    def body(self, first_row: int, width: int, wanted: Sequence[int]) -> Body:
        """Return some columns of all readings."""
        count = len(self._columns[0])
        lines = np.arange(1, count + 1, dtype=np.int64)
        return Body(tuple(self._columns[place] for place in wanted), lines, np.zeros(count, dtype=np.bool_))

    def rows_at(self, lines: Collection[int]) -> dict[int, tuple[str, ...]]:
        """Return nothing: there are no rows as they are written."""
        return {}

"""A text that holds several tables, one below the other."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from energy_synergy.errors import marked
from energy_synergy.files.limits import too_many
from energy_synergy.files.numbers import Cell
from energy_synergy.formats.parsing.grid import Body, TextGrid

MOST_BLOCKS = 2_000
TOO_MANY_BLOCKS = marked("The file holds more than {limit} tables.")


class BlockGrid:
    """One of the tables: its rows are counted from its own first line, their lines from that of the file."""

    def __init__(self, inner: TextGrid, lines_before: int) -> None:
        self._inner, self._lines_before = inner, lines_before

    @property
    def head(self) -> Sequence[Sequence[Cell]]:
        """The first rows."""
        return self._inner.head

    @property
    def is_comma_separated(self) -> bool:
        """Tell whether a bare comma can be no decimal mark."""
        return self._inner.is_comma_separated

    @property
    def unended_line(self) -> int | None:
        """The number of the last line of the file if nothing ends it, or None."""
        found = self._inner.unended_line
        return None if found is None else found + self._lines_before

    def body(self, first_row: int, width: int, wanted: Sequence[int]) -> Body:
        """Return some columns of all rows from `first_row` with their lines in the file, blank rows left out."""
        body = self._inner.body(first_row, width, wanted)
        return replace(body, lines=body.lines + self._lines_before)

    def rows_at(self, lines: Collection[int]) -> dict[int, tuple[str, ...]]:
        """Return the cells of some lines of the file, as they are written."""
        found = self._inner.rows_at([line - self._lines_before for line in lines])
        return {line + self._lines_before: row for line, row in found.items()}


def blocks_of(grid: TextGrid, opening: re.Pattern[bytes]) -> list[BlockGrid]:
    """Return the tables of a text, each of which begins with a line that matches (a pattern of whole lines).

    Raises FileRefused for more tables than any file has.
    """
    text = grid.text
    starts = [match.start() for match in opening.finditer(text)]
    if len(starts) > MOST_BLOCKS:
        raise too_many(TOO_MANY_BLOCKS, MOST_BLOCKS)
    found = []
    lines_before, reached = 0, 0
    for start, end in pairwise([*starts, len(text)]):
        lines_before += text.count(b"\n", reached, start)
        reached = start
        found.append(BlockGrid(TextGrid(text[start:end], grid.separator), lines_before))
    return found

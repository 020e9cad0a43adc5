"""The first rows of a table, at which every format looks in turn."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import SupportsIndex, overload

from energy_synergy.files.numbers import Cell
from energy_synergy.files.times import label_text
from energy_synergy.formats.parsing.words import plain

Names = tuple[str, ...]


class HeadRows(tuple[Sequence[Cell], ...]):
    """The first rows of a table; what their cells are called is worked out once, for all formats that ask."""

    @cached_property
    def names(self) -> tuple[Names, ...]:
        """The cells of each row in the words of headings (`words.plain`)."""
        return tuple(tuple(plain(label_text(cell)) for cell in row) for row in self)

    @cached_property
    def all_names(self) -> frozenset[str]:
        """Every name that stands in any of the rows."""
        return frozenset(name for row in self.names for name in row)

    @overload
    def __getitem__(self, key: SupportsIndex) -> Sequence[Cell]: ...

    @overload
    def __getitem__(self, key: slice) -> HeadRows: ...

    def __getitem__(self, key: SupportsIndex | slice) -> Sequence[Cell] | HeadRows:
        """Return a row, or some of the rows, which keep their names."""
        if not isinstance(key, slice):
            return super().__getitem__(key)
        part = HeadRows(super().__getitem__(key))
        part.__dict__["names"] = self.names[key]
        return part


def head_rows(rows: Sequence[Sequence[Cell]]) -> HeadRows:
    """Return rows as the first rows of a table, if they are not already."""
    return rows if isinstance(rows, HeadRows) else HeadRows(rows)

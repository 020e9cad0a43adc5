"""What the formats that are a table in text share: one layout, found in the first bytes and read whole."""

from __future__ import annotations

from collections.abc import Collection
from typing import BinaryIO, ClassVar

from energy_synergy.files.limits import read_bounded
from energy_synergy.files.refused import FileRefused
from energy_synergy.formats.base import Look, RawRows, ReadResult, RowPlace, TextFormat
from energy_synergy.formats.parsing.corrections import corrected
from energy_synergy.formats.parsing.grid import not_this_layout, text_grid
from energy_synergy.formats.parsing.layouts import Layout, header_of
from energy_synergy.formats.parsing.report import Report


class TextTable(TextFormat):
    """A table in text; `sureness` is how surely a table of this layout belongs to the format."""

    layout: ClassVar[Layout]
    sureness: ClassVar[float]

    @classmethod
    def sniff(cls, head: bytes, file_name: str) -> float:
        """Return how surely the first bytes belong to this format. Never raises."""
        try:
            grid = text_grid(head, cls(), {})
        except FileRefused:
            return 0.0
        return cls.sureness if cls.layout.find(grid, None) else 0.0

    def look(self, stream: BinaryIO, *, file_name: str = "") -> Look:
        """Return the columns of a table before its rows are read.

        Raises FileRefused when it is no such table.
        """
        report = Report(file_name)
        grid = text_grid(read_bounded(stream, self.MAX_BYTES), self, report.detected)
        found = self.layout.look(grid, self, report)
        if found is None:
            raise not_this_layout(file_name)
        return found

    def raw_rows(self, stream: BinaryIO, places: Collection[RowPlace]) -> RawRows:
        """Return the rows at some places as they are written in the file."""
        grid = text_grid(read_bounded(stream, self.MAX_BYTES), self, {})
        rows = grid.rows_at([line for sheet, line in places if sheet is None])
        return RawRows(header_of(grid, self), {(None, line): row for line, row in rows.items()})

    def read(self, stream: BinaryIO, *, file_name: str = "") -> ReadResult:
        """Read a whole file.

        Raises FileRefused when it is no such table, or when what it needs is not told.
        """
        report = Report(file_name)
        grid = text_grid(read_bounded(stream, self.MAX_BYTES), self, report.detected)
        series = self.layout.read(corrected(grid, self), self, report)
        return report.result(self.name, series)

"""Dated rows in text: one row per reading."""

from __future__ import annotations

from typing import BinaryIO, ClassVar

from energy_synergy.formats.base import FileRefused, ReadResult, TextFormat
from energy_synergy.formats.parsing.grid import text_grid
from energy_synergy.formats.parsing.limits import read_bounded
from energy_synergy.formats.parsing.long_layout import find_long, read_long
from energy_synergy.formats.parsing.report import Report


class LongCsv(TextFormat):
    """A row per reading with its date and time, and one or several columns of values (CSV)."""

    name: ClassVar[str] = "long_csv"

    @classmethod
    def sniff(cls, head: bytes, file_name: str) -> float:
        """Return 0.8 for a table whose rows begin with a date and a time."""
        try:
            grid = text_grid(head, cls(), {})
        except FileRefused:
            return 0.0
        return 0.8 if find_long(grid) else 0.0

    def read(self, stream: BinaryIO, *, file_name: str = "") -> ReadResult:
        """Read a whole file.

        Raises FileRefused when it is no such table, or when its zone or direction cannot be told.
        """
        report = Report(file_name)
        grid = text_grid(read_bounded(stream, self.MAX_BYTES), self, report.detected)
        series = read_long(grid, self, report)
        return ReadResult(self.name, series, report.findings(), report.detected, report.rows, report.bad_rows)

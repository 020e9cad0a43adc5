"""Days in text: one row per day."""

from __future__ import annotations

from typing import BinaryIO, ClassVar

from energy_synergy.formats.base import FileRefused, ReadResult, TextFormat
from energy_synergy.formats.parsing.grid import text_grid
from energy_synergy.formats.parsing.limits import read_bounded
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.wide_layout import find_wide, read_wide


class WideCsv(TextFormat):
    """A row per day with its date, and a column for each hour, half-hour or quarter-hour (CSV)."""

    name: ClassVar[str] = "wide_csv"

    @classmethod
    def sniff(cls, head: bytes, file_name: str) -> float:
        """Return 0.9 for a table whose header names the times of a day."""
        try:
            grid = text_grid(head, cls(), {})
        except FileRefused:
            return 0.0
        return 0.9 if find_wide(grid) else 0.0

    def read(self, stream: BinaryIO, *, file_name: str = "") -> ReadResult:
        """Read a whole file.

        Raises FileRefused when it is no such table, or when its zone or direction cannot be told.
        """
        report = Report(file_name)
        grid = text_grid(read_bounded(stream, self.MAX_BYTES), self, report.detected)
        series = read_wide(grid, self, report)
        return ReadResult(self.name, series, report.findings(), report.detected, report.rows, report.bad_rows)

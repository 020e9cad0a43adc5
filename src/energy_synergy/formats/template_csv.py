"""The template: an undated day of quarter-hours in text, read and written."""

from __future__ import annotations

from typing import BinaryIO, ClassVar, Literal

from energy_synergy.formats.base import FileRefused, ReadResult, TextFormat
from energy_synergy.formats.parsing.grid import text_grid
from energy_synergy.formats.parsing.limits import read_bounded
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.template_layout import TIMES, find_template, read_template

Language = Literal["en", "fr"]
HEADERS: dict[Language, str] = {"en": "Time,Production,Consumption", "fr": "Heure;Production;Consommation"}
ZERO_ROWS: dict[Language, str] = {"en": "{time},0,0", "fr": "{time};0;0"}


class TemplateCsv(TextFormat):
    """The template: one day of 96 quarter-hours from 00:00 to 23:45, kWh each, production and consumption (CSV)."""

    name: ClassVar[str] = "template_csv"

    @classmethod
    def sniff(cls, head: bytes, file_name: str) -> float:
        """Return 0.95 for a table whose rows begin with a clock but no date."""
        try:
            grid = text_grid(head, cls(), {})
        except FileRefused:
            return 0.0
        return 0.95 if find_template(grid) else 0.0

    def read(self, stream: BinaryIO, *, file_name: str = "") -> ReadResult:
        """Read a whole file; a column of zeros gives no series.

        Raises FileRefused when it is no such table.
        """
        report = Report(file_name)
        grid = text_grid(read_bounded(stream, self.MAX_BYTES), self, report.detected)
        series = read_template(grid, self, report)
        return ReadResult(self.name, series, report.findings(), report.detected, report.rows, report.bad_rows)


def write_template(language: Language = "en") -> bytes:
    """Return the template to fill in, every value 0; in French with semicolons, as its spreadsheets expect.

    The mark at the beginning lets spreadsheet programs know that the text is UTF-8.
    """
    rows = [HEADERS[language], *(ZERO_ROWS[language].format(time=time) for time in TIMES)]
    return ("\ufeff" + "\r\n".join(rows) + "\r\n").encode()

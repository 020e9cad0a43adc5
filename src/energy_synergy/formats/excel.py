"""The same tables in a workbook: the template, a row per reading, a row per day."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO, ClassVar

from energy_synergy.errors import marked
from energy_synergy.findings import Severity
from energy_synergy.formats.base import Format, ReadResult
from energy_synergy.formats.parsing.grid import Grid, not_this_layout
from energy_synergy.formats.parsing.limits import read_bounded
from energy_synergy.formats.parsing.long_layout import find_long, read_long
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.template_layout import find_template, read_template
from energy_synergy.formats.parsing.wide_layout import find_wide, read_wide
from energy_synergy.formats.parsing.workbook import SheetGrid, read_sheets
from energy_synergy.metering.series import Series

Reader = Callable[[Grid, Format, Report], tuple[Series, ...]]
LAYOUTS: tuple[tuple[str, Callable[[Grid, Format], object], Reader], ...] = (
    ("template", find_template, read_template),
    ("wide", find_wide, read_wide),
    ("long", find_long, read_long),
)


class Excel(Format):
    """A workbook (.xlsx) with the template, a row per reading or a row per day; other sheets are left out."""

    name: ClassVar[str] = "excel"

    @classmethod
    def sniff(cls, head: bytes, file_name: str) -> float:
        """Return 0.9 for an archive that names the parts of a workbook, 0.5 for another archive called .xlsx."""
        if not head.startswith(b"PK\x03\x04"):
            return 0.0
        is_named = file_name.lower().endswith((".xlsx", ".xlsm"))
        return 0.9 if b"xl/" in head or b"[Content_Types].xml" in head else 0.5 if is_named else 0.0

    def read(self, stream: BinaryIO, *, file_name: str = "") -> ReadResult:
        """Read every sheet that holds readings.

        Raises FileRefused when no sheet does, or when the workbook is damaged or too large.
        """
        grids = read_sheets(read_bounded(stream, self.MAX_BYTES))
        found = [(grid, layout) for grid in grids if (layout := self._layout(grid))]
        if not found:
            raise not_this_layout(file_name)
        report = Report(file_name)
        series: list[Series] = []
        for grid, (layout_name, read) in found:
            report.sheet = grid.name
            report.detected |= {"sheet": grid.name, "layout": layout_name}
            series.extend(read(grid, self, report))
        _note_left_out([grid.name for grid in grids if grid not in [kept for kept, _ in found]], report)
        return ReadResult(self.name, tuple(series), report.findings(), report.detected, report.rows, report.bad_rows)

    def _layout(self, grid: SheetGrid) -> tuple[str, Reader] | None:
        return next(((name, read) for name, find, read in LAYOUTS if find(grid, self)), None)


def _note_left_out(names: list[str], report: Report) -> None:
    report.sheet = None
    if names:
        report.add(
            "sheets_left_out",
            Severity.INFO,
            marked("These sheets hold no readings and were left out: {sheets}."),
            count=len(names),
            sheets=", ".join(names),
        )

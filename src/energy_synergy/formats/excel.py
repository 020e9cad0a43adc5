"""The same tables in a workbook: the template, a row per reading, a row per day."""

from __future__ import annotations

from collections.abc import Collection
from typing import BinaryIO, ClassVar

from energy_synergy.files.limits import read_bounded
from energy_synergy.formats.base import Format, Look, RawRows, ReadResult, RowPlace
from energy_synergy.formats.parsing.corrections import corrected
from energy_synergy.formats.parsing.grid import not_this_layout
from energy_synergy.formats.parsing.layouts import LONG, TEMPLATE, WIDE, Layout, header_of
from energy_synergy.formats.parsing.left_out import note_sheets_left_out
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.workbook import SheetGrid, read_sheets
from energy_synergy.metering.series import Series

LAYOUTS = (TEMPLATE, WIDE, LONG)


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

    def look(self, stream: BinaryIO, *, file_name: str = "") -> Look:
        """Return the columns of the first sheet that holds readings.

        Raises FileRefused when none does, or when the workbook is damaged or too large.
        """
        grids = read_sheets(read_bounded(stream, self.MAX_BYTES))
        for grid, layout in self._found(grids, file_name):
            report = Report(file_name, detected={"sheet": grid.name, "layout": layout.name})
            if look := layout.look(grid, self, report):
                return look
        raise not_this_layout(file_name)

    def raw_rows(self, stream: BinaryIO, places: Collection[RowPlace]) -> RawRows:
        """Return the rows at some places as the sheets hold them; the header is that of the first sheet among them."""
        found = self._found(read_sheets(read_bounded(stream, self.MAX_BYTES)), "")
        named = [grid for grid, _ in found if grid.name in {sheet for sheet, _ in places}]
        rows: dict[RowPlace, tuple[str, ...]] = {
            (grid.name, line): row
            for grid in named
            for line, row in grid.rows_at([line for sheet, line in places if sheet == grid.name]).items()
        }
        return RawRows(header_of(named[0], self) if named else (), rows)

    def read(self, stream: BinaryIO, *, file_name: str = "") -> ReadResult:
        """Read every sheet that holds readings.

        Raises FileRefused when no sheet does, or when the workbook is damaged or too large.
        """
        grids = read_sheets(read_bounded(stream, self.MAX_BYTES))
        found = self._found(grids, file_name)
        report = Report(file_name)
        series: list[Series] = []
        for grid, layout in found:
            report.sheet = grid.name
            report.detected |= {"sheet": grid.name, "layout": layout.name}
            series.extend(layout.read(corrected(grid, self, grid.name), self, report))
        report.sheet = None
        note_sheets_left_out([grid.name for grid in grids if grid not in [kept for kept, _ in found]], report)
        return report.result(self.name, tuple(series))

    def _found(self, grids: list[SheetGrid], file_name: str) -> list[tuple[SheetGrid, Layout]]:
        """Return the sheets that hold readings, each with its layout.

        Raises FileRefused when none does.
        """
        found = [(grid, layout) for grid in grids for layout in LAYOUTS if layout.find(grid, self)]
        first = {grid.name: (grid, layout) for grid, layout in reversed(found)}
        if not first:
            raise not_this_layout(file_name)
        return [first[grid.name] for grid in grids if grid.name in first]

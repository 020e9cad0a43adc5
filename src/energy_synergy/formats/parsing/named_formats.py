"""The frame of formats whose tables are known by their headings, in text and in workbooks."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Iterable, Sequence
from typing import BinaryIO, ClassVar

from energy_synergy.errors import marked
from energy_synergy.files.limits import read_bounded
from energy_synergy.files.refused import FileRefused
from energy_synergy.findings import Severity
from energy_synergy.formats.base import ColumnLook, Format, Look, RawRows, ReadResult, Role, RowPlace, TextFormat
from energy_synergy.formats.parsing.corrections import corrected
from energy_synergy.formats.parsing.cut_off import note_cut_off
from energy_synergy.formats.parsing.grid import Grid, TextGrid, not_this_layout, text_grid
from energy_synergy.formats.parsing.left_out import note_sheets_left_out
from energy_synergy.formats.parsing.named_table import Header, Headings, NamedTable, find_header
from energy_synergy.formats.parsing.readings import Readings, series_of
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.workbook import SheetGrid, peek_sheets, read_sheets
from energy_synergy.timeline import zone

CERTAIN = 1.0


class Named(Format):
    """A format whose table is known by its headings.

    `headings` maps a key to the texts that may name its column, `optional` are the keys that may be absent, of those in
    `one_of` at least one is there; `its_zone` is the zone of its times. A subclass says in `readings` what rows mean.
    """

    headings: ClassVar[Headings]
    optional: ClassVar[Collection[str]] = ()
    one_of: ClassVar[Collection[str]] = ()
    its_zone: ClassVar[str | None] = None

    @classmethod
    def header_of(cls, rows: Sequence[Sequence[str | float]]) -> Header | None:
        """Return where the header of this format stands in the first rows, or None; a subclass may ask for more."""
        header = find_header(rows, cls.headings, {*cls.optional, *cls.one_of})
        return header if header and (not cls.one_of or any(key in header.places for key in cls.one_of)) else None

    @abstractmethod
    def readings(self, table: NamedTable, report: Report) -> Iterable[Readings]:
        """Return what the rows mean; times are in the zone of the table.

        Raises FileRefused where something that is needed is not told.
        """

    def _read(self, grid: Grid, header: Header, report: Report) -> list[Readings]:
        note_zone(self, report)
        table = NamedTable(corrected(grid, self, report.sheet, header.cells), header, self, report)
        return list(self.readings(table, report))

    def _look(self, header: Header, grid: Grid, detected: dict[str, str]) -> Look:
        body = grid.head[header.row + 1 :]
        by_place = {place: key for key, place in header.places.items()}
        columns = [
            ColumnLook(name, _role(by_place.get(place)), None, _samples(body, place))
            for place, name in enumerate(header.cells)
        ]
        return Look(self.name, tuple(columns), detected=detected)


def note_zone(hints: Format, report: Report) -> None:
    """Note the zone of times without an offset: told, or that of the format, or the usual one.

    Raises UnknownName for a zone that does not exist.
    """
    its_zone = getattr(hints, "its_zone", None)
    found = hints.timezone or its_zone or hints.usual_timezone
    if found is None:
        return
    zone(found)
    report.timezone = report.detected["timezone"] = found
    if not hints.timezone and its_zone and hints.usual_timezone not in (None, its_zone):
        report.add(
            "zone_of_format",
            Severity.INFO,
            marked(
                "The times were read on the clock of {timezone}, where such files come from; not on that of {usual}."
            ),
            timezone=its_zone,
            usual=hints.usual_timezone,
        )


def _role(key: str | None) -> Role:
    known: dict[str, Role] = {"time": "time", "date": "date", "clock": "clock", "end": "end", "meter": "meter"}
    known |= {"production": "production", "consumption": "consumption", "value": "value"}
    return known.get(key or "", "ignore")


def _samples(body: Sequence[Sequence[str | float]], place: int) -> tuple[str, ...]:
    cells = [str(row[place]).strip()[:40] for row in body if len(row) > place]
    return tuple([cell for cell in cells if cell][:3])


class NamedText(Named, TextFormat):
    """A table in text that is known by its headings."""

    @classmethod
    def sniff(cls, head: bytes, file_name: str) -> float:
        """Return 1.0 where the first rows hold the headings, else 0.0. Never raises."""
        try:
            grid = text_grid(head, cls(), {})
        except FileRefused:
            return 0.0
        return CERTAIN if cls.header_of(grid.head) else 0.0

    def look(self, stream: BinaryIO, *, file_name: str = "") -> Look:
        """Return the columns of a table before its rows are read.

        Raises FileRefused when it is no such table.
        """
        detected: dict[str, str] = {}
        grid, header = self._open(stream, file_name, detected)
        return self._look(header, grid, detected)

    def raw_rows(self, stream: BinaryIO, places: Collection[RowPlace]) -> RawRows:
        """Return the rows at some places as they are written in the file."""
        grid, header = self._open(stream, "", {})
        rows = grid.rows_at([line for sheet, line in places if sheet is None])
        return RawRows(header.cells, {(None, line): row for line, row in rows.items()})

    def read(self, stream: BinaryIO, *, file_name: str = "") -> ReadResult:
        """Read a whole file.

        Raises FileRefused when it is no such table, or when what it needs is not told.
        """
        report = Report(file_name)
        grid, header = self._open(stream, file_name, report.detected)
        found = note_cut_off(self._read(grid, header, report), grid, report)
        return report.result(self.name, series_of(found, self, report))

    def _open(self, stream: BinaryIO, file_name: str, detected: dict[str, str]) -> tuple[TextGrid, Header]:
        grid = text_grid(read_bounded(stream, self.MAX_BYTES), self, detected)
        header = self.header_of(grid.head)
        if header is None:
            raise not_this_layout(file_name)
        return grid, header


class NamedWorkbook(Named):
    """A workbook with a table that is known by its headings, in one or several of its sheets.

    Sheets whose name ends with one of `other_sheets` (lower case) have the same headings but hold something else.
    """

    other_sheets: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def sniff(cls, head: bytes, file_name: str) -> float:
        """Return 1.0 where a sheet begins with the headings, else 0.0. Never raises."""
        return CERTAIN if any(cls._header_in(grid) for grid in peek_sheets(head)) else 0.0

    @classmethod
    def _header_in(cls, grid: SheetGrid) -> Header | None:
        return None if grid.name.lower().endswith(cls.other_sheets) else cls.header_of(grid.head)

    def look(self, stream: BinaryIO, *, file_name: str = "") -> Look:
        """Return the columns of the first sheet that holds readings.

        Raises FileRefused when none does, or when the workbook is damaged or too large.
        """
        grid, header = self._found(self._sheets(stream), file_name)[0]
        return self._look(header, grid, {"sheet": grid.name})

    def raw_rows(self, stream: BinaryIO, places: Collection[RowPlace]) -> RawRows:
        """Return the rows at some places as the sheets hold them; the header is that of the first sheet."""
        found = self._found(self._sheets(stream), "")
        rows: dict[RowPlace, tuple[str, ...]] = {
            (grid.name, line): row
            for grid, _ in found
            for line, row in grid.rows_at([line for sheet, line in places if sheet == grid.name]).items()
        }
        return RawRows(found[0][1].cells, rows)

    def read(self, stream: BinaryIO, *, file_name: str = "") -> ReadResult:
        """Read every sheet that holds readings.

        Raises FileRefused when no sheet does, or when the workbook is damaged or too large.
        """
        report = Report(file_name)
        sheets = self._sheets(stream)
        used = self._found(sheets, file_name)
        found: list[Readings] = []
        for grid, header in used:
            report.sheet = report.detected["sheet"] = grid.name
            found += self._read(grid, header, report)
        series = series_of(found, self, report)
        report.sheet = None
        note_sheets_left_out([sheet.name for sheet in sheets if sheet not in [grid for grid, _ in used]], report)
        return report.result(self.name, series)

    def _sheets(self, stream: BinaryIO) -> list[SheetGrid]:
        return read_sheets(read_bounded(stream, self.MAX_BYTES))

    def _found(self, grids: Sequence[SheetGrid], file_name: str) -> list[tuple[SheetGrid, Header]]:
        found = [(grid, header) for grid in grids if (header := self._header_in(grid))]
        if not found:
            raise not_this_layout(file_name)
        return found

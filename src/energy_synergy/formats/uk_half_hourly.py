"""United Kingdom, half-hourly data as suppliers and data collectors send it: a row per meter and day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import ClassVar

import numpy as np

from energy_synergy.files.cells import ByteColumn
from energy_synergy.files.numbers import Floats, Wrong
from energy_synergy.files.times import DAY, Ints
from energy_synergy.formats.parsing.cut_off import note_cut_row
from energy_synergy.formats.parsing.day_columns import DayColumns
from energy_synergy.formats.parsing.day_readings import DayReadings, RowsOf
from energy_synergy.formats.parsing.grid import Grid
from energy_synergy.formats.parsing.half_hours import PER_DAY, flag_columns, slot_columns
from energy_synergy.formats.parsing.left_out import note_series_left_out
from energy_synergy.formats.parsing.named_formats import NamedText
from energy_synergy.formats.parsing.named_table import Header, Headings, NamedTable, find_header, quality_of
from energy_synergy.formats.parsing.readings import Readings
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.row_notes import note_bad_cell
from energy_synergy.formats.parsing.told_direction import told_direction
from energy_synergy.formats.parsing.words import direction_in, plain, unit_in
from energy_synergy.metering.series import Direction, Qualities, Quality

HALF_HOUR = 1_800
WAYS: dict[str, Direction] = {
    **dict.fromkeys(("ai", "import", "active import", "consumption", "kwh import", "import kwh"), "consumption"),
    **dict.fromkeys(("ae", "export", "active export", "generation", "kwh export", "export kwh"), "production"),
}
NOT_ACTIVE = re.compile(r"r[ie]|.*(?:reactive|kva|\blag|\blead|gas|m3).*")
ESTIMATED = dict.fromkeys(("e", "estimated", "estimate", "est", "deemed", "d", "true", "y", "yes"), Quality.ESTIMATED)


class UkHalfHourly(NamedText):
    """UK half-hourly data: a row per MPAN and day with 48 columns (46 and 50 when the clock changes), in kWh (CSV)."""

    name: ClassVar[str] = "uk_half_hourly"
    its_zone: ClassVar[str | None] = "Europe/London"
    headings: ClassVar[Headings] = {
        "meter": ("mpan", "mpan core", "mpancore", "mpan number", "mpan id", "core mpan", "full mpan"),
        "date": ("date", "reading date", "read date", "settlement date", "consumption date", "day", "reading day"),
        "way": (
            *("measurement quantity", "measurement quantity id", "mq", "type", "reading type", "data type", "channel"),
            *("direction", "import export", "register", "flow", "energy type"),
        ),
        "unit": ("unit", "units", "uom", "unit of measure", "measurement unit", "units of measure"),
        "status": ("status", "actual estimated", "a e", "ae", "quality", "flag", "reading flag", "estimated"),
    }
    optional = ("way", "unit", "status")

    @classmethod
    def header_of(cls, rows: Sequence[Sequence[str | float]]) -> Header | None:
        """Return where the header stands: a column of MPANs, one of dates, and a column for each half-hour."""
        header = find_header(rows, cls.headings, cls.optional)
        names = [plain(cell) for cell in header.cells] if header else []
        slots = slot_columns(names)
        if header is None or not slots:
            return None
        flags = flag_columns(slots, names)
        places = {key: place for key, place in header.places.items() if place not in (*slots, *flags)}
        places |= {f"slot {number}": place for number, place in enumerate(slots)}
        places |= {f"flag {number}": place for number, place in enumerate(flags)}
        return replace(header, places=places) if {"meter", "date"} <= places.keys() else None

    def _read(self, grid: Grid, header: Header, report: Report) -> list[Readings]:
        return note_cut_row(super()._read(grid, header, report), grid, len(header.cells), report)

    def readings(self, table: NamedTable, report: Report) -> Iterable[Readings]:
        """Return the days of each meter and quantity; how many values a day has says where they lie."""
        labels = table.times("date")
        keys = [key for key in table.header.places if key.startswith("slot")]
        days = DayColumns(tuple(range(len(keys))), HALF_HOUR // 60, PER_DAY, "start")
        names = [table.name(key) for key in keys]
        values = DayReadings(RowsOf([table.cells(key) for key in keys]), names, table.lines, days, table.zone or "")
        if table.is_comma_separated and isinstance(table.cells(keys[0]), ByteColumn):
            # Between bare commas no comma is a decimal mark, and asking every cell would make a text of each.
            table.hints = self.model_copy(update={"decimal_mark": "point"})
        numbers = table.numbers(*keys, is_blank_noted=False)
        told: Direction | None = None
        left_out: list[str] = []
        for (meter, way, unit), rows in table.groups("meter", "way", "unit").items():
            if NOT_ACTIVE.fullmatch(plain(way)) or NOT_ACTIVE.fullmatch(plain(unit)):
                left_out.append(f"{meter} {way or unit}")
                continue
            direction = WAYS.get(plain(way)) or direction_in(way)[0]
            if direction is None:
                direction = told = told or told_direction(self, report)
            found = unit_in(unit) or unit_in(names[0]) or "kWh"
            starts, its_numbers, lines, quality = _days(table, values, numbers, rows, labels.local, report)
            lengths = np.full(len(starts), HALF_HOUR, dtype=np.int64)
            yield Readings(meter, direction, starts, lengths, its_numbers, self.unit or found, lines, quality)
        note_series_left_out(left_out, report)


def _days(
    table: NamedTable, values: DayReadings, columns: Sequence[Floats], rows: Ints, local: Ints, report: Report
) -> tuple[Ints, Floats, Ints, Qualities]:
    """Return starts [s, UTC], numbers, lines and quality of the readings of some rows, (S,) each."""
    parts: list[tuple[Ints, Floats, Qualities]] = []
    flags = [table.cells(key) for key in table.header.places if key.startswith("flag")]
    status = table.texts("status")
    for row in rows.tolist():
        day = date(1970, 1, 1) + timedelta(days=int(local[row]) // DAY)
        places, starts = values.places_of_day(row, day, report)
        words = [str(flags[place][row]) if place < len(flags) else status[row] for place in places]
        numbers = np.array([columns[place][row] for place in places])
        for place in np.array(places)[np.isnan(numbers)].tolist():
            if values.cells[row][place] == "":
                note_bad_cell(Wrong.MISSING, "", int(table.lines[row]), values.headers[place], report)
        parts.append((starts, numbers, quality_of(words, ESTIMATED, Quality.MEASURED)))
    lines = np.repeat(table.lines[rows], [len(one[0]) for one in parts])
    starts, numbers, quality = (np.concatenate(part) for part in zip(*parts, strict=True))
    return starts, numbers, lines, quality

"""SMA Sunny Portal and Sunny Explorer: power or yield of inverters below a preamble that names the marks used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import ClassVar

import numpy as np

from energy_synergy.files.numbers import DecimalMark, Floats
from energy_synergy.files.times import DateOrder, Labels
from energy_synergy.formats.parsing.doubles import without_doubles
from energy_synergy.formats.parsing.grid import Grid
from energy_synergy.formats.parsing.left_out import note_series_left_out
from energy_synergy.formats.parsing.meaning import stem
from energy_synergy.formats.parsing.named_formats import NamedText
from energy_synergy.formats.parsing.named_table import Header, Headings, NamedTable
from energy_synergy.formats.parsing.net_meter import note_no_data
from energy_synergy.formats.parsing.readings import Readings
from energy_synergy.formats.parsing.register_readings import register_readings
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.sma_columns import (
    SmaColumn,
    note_unnamed,
    pattern_order,
    sma_columns,
    sma_header_row,
    used_columns,
)
from energy_synergy.formats.parsing.stamps import starts_of, step_of, zone_needed

MARK = re.compile(r"Decimalpoint\s+(comma|dot|point)", re.IGNORECASE)


class SmaSunnyPortal(NamedText):
    """SMA Sunny Portal and Sunny Explorer: power or total yield of one or several inverters, 5 to 60 minutes (CSV)."""

    name: ClassVar[str] = "sma_sunny_portal"
    headings: ClassVar[Headings] = {}

    @classmethod
    def header_of(cls, rows: Sequence[Sequence[str | float]]) -> Header | None:
        """Return where the header stands: below a line that begins with Version CSV1."""
        row = sma_header_row(rows)
        if row is None:
            return None
        cells = tuple(str(cell).strip() for cell in rows[row])
        above = tuple(tuple(str(cell) for cell in one) for one in rows[:row])
        places = {"time": 0, **{f"value {place}": place for place in range(1, len(cells)) if cells[place]}}
        return Header(row, places, cells, above) if len(places) > 1 else None

    def _read(self, grid: Grid, header: Header, report: Report) -> list[Readings]:
        said = MARK.search(" ".join(cell for row in header.above for cell in row))
        mark: DecimalMark | None = ("comma" if said[1].lower() == "comma" else "point") if said else None
        told: dict[str, DecimalMark | DateOrder | None] = {
            "decimal_mark": self.decimal_mark or mark,
            "date_order": self.date_order or pattern_order(header.cells[0]),
        }
        return super(SmaSunnyPortal, self.model_copy(update=told))._read(grid, header, report)

    def readings(self, table: NamedTable, report: Report) -> Iterable[Readings]:
        """Return what each inverter produced: the differences of its total yield, or its power where that lacks.

        Raises FileRefused for naive times without a zone.
        """
        labels = table.times("time")
        used, left_out = used_columns(sma_columns(table.header, stem(report.file_name)))
        note_unnamed(used, stem(report.file_name), report)
        note_series_left_out([one.label for one in left_out], report)
        rows = np.flatnonzero(table.good)
        columns = table.numbers(*(one.key for one in used), is_blank_noted=False) if used else []
        if table.zone is None:
            raise zone_needed()
        for one, numbers in zip(used, columns, strict=True):
            blank = rows[[cell == "" for cell in (table.cells(one.key)[row] for row in rows.tolist())]]
            note_no_data(len(blank), int(table.lines[blank[0]]) if len(blank) else 0, one.meter, report)
            if one.is_counter and len(rows):
                yield self._counted(one, table, labels, numbers, report)
            elif len(rows):
                yield table.readings(
                    rows, labels, numbers, meter=one.meter, direction="production", unit=one.unit, stamp="start"
                )

    def _counted(self, one: SmaColumn, table: NamedTable, labels: Labels, numbers: Floats, report: Report) -> Readings:
        rows = np.flatnonzero(table.good & ~np.isnan(numbers))
        local, lines, values = labels.local[rows], table.lines[rows], numbers[rows]
        step = step_of(labels.local[table.good], self)
        found = starts_of(local, labels.offset[rows], lines, step, "start", table.zone, report)
        kept = np.argsort(found.utc, kind="stable")
        kept = without_doubles(kept, found.utc, lines, [values], report, self.doubles) if len(kept) else kept
        return register_readings(
            found.utc[kept],
            values[kept],
            lines[kept],
            step,
            report,
            meter=one.meter,
            direction="production",
            unit=one.unit,
        )

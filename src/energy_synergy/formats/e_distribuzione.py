"""e-distribuzione (Italy), portal: the load curve of one supply point, a row per day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.refused import refusal
from energy_synergy.files.times import DAY
from energy_synergy.formats.parsing.cut_off import note_cut_row
from energy_synergy.formats.parsing.day_slots import day_slots, days_of
from energy_synergy.formats.parsing.grid import Grid
from energy_synergy.formats.parsing.named_formats import NamedText
from energy_synergy.formats.parsing.named_table import Header, Headings, NamedTable, find_header
from energy_synergy.formats.parsing.readings import Readings
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.stamps import zone_needed
from energy_synergy.formats.parsing.told_direction import told_direction
from energy_synergy.formats.parsing.words import direction_in, plain, unit_in


class EDistribuzione(NamedText):
    """e-distribuzione (Italy), portal: a row per day with 96 columns of quarter-hours (92 and 100), in kWh (CSV)."""

    name: ClassVar[str] = "e_distribuzione"
    its_zone: ClassVar[str | None] = "Europe/Rome"
    headings: ClassVar[Headings] = {"date": ("giorno", "data"), "meter": ("pod",)}
    optional = ("meter",)

    @classmethod
    def header_of(cls, rows: Sequence[Sequence[str | float]]) -> Header | None:
        """Return where the header stands: a day, and the quarters as ranges of times; the POD is there or above.

        Room for the four quarters of an autumn day is made behind the last column.
        """
        header = find_header(rows, cls.headings, cls.optional)
        slots = day_slots(header.cells) if header else None
        if header is None or slots is None or not ("meter" in header.places or _pod(header)):
            return None
        places = {f"slot {place}": place for place in slots.natural}
        room = () if len(slots.extra) > 60 // slots.step - 1 else ("",) * (60 // slots.step)
        behind = {f"slot {place}": place for place in range(len(header.cells), len(header.cells) + len(room))}
        return replace(header, places={**header.places, **places, **behind}, cells=(*header.cells, *room))

    def _read(self, grid: Grid, header: Header, report: Report) -> list[Readings]:
        width = len([cell for cell in header.cells if cell])
        return note_cut_row(super()._read(grid, header, report), grid, width, report)

    def readings(self, table: NamedTable, report: Report) -> Iterable[Readings]:
        """Return the days of each supply point; how many values a day has says where they lie.

        Raises FileRefused for reactive energy, and where no zone is known.
        """
        said = " ".join(cell for row in table.header.above for cell in row if cell)
        if "reattiva" in plain(said) and "attiva" not in plain(said).split():
            raise refusal(
                "not_energy_of_meter",
                marked("The file holds reactive energy, which is neither production nor consumption."),
                advice=marked("Export the curve of active energy (energia attiva)."),
            )
        if table.zone is None:
            raise zone_needed()
        direction = direction_in(said)[0] or told_direction(self, report)
        days = table.times("date").local // DAY
        columns = {key: table.cells(key) for key in table.header.places if key.startswith("slot")}
        table.expect_comma(*columns)
        for (meter,), rows in table.groups("meter").items():
            starts, numbers, lines, step = days_of(table, columns, rows, days[rows], report)
            yield Readings(
                meter or _pod(table.header),
                direction,
                starts,
                np.full(len(starts), step, dtype=np.int64),
                numbers,
                self.unit or unit_in(said) or "kWh",
                lines,
            )


def _pod(header: Header) -> str:
    """Return the supply point that a line above the table names; empty where none does."""
    for row in header.above:
        cells = [cell.strip() for cell in row if cell.strip()]
        if len(cells) > 1 and plain(cells[0]) == "pod":
            return cells[1]
    return ""

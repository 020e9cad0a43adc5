"""e-distribuzione (Italy), portal: the load curve of one supply point, a row per day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import ClassVar

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.formats.base import refusal
from energy_synergy.formats.parsing.columns import day_minute
from energy_synergy.formats.parsing.cut_off import note_cut_row
from energy_synergy.formats.parsing.day_columns import DayColumns
from energy_synergy.formats.parsing.day_readings import DayReadings
from energy_synergy.formats.parsing.grid import Grid
from energy_synergy.formats.parsing.named_formats import NamedText
from energy_synergy.formats.parsing.named_table import Header, Headings, NamedTable, find_header
from energy_synergy.formats.parsing.numbers import Cell
from energy_synergy.formats.parsing.readings import Readings
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.signs import note_below
from energy_synergy.formats.parsing.stamps import zone_needed
from energy_synergy.formats.parsing.times import DAY, Ints
from energy_synergy.formats.parsing.told_direction import told_direction
from energy_synergy.formats.parsing.words import direction_in, plain, unit_in
from energy_synergy.formats.parsing.zones import utc_from_local

STEPS = (15, 30, 60)


@dataclass(frozen=True, slots=True)
class Slots:
    """The columns of a day: `step` [min], the place of each regular one or None, and of those that come on top.

    The second pass of the repeated hour may stand in its place under the same names, or behind the last column.
    """

    step: int
    regular: tuple[int | None, ...]
    extra: tuple[int, ...]

    @property
    def natural(self) -> tuple[int, ...]:
        """All columns in the order of the file."""
        return tuple(sorted([place for place in self.regular if place is not None] + list(self.extra)))


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
        slots = _slots(header.cells) if header else None
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
            starts, numbers, lines, step = _days(table, columns, rows, days[rows], report)
            yield Readings(
                meter or _pod(table.header),
                direction,
                starts,
                np.full(len(starts), step, dtype=np.int64),
                numbers,
                self.unit or unit_in(said) or "kWh",
                lines,
            )


def _slots(cells: Sequence[str]) -> Slots | None:
    """Return the columns of a day by their headers, ranges of times from 00:00 on; None where they are no such row."""
    minutes = [(place, day_minute(cell)) for place, cell in enumerate(cells) if "-" in cell or "–" in cell]
    found = [(place, minute) for place, minute in minutes if minute is not None and minute < 1_440]
    distinct = sorted({minute for _, minute in found})
    step = min((b - a for a, b in pairwise(distinct)), default=0)
    if step not in STEPS or len(distinct) < (1_440 - 60) // step or any(minute % step for minute in distinct):
        return None
    first: dict[int, int] = {}
    extra = []
    for place, minute in found:
        if minute in first:
            extra.append(place)
        else:
            first[minute] = place
    return Slots(step, tuple(first.get(minute) for minute in range(0, 1_440, step)), tuple(extra))


def _days(
    table: NamedTable, columns: dict[str, Sequence[Cell]], rows: Ints, days: Ints, report: Report
) -> tuple[Ints, np.ndarray, Ints, int]:
    """Return starts [s, UTC], numbers and lines of the readings of some days, (S,) each, and their step [s]."""
    zone, hints = table.zone or "", table.hints
    slots = _slots(table.header.cells)
    assert slots is not None, "the header was found by its columns"
    behind = [int(key.split()[1]) for key in columns if int(key.split()[1]) not in slots.natural]
    is_long = utc_from_local((days + 1) * DAY, zone).utc - utc_from_local(days * DAY, zone).utc > DAY
    by_clock: list[int | None] = [*slots.regular, *slots.extra, *behind]
    in_order: list[int | None] = [*slots.natural, *behind]
    cells, names = [], [table.header.cells[place] if place is not None else "" for place in by_clock]
    for row, is_its_long in zip(rows.tolist(), is_long.tolist(), strict=True):
        order = in_order if is_its_long and len(in_order) == len(by_clock) else by_clock
        cells.append([columns[f"slot {place}"][row] if place is not None else "" for place in order])
    width = DayColumns(tuple(range(len(by_clock))), slots.step, 1_440 // slots.step, "start")
    values = DayReadings(cells, names, table.lines[rows], width, zone, hints.negatives)
    values.read_mark(hints, report, is_comma_separated=table.is_comma_separated)
    parts = [
        values.of_day(number, date(1970, 1, 1) + timedelta(days=day), report)
        for number, day in enumerate(days.tolist())
    ]
    note_below(values.below, hints, report)
    starts, numbers, lines = (np.concatenate(part) for part in zip(*parts, strict=True))
    return starts, numbers, lines, slots.step * 60


def _pod(header: Header) -> str:
    """Return the supply point that a line above the table names; empty where none does."""
    for row in header.above:
        cells = [cell.strip() for cell in row if cell.strip()]
        if len(cells) > 1 and plain(cells[0]) == "pod":
            return cells[1]
    return ""

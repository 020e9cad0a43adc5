"""The columns of a day where the hour that comes twice may have columns of its own, and the days read from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import overload

import numpy as np

from energy_synergy.files.numbers import Cell, Floats
from energy_synergy.files.times import DAY, Ints
from energy_synergy.files.zones import utc_from_local
from energy_synergy.formats.parsing.columns import day_minute
from energy_synergy.formats.parsing.day_columns import DayColumns
from energy_synergy.formats.parsing.day_readings import DayReadings
from energy_synergy.formats.parsing.named_table import NamedTable
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.signs import note_below

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


def day_slots(cells: Sequence[str]) -> Slots | None:
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


class _Rows(Sequence[list[Cell]]):
    """The cells of each day in its own order, made when they are asked for: all at once would fill the memory."""

    def __init__(self, columns: dict[str, Sequence[Cell]], rows: Ints, orders: Sequence[Sequence[int | None]]) -> None:
        self._columns, self._rows, self._orders = columns, rows, orders
        self._last: tuple[int, list[Cell]] = (-1, [])

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, day: int) -> list[Cell]: ...

    @overload
    def __getitem__(self, day: slice) -> list[list[Cell]]: ...

    def __getitem__(self, day: int | slice) -> list[Cell] | list[list[Cell]]:
        if isinstance(day, slice):
            return [self[one] for one in range(*day.indices(len(self)))]
        if self._last[0] != day:
            row = int(self._rows[day])
            self._last = day, ["" if at is None else self._columns[f"slot {at}"][row] for at in self._orders[day]]
        return self._last[1]


def days_of(
    table: NamedTable, columns: dict[str, Sequence[Cell]], rows: Ints, days: Ints, report: Report
) -> tuple[Ints, Floats, Ints, int]:
    """Return starts [s, UTC], numbers and lines of the readings of some days, (S,) each, and their step [s]."""
    zone, hints = table.zone or "", table.hints
    slots = day_slots(table.header.cells)
    assert slots is not None, "the header was found by its columns"
    behind = [int(key.split()[1]) for key in columns if int(key.split()[1]) not in slots.natural]
    is_long = utc_from_local((days + 1) * DAY, zone).utc - utc_from_local(days * DAY, zone).utc > DAY
    by_clock: list[int | None] = [*slots.regular, *slots.extra, *behind]
    in_order: list[int | None] = [*slots.natural, *behind]
    orders = [in_order if one and len(in_order) == len(by_clock) else by_clock for one in is_long.tolist()]
    cells = _Rows(columns, rows, orders)
    names = [table.header.cells[place] if place is not None else "" for place in by_clock]
    width = DayColumns(tuple(range(len(by_clock))), slots.step, 1_440 // slots.step, "start")
    values = DayReadings(cells, names, table.lines[rows], width, zone, hints.negatives)
    if hints.decimal_mark:
        values.mark = report.detected["decimal_mark"] = hints.decimal_mark
    else:
        values.read_mark(hints, report, is_comma_separated=table.is_comma_separated)
    parts = [
        values.of_day(number, date(1970, 1, 1) + timedelta(days=day), report)
        for number, day in enumerate(days.tolist())
    ]
    note_below(values.below, hints, report)
    starts, numbers, lines = (np.concatenate(part) for part in zip(*parts, strict=True))
    return starts, numbers, lines, slots.step * 60

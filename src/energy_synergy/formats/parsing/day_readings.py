"""The readings of one day in a row, laid on the instants of that local day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import overload

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.numbers import (
    Cell,
    DecimalMark,
    Floats,
    Wrong,
    detect_decimal_mark,
    read_number,
    settled_mark,
    signed_number,
)
from energy_synergy.files.times import DAY, Ints
from energy_synergy.files.zones import utc_from_local
from energy_synergy.findings import Severity
from energy_synergy.formats.base import Format, Negatives
from energy_synergy.formats.parsing.day_columns import DayColumns
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.row_notes import note_bad_cell
from energy_synergy.formats.parsing.values import note_mark
from energy_synergy.timeline import first_instant


@dataclass(frozen=True, slots=True)
class RowsOf(Sequence[Sequence[Cell]]):
    """Columns of a table as its rows, each made when it is asked for: a text for each cell would fill the memory.

    Cells that are `blanked`, by row and column, are not read.
    """

    columns: Sequence[Sequence[Cell]]
    blanked: frozenset[tuple[int, int]] = frozenset()

    def __len__(self) -> int:
        return len(self.columns[0]) if self.columns else 0

    @overload
    def __getitem__(self, place: int) -> list[Cell]: ...

    @overload
    def __getitem__(self, place: slice) -> list[list[Cell]]: ...

    def __getitem__(self, place: int | slice) -> list[Cell] | list[list[Cell]]:
        if isinstance(place, slice):
            return [self[row] for row in range(*place.indices(len(self)))]
        return [self.cell(place, number) for number in range(len(self.columns))]

    def cell(self, row: int, place: int) -> Cell:
        """Return the cell of a row in a column."""
        return "" if (row, place) in self.blanked else self.columns[place][row]


@dataclass
class DayReadings:
    """The cells of the day columns, (rows, C), read one day at a time."""

    cells: Sequence[Sequence[Cell]]
    headers: list[str]
    lines: Ints
    days: DayColumns
    timezone: str
    negatives: Negatives | None = None
    below: int = field(default=0, init=False)
    mark: DecimalMark = field(default="point", init=False)

    def read_mark(self, hints: Format, report: Report, *, is_comma_separated: bool) -> None:
        """Decide the decimal mark over all cells."""
        settled = settled_mark(self.cells.columns) if isinstance(self.cells, RowsOf) else None
        if settled:
            self.mark, is_certain = settled[0], True
        else:
            flat = [cell for row in self.cells for cell in row]
            self.mark, is_certain = detect_decimal_mark(flat, is_comma_separated=is_comma_separated)
        if hints.decimal_mark:
            self.mark, is_certain = hints.decimal_mark, True
        report.detected["decimal_mark"] = self.mark
        if not is_certain:
            note_mark(self.mark, report)

    def of_day(self, row: int, day: date, report: Report) -> tuple[Ints, Floats, Ints]:
        """Return the starts [s, UTC], numbers and line of one day's readings, each (S,)."""
        used, starts = self.places_of_day(row, day, report)
        numbers = np.array([self.number(row, place, report) for place in used])
        return starts, numbers, np.full(len(used), self.lines[row])

    def places_of_day(self, row: int, day: date, report: Report) -> tuple[list[int], Ints]:
        """Return which columns of the day hold a reading, (S,), and where each starts [s, UTC], (S,)."""
        first = int(first_instant(day, self.timezone).timestamp())
        end = int(first_instant(day + timedelta(days=1), self.timezone).timestamp())
        slots = (end - first) // (self.days.step * 60)
        return self._placed(self.cells[row], day, first, slots, row, report)

    def _placed(
        self, cells: Sequence[Cell], day: date, first: int, slots: int, row: int, report: Report
    ) -> tuple[list[int], Ints]:
        """Choose the columns of a day: in sequence where their number fits the day, else by the clock in the header."""
        step, per_day = self.days.step * 60, self.days.per_day
        filled = max((place + 1 for place, cell in enumerate(cells) if cell != ""), default=0)
        in_sequence = first + np.arange(slots) * step
        if slots == per_day or filled == slots or (slots > per_day and filled > per_day):
            self._refuse_beyond(cells, slots, row, report)
            return list(range(min(slots, len(cells)))), in_sequence[: len(cells)]
        midnight = (day - date(1970, 1, 1)).days * DAY
        local = midnight + np.arange(per_day) * step
        found = utc_from_local(local, self.timezone)
        if slots > per_day:
            _note_once(day, int(self.lines[row]), report)
        skipped = [place for place in np.flatnonzero(found.never_shown).tolist() if cells[place] != ""]
        for place in skipped:
            _note_skipped(self.headers[place], cells[place], int(self.lines[row]), report)
        used = np.flatnonzero(~found.never_shown)
        return used.tolist(), found.utc[used]

    def _refuse_beyond(self, cells: Sequence[Cell], slots: int, row: int, report: Report) -> None:
        for place in range(slots, len(cells)):
            if cells[place] != "":
                report.bad_row(
                    "value_beyond_day",
                    marked("Line {line}, column {column}: this day has no such interval; {value} is left out."),
                    line=int(self.lines[row]),
                    column=self.headers[place],
                    value=cells[place],
                    expected=marked("an empty cell"),
                )

    def _cell(self, row: int, place: int) -> Cell:
        """Return one cell; a row is not made for it."""
        return self.cells.cell(row, place) if isinstance(self.cells, RowsOf) else self.cells[row][place]

    def number(self, row: int, place: int, report: Report) -> float:
        """Return the number in a column of the day, NaN where there is none, which is noted."""
        found = read_number(self._cell(row, place), self.mark)
        if not isinstance(found, Wrong):
            return found
        if found is Wrong.NEGATIVE and self.negatives:
            self.below += 1
            return signed_number(self._cell(row, place), self.mark) or 0.0
        note_bad_cell(found, self._cell(row, place), int(self.lines[row]), self.headers[place], report)
        return float("nan")


def _note_once(day: date, line: int, report: Report) -> None:
    report.add(
        "repeated_hour_once",
        Severity.WARNING,
        marked("The hour that comes twice on {date} is there only once; its second pass is missing."),
        line=line,
        expected=marked("extra columns for the second pass"),
        date=day.isoformat(),
    )


def _note_skipped(column: str, cell: Cell, line: int, report: Report) -> None:
    report.bad_row(
        "time_never_shown",
        marked("Line {line}, column {column}: {value} lies in the hour that the clock skips in spring."),
        line=line,
        column=column,
        value=cell,
        expected=marked("an empty cell in the skipped hour"),
        advice=marked("If the meter never changes its clock, give its fixed zone, such as Etc/GMT-1, instead."),
    )

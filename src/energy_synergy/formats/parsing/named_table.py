"""A table whose columns are known by name: where it begins, its columns, and readings from its rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.numbers import Cell, Floats, Wrong
from energy_synergy.files.times import NAIVE, Bools, Ints, Labels, label_text, read_labels
from energy_synergy.formats.base import Format, Stamp
from energy_synergy.formats.parsing.columns import Column
from energy_synergy.formats.parsing.grid import Body, Grid
from energy_synergy.formats.parsing.head_rows import head_rows
from energy_synergy.formats.parsing.readings import Readings
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.row_notes import (
    note_bad_cell,
    note_bad_time,
    note_never_shown,
    note_overlong,
    note_total,
)
from energy_synergy.formats.parsing.stamps import starts_of, step_of, without_offset, zone_needed
from energy_synergy.formats.parsing.values import Source, value_numbers
from energy_synergy.formats.parsing.words import TOTAL, plain
from energy_synergy.metering.series import Direction, Qualities

Headings = Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True)
class Header:
    """Where a header stands: its row from 0, the position of each column by key, its cells, the rows above it."""

    row: int
    places: Mapping[str, int]
    cells: tuple[str, ...]
    above: tuple[tuple[str, ...], ...]


def find_header(rows: Sequence[Sequence[Cell]], headings: Headings, optional: Collection[str] = ()) -> Header | None:
    """Return the first row that holds each heading that is not optional, or None.

    `headings` maps a key to the texts that may name its column, in lower case without accents or marks (`words.plain`).
    """
    head = head_rows(rows)
    needed = [texts for key, texts in headings.items() if key not in optional]
    if any(head.all_names.isdisjoint(texts) for texts in needed):
        return None
    for number, names in enumerate(head.names):
        if any(not any(text in names for text in texts) for texts in needed):
            continue
        places = {
            key: names.index(text) for key, texts in headings.items() for text in reversed([*texts]) if text in names
        }
        cells = tuple(label_text(cell).strip() for cell in head[number])
        above = tuple(tuple(label_text(cell) for cell in one) for one in head[:number])
        return Header(number, places, cells, above)
    return None


class NamedTable:
    """The rows below a header; `good` (N,) are those that are read."""

    def __init__(self, grid: Grid, header: Header, hints: Format, report: Report) -> None:
        self.header, self.hints, self.report = header, hints, report
        self._keys = list(header.places)
        positions = [header.places[key] for key in self._keys]
        self._body: Body = grid.body(header.row + 1, len(header.cells), positions)
        self.is_comma_separated = grid.is_comma_separated
        self.good = ~self._body.overlong
        report.rows += len(self._body.lines)
        for line in self.lines[self._body.overlong].tolist():
            note_overlong(line, report)

    @property
    def lines(self) -> Ints:
        """The line of each row in the file, counted from 1, (N,)."""
        return self._body.lines

    def has(self, key: str) -> bool:
        """Tell whether the table has a column."""
        return key in self.header.places

    def name(self, key: str) -> str:
        """Return the header of a column as it is written."""
        return self.header.cells[self.header.places[key]]

    def cells(self, key: str) -> Sequence[Cell]:
        """Return the cells of a column (N,)."""
        return self._body.columns[self._keys.index(key)]

    def texts(self, key: str) -> list[str]:
        """Return the cells of a column as text without blanks around them (N,); blanks where it is not there."""
        return [label_text(cell) for cell in self.cells(key)] if self.has(key) else [""] * len(self.lines)

    def numbers(self, *keys: str, is_blank_noted: bool = True) -> list[Floats]:
        """Return the numbers of columns, (N,) each, NaN where a cell holds none; what is wrong is noted.

        Without `is_blank_noted` a blank cell is no finding, as where a value stands in one of two columns.
        """
        columns = [Column(self.header.places[key], self.name(key), "value") for key in keys]
        source = Source(self.lines, self.good, self.is_comma_separated)
        cells = [self.cells(key) for key in keys]
        return value_numbers(cells, columns, self.hints, self.report, source, is_blank_noted=is_blank_noted)

    def expect_comma(self, *keys: str) -> None:
        """Read a comma as the decimal mark where it is the only mark of some columns and no mark was told.

        For formats that write no other: 1,234 could group thousands once a program has put commas between cells.
        """
        if self.hints.decimal_mark is None and self._holds(",", keys) and not self._holds(".", keys):
            self.hints = self.hints.model_copy(update={"decimal_mark": "comma"})

    def _holds(self, mark: str, keys: Collection[str]) -> bool:
        return any(isinstance(cell, str) and mark in cell for key in keys for cell in self.cells(key))

    def note_missing(self, numbers: Floats, key: str) -> None:
        """Note the good rows for which no value was found (N,), as missing in a column."""
        for row in np.flatnonzero(self.good & np.isnan(numbers)).tolist():
            note_bad_cell(Wrong.MISSING, self.cells(key)[row], int(self.lines[row]), self.name(key), self.report)

    def times(self, *keys: str) -> Labels:
        """Return the times that one column or a date and a clock name; rows without one are left out and noted."""
        texts = self.texts(keys[0])
        if len(keys) > 1:
            days = [day.replace("T", " ").partition(" ")[0] for day in texts]
            texts = [f"{day} {clock}" for day, clock in zip(days, self.texts(keys[1]), strict=True)]
        labels = read_labels(texts, self.hints.date_order)
        self.report.detected["date_order"] = labels.order
        self.leave_out_bad_times(labels.is_valid, texts, self.name(keys[0]), marked("a time such as 30/06/2025 13:45"))
        return labels

    def leave_out_bad_times(self, is_valid: Bools, texts: Sequence[str], column: str, expected: str) -> None:
        """Leave out rows without a time; each is noted, as a total or as wrong."""
        for row in np.flatnonzero(self.good & ~is_valid).tolist():
            line = int(self.lines[row])
            if TOTAL.fullmatch(plain(texts[row])):
                note_total(line, texts[row], self.report)
            else:
                note_bad_time(line, column, texts[row].strip(), expected, self.report)
            self.good[row] = False

    def groups(self, *keys: str) -> dict[tuple[str, ...], Ints]:
        """Return the good rows by what some columns hold, in the order of the file."""
        cells = list(zip(*[self.texts(key) for key in keys], strict=True))
        written: dict[tuple[str, ...], list[int]] = {}
        for row in np.flatnonzero(self.good).tolist():
            written.setdefault(cells[row], []).append(row)
        found: dict[tuple[str, ...], list[int]] = {}
        for key, rows in written.items():
            found.setdefault(tuple(cell.strip('="') for cell in key), []).extend(rows)
        return {key: np.array(sorted(rows)) for key, rows in found.items()}

    @cached_property
    def zone(self) -> str | None:
        """The zone of times without an offset: told, or that of the format, or the usual one."""
        return self.report.timezone

    def readings(
        self,
        rows: Ints,
        labels: Labels,
        numbers: Floats,
        *,
        meter: str,
        direction: Direction,
        unit: str,
        stamp: Stamp,
        step: int | None = None,
        lengths: Ints | None = None,
        quality: Qualities | None = None,
    ) -> Readings:
        """Return the readings of one meter in one direction from its rows (K,) of the table.

        `labels`, `numbers` and `quality` are those of the whole table (N,); `step` [s] is seen from the times where it
        is not told. `lengths` (N,) [s] are told where the table gives the start and the end of each row, so that no
        stamp can be meant but the start. Raises FileRefused for naive times without a zone.
        """
        local, offset = labels.local[rows], labels.offset[rows]
        if self.zone is None and bool((offset == NAIVE).any()):
            raise zone_needed()
        step = 0 if lengths is not None else step or step_of(without_offset(local, offset), self.hints)
        meant = "start" if lengths is not None else self.hints.stamp or stamp
        found = starts_of(local, offset, self.lines[rows], step, meant, self.zone, self.report)
        hidden = found.never_shown & ~np.isnan(numbers[rows])
        note_never_shown(self.lines[rows][hidden], local[hidden], self.report)
        kept = ~found.never_shown
        return Readings(
            meter,
            direction,
            found.utc[kept],
            np.full(int(kept.sum()), step, dtype=np.int64) if lengths is None else lengths[rows][kept],
            numbers[rows][kept],
            self.hints.unit or unit,
            self.lines[rows][kept],
            None if quality is None else quality[rows][kept],
        )


def quality_of(texts: Iterable[str], words: Mapping[str, int], usual: int) -> Qualities:
    """Return the quality that each text of a column names (N,), `usual` where it names none that is known."""
    return np.array([words.get(plain(text), usual) for text in texts], dtype=np.uint8)

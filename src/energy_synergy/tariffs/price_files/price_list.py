"""A plain list of prices: a time and a price in each row, under headers that may differ."""

from __future__ import annotations

from typing import BinaryIO, ClassVar

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.refused import FileRefused, refusal
from energy_synergy.files.text import decode, detect_separator, rows_of
from energy_synergy.files.times import NAIVE, Bools, Ints, Labels
from energy_synergy.tariffs.base import Prices
from energy_synergy.tariffs.price_files.base import PriceFile, PriceResult
from energy_synergy.tariffs.price_files.clock import (
    Starts,
    labels_of,
    lengths_by_ends,
    lengths_by_steps,
    note_never_shown,
    read_starts,
    zone_of_header,
)
from energy_synergy.tariffs.price_files.file_areas import only_area
from energy_synergy.tariffs.price_files.list_columns import ListColumns, columns_of, price_column
from energy_synergy.tariffs.price_files.notes import Notes
from energy_synergy.tariffs.price_files.plausible import check_size
from energy_synergy.tariffs.price_files.portal_rows import without_cut_line
from energy_synergy.tariffs.price_files.price_unit import settled_unit, unit_in
from energy_synergy.tariffs.price_files.quarters import PriceRows, spot_prices
from energy_synergy.tariffs.price_files.table import HEADER_LINES, Table, not_prices, read_prices, read_text, table_from

SURENESS = 0.5


class PriceList(PriceFile):
    """A list of prices: a time and a price in each row, hours or quarter-hours (CSV)."""

    name: ClassVar[str] = "price_list"

    @classmethod
    def sniff(cls, head: bytes, file_name: str) -> float:
        """Return 0.5 where an early row holds a time and a number, else 0.0. Never raises."""
        try:
            text = str(decode(head[:20_000])[0], "utf-8", "replace")
        except FileRefused:
            return 0.0
        return SURENESS if _look(text) else 0.0

    def read(self, stream: BinaryIO, *, file_name: str = "") -> PriceResult:
        """Read a whole list of one area.

        Raises FileRefused when it is no list of prices, when what is needed to read it is not said (unit, currency,
        zone, column, order of the date), or when it holds no price.
        """
        notes = Notes(file_name)
        text, notes.detected["encoding"] = read_text(stream, self.MAX_BYTES)
        found = _look(text)
        if found is None:
            raise not_prices(file_name)
        first, columns = found
        table = table_from(text, first, columns.header, notes)
        price = price_column(columns, self)
        name = only_area(columns.area(price), self.area, notes)
        currency, factor = settled_unit(unit_in(columns.header[price]), self, notes)
        numbers = read_prices(table.column(price), table.lines, table, self.decimal_mark, notes) * factor
        rows = self._rows(table, columns, numbers, notes)
        spot = check_size(spot_prices(name, currency, rows, notes), notes)
        return notes.result(self.name, (spot,), (name,))

    def _rows(self, table: Table, columns: ListColumns, prices: Prices, notes: Notes) -> PriceRows:
        texts = [" ".join(cells) for cells in zip(*(table.column(place) for place in columns.times), strict=True)]
        zone = self.timezone or zone_of_header(" ".join(columns.header[place] for place in columns.times))
        starts = read_starts(texts, table.lines, zone, self.date_order, notes)
        _check_order(starts.labels, self)
        note_never_shown(starts, prices, table.lines, texts, notes)
        if columns.end is not None:
            ends = labels_of(table.column(columns.end), starts.labels.order)
            lengths = lengths_by_ends(starts, ends, zone)
        else:
            lengths = lengths_by_steps(starts.utc, starts.is_good)
        lines = np.array(table.lines, dtype=np.int64)
        rows = PriceRows(starts.utc, lengths, prices, lines)
        kept = starts.is_good & ~_odd_offsets(starts, lines, notes)
        return without_cut_line(rows.only(kept), table, zone, notes)


def _look(text: str) -> tuple[int, ListColumns] | None:
    lines = text.split("\n", HEADER_LINES)[:HEADER_LINES]
    return columns_of(list(rows_of(lines, detect_separator(lines))))


def _check_order(labels: Labels, hints: PriceFile) -> None:
    if hints.date_order is None and not labels.is_order_certain:
        raise refusal(
            "date_order_needed",
            marked("The dates can be read with the day first or with the month first."),
            advice=marked("Tell the order of day and month in the dates."),
        )


def _odd_offsets(starts: Starts, lines: Ints, notes: Notes) -> Bools:
    """Tell which rows (N,) alone have another offset from UTC than the rows around them, out of step with them.

    In such a row either the clock or the offset is wrong, and it is not said which.
    """
    offset, utc = starts.labels.offset, starts.utc
    odd = np.zeros(len(utc), dtype=np.bool_)
    if len(utc) < 4:
        return odd
    before, after = np.roll(offset, 1), np.roll(offset, -1)
    before[0], after[-1] = after[1], before[-2]
    alone = starts.is_good & (offset != NAIVE) & (offset != before) & (offset != after) & (before == after)
    step = int(np.median(np.abs(np.diff(utc))))
    for place in np.flatnonzero(alone).tolist():
        near = [other for other in (place - 1, place + 1) if 0 <= other < len(utc)]
        if any(abs(int(utc[other] - utc[place])) != step for other in near):
            odd[place] = True
            _note_odd(int(lines[place]), int(offset[place]), notes)
    return odd


def _note_odd(line: int, offset: int, notes: Notes) -> None:
    notes.bad_row(
        "odd_offset",
        marked("Line {line}: its offset from UTC ({value}) is not that of the rows around it; it is left out."),
        line=line,
        value=f"{offset / 3_600:+g} h",
        expected=marked("the offset of the rows around it"),
        advice=marked("Correct the offset or the time of the row, and read the file again."),
    )

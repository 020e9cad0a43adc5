"""Rows of prices to slots of 15 minutes: an hour has one price in its four slots; what is doubled, what is missing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.refused import FileRefused, refusal
from energy_synergy.files.times import Bools, Ints
from energy_synergy.findings import Severity
from energy_synergy.tariffs.base import Prices
from energy_synergy.tariffs.price_files.notes import Notes, told
from energy_synergy.tariffs.spot import SpotPrices
from energy_synergy.units import SLOT_SECONDS

LENGTHS = (900, 1_800, 3_600)
LONGEST_SPAN = 40 * 366 * 96


@dataclass(frozen=True, slots=True)
class PriceRows:
    """Rows of one area: starts [s, UTC], lengths [s], prices [currency/kWh] or NaN, lines; (N,) each."""

    starts: Ints
    lengths: Ints
    price_per_kwh: Prices
    lines: Ints

    def only(self, kept: Bools) -> PriceRows:
        """Return some of the rows."""
        return PriceRows(self.starts[kept], self.lengths[kept], self.price_per_kwh[kept], self.lines[kept])


def spot_prices(area: str, currency: str, rows: PriceRows, notes: Notes) -> SpotPrices:
    """Return the price of each slot; what is doubled with two prices is unknown, and each hole is noted.

    Raises FileRefused where no row holds a price, or the rows lie decades apart.
    """
    rows = rows.only(_is_interval(rows, notes))
    if not np.isfinite(rows.price_per_kwh).any():
        raise no_price()
    slots, row_of_slot = _slots_of(rows)
    if slots.max() - slots.min() > LONGEST_SPAN:
        raise _too_long_span(int(slots.min()) * SLOT_SECONDS, int(slots.max()) * SLOT_SECONDS)
    slots, prices, firsts = _each_once(slots, row_of_slot, rows, notes)
    spot = SpotPrices.of_slots(area, currency, slots, prices)
    _note_holes(spot, slots, rows.lines[firsts], notes)
    return spot


def _is_interval(rows: PriceRows, notes: Notes) -> Bools:
    good = (rows.starts % SLOT_SECONDS == 0) & np.isin(rows.lengths, LENGTHS)
    for place in np.flatnonzero(~good).tolist():
        notes.bad_row(
            "price_interval",
            marked(
                "Line {line}: the price from {value} does not hold for a quarter of an hour, half an hour or an hour."
            ),
            line=int(rows.lines[place]),
            value=told(int(rows.starts[place])),
            expected=marked("an interval of 15, 30 or 60 minutes from a quarter of an hour on"),
        )
    found: Bools = good
    return found


def _slots_of(rows: PriceRows) -> tuple[Ints, Ints]:
    """Return the slots (S,) that rows cover and the row of each."""
    counts = rows.lengths // SLOT_SECONDS
    row_of_slot = np.repeat(np.arange(len(counts)), counts)
    within = np.arange(len(row_of_slot)) - np.repeat(np.cumsum(counts) - counts, counts)
    return rows.starts[row_of_slot] // SLOT_SECONDS + within, row_of_slot


def _each_once(slots: Ints, row_of_slot: Ints, rows: PriceRows, notes: Notes) -> tuple[Ints, Prices, Ints]:
    """Return each slot once with its price, and a row that tells it; a price goes before an empty cell."""
    prices = rows.price_per_kwh[row_of_slot]
    order = np.lexsort((row_of_slot, np.isnan(prices), slots))
    slots, prices, row_of_slot = slots[order], prices[order].copy(), row_of_slot[order]
    is_first = np.diff(slots, prepend=slots[0] - 1) != 0
    firsts = np.maximum.accumulate(np.where(is_first, np.arange(len(slots)), 0))
    is_again = ~is_first & np.isfinite(prices)
    differs = is_again & (prices != prices[firsts])
    _note_doubles(row_of_slot[is_again & ~differs], rows, notes)
    _note_conflicts(row_of_slot[differs], row_of_slot[firsts[differs]], rows, notes)
    prices[firsts[differs]] = np.nan
    return slots[is_first], prices[is_first], row_of_slot[is_first]


def _note_doubles(doubled: Ints, rows: PriceRows, notes: Notes) -> None:
    if len(doubled):
        places = np.unique(doubled)
        notes.add(
            "price_twice",
            Severity.WARNING,
            marked("Rows that repeat the time and the price of another row: {count}. Each price is used once."),
            line=int(rows.lines[places].min()),
            count=len(places),
        )


def _note_conflicts(rows_again: Ints, rows_before: Ints, rows: PriceRows, notes: Notes) -> None:
    for again, before in sorted(set(zip(rows_again.tolist(), rows_before.tolist(), strict=True))):
        notes.bad_row(
            "price_conflict",
            marked(
                "Line {line}: the price from {value} on is another than that of line {first_line}; neither is used."
            ),
            line=int(rows.lines[again]),
            value=told(int(rows.starts[again])),
            expected=marked("one price for each time"),
            advice=marked("Remove the row that is wrong and read the file again."),
            first_line=int(rows.lines[before]),
        )


def _note_holes(spot: SpotPrices, slots: Ints, lines: Ints, notes: Notes) -> None:
    line_of = dict(zip(slots.tolist(), lines.tolist(), strict=True))
    is_unknown = np.isnan(spot.price_per_kwh)
    edges = np.flatnonzero(np.diff(is_unknown, prepend=False, append=False))
    for low, high in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        first = (spot.first_index + low) * SLOT_SECONDS
        end = (spot.first_index + high) * SLOT_SECONDS
        notes.add(
            "prices_missing",
            Severity.WARNING,
            marked("No price is known from {start} to {end} ({hours} h); nothing is put in its place."),
            line=line_of.get(spot.first_index + low),
            count=high - low,
            span=(first, end),
            expected=marked("a price for every hour or quarter of an hour"),
            start=told(first),
            end=told(end),
            hours=f"{(high - low) / 4:g}",
        )


def no_price() -> FileRefused:
    """Return the refusal of a file without a single price."""
    return refusal(
        "no_price",
        marked("The file holds no price that can be used."),
        advice=marked("Export the prices again, of a period whose prices are published."),
    )


def _too_long_span(first: int, last: int) -> FileRefused:
    return refusal(
        "price_span",
        marked("The prices reach from {start} to {end}: a date is wrong."),
        advice=marked("Correct the dates, or give the order of day and month."),
        start=told(first),
        end=told(last),
    )

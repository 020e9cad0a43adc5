"""The points of a publication document as rows of prices: positions left out, auctions, hours beside quarter-hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.times import DAY, Bools, Ints
from energy_synergy.findings import Severity
from energy_synergy.tariffs.base import Prices
from energy_synergy.tariffs.price_files.market_document import Period, TimeSeries, read_number
from energy_synergy.tariffs.price_files.notes import Notes, told
from energy_synergy.tariffs.price_files.portal_rows import other_auction
from energy_synergy.tariffs.price_files.quarters import LENGTHS, PriceRows, no_price

LONGEST_PERIOD = 400 * DAY
COUPLED = 1
# The coupled auction sells quarter-hours from this day of delivery on; before it, quarter-hours were other auctions.
QUARTERS_FROM = int(datetime(2025, 9, 30, 22, tzinfo=UTC).timestamp())


def one_auction(series: Sequence[TimeSeries], sequence: int | None, notes: Notes) -> list[TimeSeries]:
    """Return the series of one auction; those of others are noted and left out.

    Raises FileRefused where the area has only others.
    """
    wanted = {sequence} if sequence else {None, COUPLED}
    kept = [one for one in series if one.sequence in wanted]
    others = sorted({str(one.sequence or "-") for one in series if one.sequence not in wanted})
    if not kept:
        raise other_auction(", ".join(others))
    if others:
        notes.add(
            "auction_left_out",
            Severity.INFO,
            marked("Prices of another auction of the same area ({value}) are left out: {count} rows."),
            value=", ".join(others),
            count=sum(len(period.points) for one in series if one not in kept for period in one.periods),
        )
    return kept


def rows_of_series(series: Sequence[TimeSeries], factor: float, notes: Notes) -> PriceRows:
    """Return the prices of all periods as rows; `lines` count the periods of the document from 1."""
    parts = []
    periods = [(one, period) for one in series for period in one.periods]
    for number, (one, period) in enumerate(periods, 1):
        notes.rows += len(period.points)
        part = _rows_of_period(period, one.repeats, factor, number, notes)
        if part is not None:
            parts.append(part)
    if not parts:
        raise no_price()
    return PriceRows(
        np.concatenate([part.starts for part in parts]),
        np.concatenate([part.lengths for part in parts]),
        np.concatenate([part.price_per_kwh for part in parts]),
        np.concatenate([part.lines for part in parts]),
    )


def _rows_of_period(period: Period, repeats: bool, factor: float, number: int, notes: Notes) -> PriceRows | None:
    starts, ends, step = period.starts_at, period.ends_at, period.resolution
    seconds = int(step.total_seconds()) if step else 0
    length = (ends - starts).total_seconds() if starts and ends else 0.0
    if starts is None or seconds not in LENGTHS or not 0 < length <= LONGEST_PERIOD or length % seconds:
        notes.bad_row(
            "period_unreadable",
            marked("Period {line} of the document, from {value}, says no usable start, end or resolution."),
            line=number,
            value=period.texts.get("start", "") or "-",
            expected=marked("an interval of whole 15, 30 or 60 minutes"),
        )
        return None
    first, count = int(starts.timestamp()), int(length) // seconds
    prices = _prices_of(period, count, repeats, number, notes) * factor
    positions = first + np.arange(count, dtype=np.int64) * seconds
    return PriceRows(positions, np.full(count, seconds), prices, np.full(count, number))


def _prices_of(period: Period, count: int, repeats: bool, number: int, notes: Notes) -> Prices:
    """Return the price of each position (count,), NaN where none is known; wrong points are noted.

    With `repeats` (curve type A03) a position that is left out has the price before it, and a point that cannot be
    read hides all up to the next one; one whose position is unknown hides the whole period.
    """
    prices, is_written = np.full(count, np.nan), np.zeros(count, dtype=np.bool_)
    for position, text in period.points:
        place = int(position) if position.isdecimal() and len(position) < 7 else 0
        price = read_number(text)
        is_inside = 1 <= place <= count
        if not is_inside or price is None:
            _note_point(number, position, text, count, notes)
            if not is_inside and repeats:
                return np.full(count, np.nan)
        elif is_written[place - 1] and prices[place - 1] != price:
            _note_point_twice(number, position, notes)
            return np.full(count, np.nan)
        if is_inside:
            is_written[place - 1] = True
            prices[place - 1] = np.nan if price is None else price
    if not repeats:
        return prices
    last = np.maximum.accumulate(np.where(is_written, np.arange(count), -1))
    return np.where(last >= 0, prices[np.maximum(last, 0)], np.nan)


def _note_point(number: int, position: str, text: str, count: int, notes: Notes) -> None:
    notes.bad_row(
        "point_unreadable",
        marked("Period {line} of the document: position {value} with the price “{price}” cannot be used."),
        line=number,
        value=position or "-",
        expected=marked("a position from 1 to {last} and a number"),
        price=text,
        last=count,
    )


def _note_point_twice(number: int, position: str, notes: Notes) -> None:
    notes.bad_row(
        "point_twice",
        marked("Period {line} of the document has two prices at position {value}; the period is left out."),
        line=number,
        value=position,
        expected=marked("one price for each position"),
    )


def one_resolution(rows: PriceRows, notes: Notes) -> PriceRows:
    """Return rows in which hours and quarter-hours do not cover the same time.

    Where both do, the coupled auction is the one of hours until September 2025, and the one of quarter-hours after.
    """
    if len(np.unique(rows.lengths)) < 2:
        return rows
    kept = np.ones(len(rows.starts), dtype=np.bool_)
    for is_late in (False, True):
        part = (rows.starts >= QUARTERS_FROM) == is_late
        wanted = rows.lengths[part].min() if is_late and part.any() else rows.lengths[part].max(initial=0)
        right, others = part & (rows.lengths == wanted), part & (rows.lengths != wanted)
        kept[others] = ~np.isin(rows.starts[others] // 3_600, _hours(rows, right))
    if not kept.all():
        _note_other_resolution(int(rows.starts[~kept].min()), int((~kept).sum()), notes)
    return rows.only(kept)


def _hours(rows: PriceRows, chosen: Bools) -> Ints:
    hours: Ints = np.unique(rows.starts[chosen & np.isfinite(rows.price_per_kwh)] // 3_600)
    return hours


def _note_other_resolution(first: int, count: int, notes: Notes) -> None:
    notes.add(
        "resolution_left_out",
        Severity.INFO,
        marked("Prices of another resolution for the same time are left out: {count}, the first from {value}."),
        value=told(first),
        count=count,
        expected=marked("hours until 30 September 2025, quarter-hours from then on"),
    )

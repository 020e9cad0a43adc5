"""Day-ahead prices on their way in: whose they are, what they would change, and what the days of a year hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO

import numpy as np

from energy_synergy.errors import EnergySynergyError, marked
from energy_synergy.tariffs.areas import area as area_of_name
from energy_synergy.tariffs.base import Prices
from energy_synergy.tariffs.price_files.base import PriceResult
from energy_synergy.tariffs.price_files.detect import read_price_file
from energy_synergy.tariffs.spot import SpotPrices
from energy_synergy.timeline import Timeline
from energy_synergy.usecases.day_completeness import DayCompleteness


class AreaNeeded(EnergySynergyError):
    """Prices come without a bidding area, or with several of which none was chosen."""

    code = "area_needed"


class OtherCurrency(EnergySynergyError):
    """Prices come in another currency than the one that a group settles in."""

    code = "other_currency"


@dataclass(frozen=True, slots=True)
class PriceChange:
    """What prices would change among those that are known: slots of 15 minutes, and the largest step [currency/kWh]."""

    new_slots: int
    changed_slots: int
    same_slots: int
    largest_change: float


@dataclass(frozen=True, slots=True)
class PriceDay:
    """One local day: its slots, how many have a price, and mean, lowest and highest price per kWh, None without any."""

    date: date
    slots: int
    known: int
    mean: float | None
    lowest: float | None
    highest: float | None
    negative_slots: int


def read_group_prices(
    source: BinaryIO, *, area: str, currency: str, file_name: str = "", hints: Mapping[str, Any] | None = None
) -> tuple[PriceResult, SpotPrices]:
    """Read a file of prices for a group: what it held, and the prices of the group's area in its currency.

    Raises AreaNeeded, OtherCurrency, FileRefused; UnknownName for an area that is none.
    """
    if not area:
        raise AreaNeeded(marked("The group has no bidding area. Choose it first."))
    result = read_price_file(source, file_name=file_name, **{**(hints or {}), "area": area})
    return result, prices_for(result, area, currency)


def prices_for(result: PriceResult, area: str, currency: str) -> SpotPrices:
    """Return the prices of a file that a group can use: those of its area, in its currency.

    Raises AreaNeeded, OtherCurrency; UnknownName for an area that is none.
    """
    known = area_of_name(area).name
    found = [spot for spot in result.prices if spot.area in (known, "")]
    if not found:
        raise AreaNeeded(
            marked("The file holds no prices of {area}; it holds: {found}."),
            area=known,
            found=", ".join(result.areas) or "-",
        )
    own = next((spot for spot in found if spot.currency == currency), None)
    if own is None:
        raise OtherCurrency(
            marked("The prices are in {found}, the group settles in {currency}; amounts are not converted."),
            found=found[0].currency,
            currency=currency,
        )
    return SpotPrices(known, own.currency, own.first_index, own.price_per_kwh)


def compute_price_change(before: SpotPrices, new: SpotPrices) -> PriceChange:
    """Return what new prices would change among those that are known before."""
    timeline = Timeline(new.starts_at, len(new.price_per_kwh), "UTC")
    old, given = before.over(timeline), new.price_per_kwh
    is_given, was_known = np.isfinite(given), np.isfinite(old)
    both = is_given & was_known
    steps = np.abs(np.where(both, given - old, 0.0))
    changed = int((steps > 0).sum())
    return PriceChange(
        int((is_given & ~was_known).sum()), changed, int(both.sum()) - changed, float(steps.max(initial=0.0))
    )


def compute_price_days(price_per_kwh: Prices, timeline: Timeline) -> list[PriceDay]:
    """Return the local days of a timeline with their prices, given as (T,), NaN where unknown."""
    return [_day(day.date, price_per_kwh[day.first_slot : day.first_slot + day.slots]) for day in timeline.local_days]


def _day(day: date, prices: Prices) -> PriceDay:
    known = prices[np.isfinite(prices)]
    if not len(known):
        return PriceDay(day, len(prices), 0, None, None, None, 0)
    return PriceDay(
        day,
        len(prices),
        len(known),
        float(known.mean()),
        float(known.min()),
        float(known.max()),
        int((known < 0).sum()),
    )


def completeness_of(days: Sequence[PriceDay], *, published_until: date) -> list[DayCompleteness]:
    """Return how complete days are; after the last day whose prices are published nothing is due."""
    return [
        DayCompleteness(day.date, day.slots, day.known, 0, 0, day.slots - day.known)
        if day.date <= published_until or day.known
        else DayCompleteness(day.date, 0, 0, 0, 0, 0)
        for day in days
    ]


def price_csv_rows(price_per_kwh: Prices, timeline: Timeline) -> list[tuple[datetime, float | None]]:
    """Return every slot of a timeline with its price per kWh, None where it is unknown."""
    return [
        (timeline.start_of(slot), None if price != price else price)
        for slot, price in enumerate(price_per_kwh.tolist())
    ]

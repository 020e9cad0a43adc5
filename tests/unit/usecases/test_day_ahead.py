"""Day-ahead prices on their way in: whose they are, what they change, what days hold."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import numpy as np
import pytest

from energy_synergy.errors import UnknownName
from energy_synergy.tariffs.price_files.base import PriceResult
from energy_synergy.tariffs.spot import SpotPrices
from energy_synergy.timeline import Timeline
from energy_synergy.usecases.day_ahead import (
    AreaNeeded,
    OtherCurrency,
    completeness_of,
    compute_price_change,
    compute_price_days,
    prices_for,
    read_group_prices,
)
from energy_synergy.usecases.day_completeness import DayState

FIRST = int(datetime(2025, 3, 29, 23, tzinfo=UTC).timestamp()) // 900
SPRING = Timeline.from_days(date(2025, 3, 30), date(2025, 4, 1), "Europe/Paris")


def spot(*prices: float, area: str = "FR", currency: str = "EUR", first: int = FIRST) -> SpotPrices:
    return SpotPrices(area, currency, first, np.array(prices))


def held(*spots: SpotPrices) -> PriceResult:
    return PriceResult("price_list", spots, areas=tuple(one.area for one in spots))


def test_it_works() -> None:
    assert prices_for(held(spot(0.1, area="BE"), spot(0.2)), "FR", "EUR").price_per_kwh.tolist() == [0.2]


def test_a_file_that_says_no_area_is_that_of_the_group() -> None:
    assert prices_for(held(spot(0.1, area="")), "FR", "EUR").area == "FR"


def test_another_area_another_currency_and_no_area_are_refused() -> None:
    with pytest.raises(AreaNeeded, match="it holds: BE"):
        prices_for(held(spot(0.1, area="BE")), "FR", "EUR")
    with pytest.raises(OtherCurrency, match="CHF"):
        prices_for(held(spot(0.1, currency="CHF")), "FR", "EUR")
    with pytest.raises(UnknownName):
        prices_for(held(spot(0.1)), "France", "EUR")
    with pytest.raises(AreaNeeded, match="Choose it first"):
        read_group_prices(io.BytesIO(b"x"), area="", currency="EUR")


def test_a_change_counts_what_is_new_other_and_the_same() -> None:
    change = compute_price_change(spot(0.1, 0.2, np.nan), spot(0.1, 0.5, 0.3, 0.4))
    assert (change.new_slots, change.changed_slots, change.same_slots) == (2, 1, 1)
    assert change.largest_change == pytest.approx(0.3)


def test_nothing_known_before_makes_everything_new() -> None:
    assert compute_price_change(SpotPrices.empty("FR", "EUR"), spot(0.1, np.nan)).new_slots == 1


def test_a_day_of_23_hours_is_whole_with_92_prices() -> None:
    prices = np.r_[np.full(92, 0.05), np.full(40, -0.01), np.full(56, np.nan)]
    days = compute_price_days(prices, SPRING)
    assert [(day.slots, day.known) for day in days] == [(92, 92), (96, 40)]
    assert (days[1].mean, days[1].negative_slots) == (pytest.approx(-0.01), 40)
    states = [day.state for day in completeness_of(days, published_until=date(2025, 3, 31))]
    assert states == [DayState.MEASURED, DayState.PARTIAL]


def test_days_that_are_not_published_lack_nothing() -> None:
    days = compute_price_days(np.full(188, np.nan), SPRING)
    states = [day.state for day in completeness_of(days, published_until=date(2025, 3, 30))]
    assert states == [DayState.MISSING, DayState.OUTSIDE]
    assert days[0].mean is None

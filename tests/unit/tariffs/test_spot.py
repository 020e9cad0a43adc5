"""Day-ahead prices laid out over any slots."""

from __future__ import annotations

from datetime import UTC, date, datetime

import numpy as np
import pytest

from energy_synergy.errors import InvalidValue
from energy_synergy.tariffs.spot import SpotPrices
from energy_synergy.timeline import Timeline
from energy_synergy.units import SLOTS_PER_DAY

DAY = date(2025, 10, 26)
FIRST = int(datetime(2025, 10, 26, tzinfo=UTC).timestamp()) // 900


def spot(
    first: int = FIRST, prices: tuple[float, ...] = (0.1, -0.02, np.nan, 0.3), currency: str = "EUR"
) -> SpotPrices:
    return SpotPrices("FR", currency, first, np.array(prices))


def over(prices: SpotPrices, first: int, slots: int) -> list[float]:
    return list(prices.over(Timeline(datetime.fromtimestamp(first * 900, UTC), slots, "UTC")))


def test_it_works() -> None:
    assert over(spot(), FIRST, 2) == [0.1, -0.02]


@pytest.mark.parametrize(("lead", "slots"), [(-2, 8), (-9, 3), (1, 2), (4, 5), (0, 0)])
def test_it_is_unknown_outside_what_it_holds(lead: int, slots: int) -> None:
    held = dict(enumerate(spot().price_per_kwh.tolist(), FIRST))
    expected = [held.get(FIRST + lead + slot, np.nan) for slot in range(slots)]
    np.testing.assert_array_equal(over(spot(), FIRST + lead, slots), expected)


def test_it_covers_the_hundred_slots_of_an_autumn_day() -> None:
    timeline = Timeline.from_days(DAY, date(2025, 10, 27), "Europe/Paris")
    prices = spot(FIRST - 8, tuple(float(slot) for slot in range(100)))
    assert prices.over(timeline).tolist() == [float(slot) for slot in range(100)]


def test_it_takes_slots_in_any_order_with_holes() -> None:
    made = SpotPrices.of_slots("FR", "EUR", np.array([FIRST + 3, FIRST, FIRST + 1]), np.array([0.3, 0.1, -0.02]))
    assert made.first_index == FIRST
    np.testing.assert_array_equal(made.price_per_kwh, [0.1, -0.02, np.nan, 0.3])
    assert made.known_slots == 3


def test_it_gives_back_what_its_days_hold() -> None:
    prices = spot(FIRST - 2)
    days, of_days = prices.days()
    assert days.tolist() == [FIRST // SLOTS_PER_DAY - 1, FIRST // SLOTS_PER_DAY]
    again = SpotPrices.of_days("FR", "EUR", days, of_days)
    np.testing.assert_array_equal(over(again, FIRST - 9, 20), over(prices, FIRST - 9, 20))


def test_a_day_without_a_known_price_is_no_day() -> None:
    assert len(spot(prices=(np.nan,) * 3).days()[0]) == 0
    assert len(SpotPrices.empty("FR", "EUR").days()[0]) == 0


def test_it_is_completed_only_where_it_is_unknown() -> None:
    both = spot().completed_by(spot(FIRST + 1, (9.0, 8.0, 7.0, 6.0)))
    assert both.price_per_kwh.tolist() == [0.1, -0.02, 8.0, 0.3, 6.0]


def test_nothing_completes_it_without_a_change() -> None:
    assert spot().completed_by(SpotPrices.empty("FR", "EUR")).known_slots == 3
    assert SpotPrices.empty("FR", "EUR").completed_by(spot()).first_index == FIRST


def test_prices_of_two_currencies_are_never_mixed() -> None:
    with pytest.raises(InvalidValue, match="CHF"):
        spot().completed_by(spot(currency="CHF"))

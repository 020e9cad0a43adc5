"""A price that follows the day-ahead market."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from energy_synergy.errors import InvalidValue
from energy_synergy.registry import option
from energy_synergy.tariffs.base import PricedSlots
from energy_synergy.timeline import Timeline

DAY = Timeline.from_days(date(2025, 6, 2), date(2025, 6, 3), "Europe/Paris")
SPOT = np.linspace(-0.1, 0.4, 96)


def test_it_is_the_price_times_a_factor_plus_a_spread() -> None:
    prices = option("tariffs", "spot_indexed", factor=1.03, spread_per_kwh=0.01).prices(PricedSlots(DAY, SPOT))
    assert prices.tolist() == [price * 1.03 + 0.01 for price in SPOT]


def test_floor_and_cap_hold_after_factor_and_spread() -> None:
    told = {"factor": 2.0, "spread_per_kwh": 0.05, "floor_per_kwh": 0.0, "cap_per_kwh": 0.3}
    prices = option("tariffs", "spot_indexed", **told).prices(PricedSlots(DAY, SPOT))
    assert prices.tolist() == [min(0.3, max(0.0, price * 2 + 0.05)) for price in SPOT]


def test_a_negative_price_stays_negative_without_a_floor() -> None:
    assert option("tariffs", "spot_indexed").prices(PricedSlots(DAY, SPOT))[0] == -0.1


def test_an_unknown_price_stays_unknown_within_floor_and_cap() -> None:
    spot = SPOT.copy()
    spot[5] = np.nan
    prices = option("tariffs", "spot_indexed", floor_per_kwh=0, cap_per_kwh=0.2).prices(PricedSlots(DAY, spot))
    assert np.flatnonzero(np.isnan(prices)).tolist() == [5]


def test_without_any_day_ahead_price_none_is_invented() -> None:
    assert np.isnan(option("tariffs", "spot_indexed", floor_per_kwh=0).prices(PricedSlots(DAY))).all()


def test_a_floor_above_the_cap_is_refused() -> None:
    with pytest.raises(InvalidValue, match="lies above the cap"):
        option("tariffs", "spot_indexed", floor_per_kwh=0.3, cap_per_kwh=0.1)


@pytest.mark.parametrize("field", ["factor", "spread_per_kwh", "floor_per_kwh", "cap_per_kwh"])
def test_what_is_no_number_is_refused(field: str) -> None:
    with pytest.raises(InvalidValue):
        option("tariffs", "spot_indexed", **{field: float("nan")})

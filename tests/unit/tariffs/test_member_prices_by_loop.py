"""Prices of members held against sums written out by hand, over the change to winter time."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pytest

from energy_synergy.tariffs.base import PricedSlots
from energy_synergy.tariffs.member_prices import LocalFees, MemberPrices, price_members
from energy_synergy.tariffs.tariff import read_tariff
from energy_synergy.timeline import Timeline

# Three days with the change in the middle: 96, 100 and 96 slots.
DAYS = Timeline.from_days(date(2025, 10, 25), date(2025, 10, 28), "Europe/Paris")
SPOT = np.linspace(-0.05, 0.25, DAYS.slots)
FEES = LocalFees(grid_fee_factor=0.72, levies_factor=0.5)
PLAIN = {"energy": 0.2, "grid_fee": 0.05, "levies": 0.02, "feed_in": 0.06, "injection_fee": 0.01}
INDEXED = {"energy": {"name": "spot_indexed", "spread_per_kwh": 0.02}, "feed_in": {"name": "spot_indexed"}}
BANDS = {"energy": {"name": "time_of_use", "bands": [{"price_per_kwh": 0.1}]}}


def prices_of(*members: Sequence[Mapping[str, Any]], fees: Any = FEES, spot: Any = SPOT) -> MemberPrices:
    told = [(f"m{n}", [read_tariff(one) for one in tariffs]) for n, tariffs in enumerate(members)]
    return price_members(told, PricedSlots(DAYS, spot), local_fees=fees).prices


def of(prices: MemberPrices, name: str, member: int = 0) -> list[float]:
    column: list[float] = prices.of_member(getattr(prices, name), member).tolist()
    return column


def test_floor_and_ceiling_are_the_sums_of_their_parts() -> None:
    prices = prices_of([PLAIN])
    assert of(prices, "buy_price_per_kwh") == pytest.approx([0.2 + 0.05 + 0.02] * 292)
    assert of(prices, "sell_price_per_kwh") == pytest.approx([0.06 - 0.01] * 292)
    assert of(prices, "local_fee_per_kwh") == pytest.approx([0.05 * 0.72 + 0.02 * 0.5] * 292)
    assert of(prices, "price_ceiling_per_kwh") == pytest.approx([0.27 - 0.046] * 292)
    # The fee on energy fed in is due inside the group too, so it lifts the floor back up.
    assert of(prices, "price_floor_per_kwh") == pytest.approx([0.06] * 292)


def test_each_member_may_have_local_fees_of_its_own() -> None:
    prices = prices_of([PLAIN], [PLAIN], fees=[LocalFees(1.0, 1.0), LocalFees(0.0, 0.0)])
    assert of(prices, "price_ceiling_per_kwh", 0) == pytest.approx([0.2] * 292)
    assert of(prices, "price_ceiling_per_kwh", 1) == pytest.approx([0.27] * 292)


def test_equal_tariffs_share_a_column_whatever_their_kind() -> None:
    prices = prices_of([PLAIN], [BANDS], [PLAIN], [], [BANDS])
    assert prices.column_of.tolist() == [0, 1, 0, 2, 1]
    assert prices.buy_price_per_kwh.shape == (292, 3)


def test_the_market_price_is_followed_slot_by_slot() -> None:
    prices = prices_of([INDEXED])
    assert of(prices, "buy_price_per_kwh") == pytest.approx([price + 0.02 for price in SPOT])
    assert of(prices, "sell_price_per_kwh") == pytest.approx(SPOT.tolist())


def test_a_tariff_changes_at_local_midnight_of_a_long_day() -> None:
    prices = prices_of([{**PLAIN, "active_to": "2025-10-27"}, {"energy": 0.5, "active_from": "2025-10-27"}])
    assert of(prices, "buy_price_per_kwh") == pytest.approx([0.27] * 196 + [0.5] * 96)


@pytest.mark.parametrize(
    "spans", [((None, "2025-10-26"), ("2025-10-27", None)), ((None, "2025-10-27"), ("2025-10-26", None))]
)
def test_where_none_or_two_hold_there_is_no_price(spans: Sequence[tuple[str | None, str | None]]) -> None:
    held = [{"energy": 0.1, "active_from": first, "active_to": end} for first, end in spans]
    found = of(prices_of(held), "buy_price_per_kwh")
    assert [n for n, price in enumerate(found) if math.isnan(price)] == [*range(96, 196)]


def test_an_hour_has_the_mean_of_its_quarters() -> None:
    prices = prices_of([INDEXED]).by_interval(4)
    assert of(prices, "sell_price_per_kwh") == pytest.approx([sum(SPOT[4 * n : 4 * n + 4]) / 4 for n in range(73)])


def test_a_typical_day_has_the_mean_of_each_quarter() -> None:
    prices = prices_of([INDEXED]).over_typical_day(DAYS.quarter_of_day, 96)
    quarters: dict[int, list[float]] = {}
    for quarter, price in zip(DAYS.quarter_of_day.tolist(), SPOT, strict=True):
        quarters.setdefault(quarter, []).append(price)
    means = [sum(found) / len(found) for _, found in sorted(quarters.items())]
    assert of(prices, "sell_price_per_kwh") == pytest.approx(means)
    # Between two and three at night there is one more of each quarter in these three days.
    assert (len(quarters[8]), len(quarters[0])) == (4, 3)


def test_some_members_keep_their_prices() -> None:
    own = {**PLAIN, "local_grid_fee": 0.04, "local_levies": 0.0}
    prices = prices_of([PLAIN], [INDEXED], [own]).for_members([2, 0])
    assert of(prices, "local_fee_per_kwh", 0) == pytest.approx([0.04] * 292)
    assert of(prices, "local_fee_per_kwh", 1) == pytest.approx([0.046] * 292)

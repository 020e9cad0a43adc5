"""The worked examples B1 to B5b of the field: prices, the window with fees, and the money identity."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest

from energy_synergy.pricing.base import Pool, PriceRule
from energy_synergy.registry import option
from energy_synergy.sharing.base import SharingKey
from energy_synergy.tariffs.base import PricedSlots
from energy_synergy.tariffs.member_prices import LocalFees, MemberPrices, price_members
from energy_synergy.tariffs.tariff import Tariff
from energy_synergy.timeline import Timeline
from energy_synergy.trading.market import Market, OpenMarket, compute_market

START = datetime(2025, 6, 2, tzinfo=UTC)


def pool(surplus: float, deficit: float, ceiling: float, floor: float, spot: float = np.nan) -> Pool:
    return Pool(*(np.array([value]) for value in (floor, ceiling, surplus, deficit, spot)))


def local_price(name: str, at: Pool, **fields: Any) -> float:
    rule: PriceRule = option("pricing", name, **fields)
    return float(rule.prices(at)[0])


def pooled(price: float, surplus: float, deficit: float, retail: float, feed_in: float) -> tuple[float, float]:
    """Return what a seller gets and a buyer pays for a kWh on average, the rest being the grid's."""
    shared = min(surplus, deficit)
    sell = (shared * price + (surplus - shared) * feed_in) / surplus
    buy = (shared * price + (deficit - shared) * retail) / deficit
    return sell, buy


@pytest.mark.parametrize(
    ("surplus", "deficit", "sell", "buy"), [(100, 100, 0.19, 0.19), (100, 50, 0.135, 0.19), (50, 100, 0.19, 0.245)]
)
def test_b1_the_mid_market_rate(surplus: float, deficit: float, sell: float, buy: float) -> None:
    price = local_price("mid_market_rate", pool(surplus, deficit, 0.30, 0.08))
    assert pooled(price, surplus, deficit, 0.30, 0.08) == pytest.approx((sell, buy))


@pytest.mark.parametrize(
    ("ratio", "sell", "buy"),
    [
        (0.1, 0.235294, 0.293529),
        (0.25, 0.177778, 0.269444),
        (0.5, 0.126316, 0.213158),
        (0.75, 0.097959, 0.148469),
        (1.0, 0.08, 0.08),
        (1.5, 0.08, 0.08),
    ],
)
def test_b2_the_supply_demand_ratio(ratio: float, sell: float, buy: float) -> None:
    price = local_price("supply_demand_ratio", pool(ratio, 1.0, 0.30, 0.08))
    assert pooled(price, ratio, 1.0, 0.30, 0.08) == pytest.approx((sell, buy), abs=1e-6)


@pytest.mark.parametrize(
    ("ratio", "sell", "buy"), [(0.5, 0.181395, 0.240698), (1.0, 0.13, 0.13), (1.5, 0.113333, 0.13)]
)
def test_b2_the_compensated_supply_demand_ratio(ratio: float, sell: float, buy: float) -> None:
    at = pool(ratio, 1.0, 0.30, 0.08)
    price = local_price("compensated_supply_demand_ratio", at, compensation_per_kwh=0.05)
    assert pooled(price, ratio, 1.0, 0.30, 0.08) == pytest.approx((sell, buy), abs=1e-6)


@pytest.mark.parametrize(
    ("name", "surplus", "fields", "expected"),
    [
        ("supply_demand_ratio", 1400, {}, 15.594059),
        ("compensated_supply_demand_ratio", 1400, {"compensation_per_kwh": 10}, 25.485437),
        ("supply_demand_ratio", 1250, {}, 16.578947),
        ("supply_demand_ratio", 2000, {}, 15),
        ("mid_market_rate", 1400, {}, 25),
    ],
)
def test_b2_the_prices_of_a_peer(name: str, surplus: float, fields: dict[str, float], expected: float) -> None:
    assert local_price(name, pool(surplus, 1500, 35, 15), **fields) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("ratio", [0.1, 0.14, 0.15, 0.5])
def test_b2_the_trap_of_a_feed_in_price_below_zero(ratio: float) -> None:
    """The formula gives 1, 15, -6 and -0.12; the price stays inside the window, on a straight line."""
    price = local_price("supply_demand_ratio", pool(ratio, 1.0, 0.30, -0.05))
    assert price == pytest.approx(0.30 - 0.35 * ratio)


def test_b4_a_spot_price_is_moved_into_the_window() -> None:
    rule: PriceRule = option("pricing", "spot_indexed", spread_per_kwh=0.01)
    four = [np.full(4, value) for value in (0.06, 0.25, 1.0, 1.0)]
    prices = rule.prices(Pool(*four, np.array([0.12, 0.05, -0.03, 0.40])))
    assert prices == pytest.approx([0.13, 0.06, 0.06, 0.25])


def tariffs_of(members: int, slots: int, local_fees: LocalFees, **told: Any) -> MemberPrices:
    tariff = Tariff(**told)
    told = [(str(number), [tariff]) for number in range(members)]
    return price_members(told, PricedSlots(Timeline(START, slots, "Europe/Paris")), local_fees=local_fees).prices


@pytest.mark.parametrize(
    ("discount", "floor", "ceiling"),
    [
        (0, 0.07, 0.12),
        (0.20, 0.07, 0.138),
        (0.28, 0.07, 0.1452),
        (0.40, 0.07, 0.156),
        (0.57, 0.07, 0.1713),
        (1.0, 0.07, 0.21),
    ],
)
def test_b5_the_window_with_fees(discount: float, floor: float, ceiling: float) -> None:
    fees = LocalFees(grid_fee_factor=1 - discount)
    prices = tariffs_of(1, 1, fees, energy=0.12, grid_fee=0.09, levies=0.04, feed_in=0.07)
    assert prices.price_floor_per_kwh[0, 0] == pytest.approx(floor)
    assert prices.price_ceiling_per_kwh[0, 0] == pytest.approx(ceiling)


def test_b5_the_middle_leaves_the_buyer_better_off_where_the_textbook_does_not() -> None:
    prices = tariffs_of(1, 1, LocalFees(0.72), energy=0.12, grid_fee=0.09, levies=0.04, feed_in=0.07)
    low, high = prices.price_floor_per_kwh[0, 0], prices.price_ceiling_per_kwh[0, 0]
    price = local_price("mid_market_rate", pool(1, 1, high, low))
    assert price == pytest.approx(0.1076)
    fee = prices.local_fee_per_kwh[0, 0]
    assert price + fee < 0.25
    assert (0.25 + 0.07) / 2 + fee == pytest.approx(0.2648)


def test_b3_bill_sharing_is_offered_with_its_compensation_only() -> None:
    surplus, deficit = np.array([[10.0, 0, 0], [0, 0, 0]]), np.array([[0.0, 2, 4], [0, 3, 1]])
    prices = tariffs_of(3, 2, LocalFees(), energy=0.30, feed_in=0.08)
    key, rule = option("sharing", "pro_rata"), option("pricing", "bill_sharing")
    shared = compute_market(OpenMarket(surplus, deficit, prices), key, rule)
    assert shared.savings_by_rule[0] + 10 * 0.08 == pytest.approx(0.32)
    paid = np.array([5, 5]) * 0.30 - shared.savings_by_rule[1:]
    assert paid == pytest.approx([0.12 * 5, 0.12 * 5])
    assert shared.savings.min() >= -1e-12
    assert shared.savings.sum() == pytest.approx(0.22 * 6)
    assert shared.compensation.sum() == pytest.approx(0, abs=1e-12)
    assert shared.transfers.sum() == pytest.approx(0, abs=1e-12)


PRODUCTION = np.array([[10.0, 0, 1], [4, 0, 0], [0, 0, 6]])
CONSUMPTION = np.array([[2.0, 5, 3], [4, 2, 2], [3, 4, 1]])


def market(key: SharingKey, price: float) -> Market:
    prices = tariffs_of(3, 3, LocalFees(), energy=0.30, feed_in=0.08)
    return compute_market(
        OpenMarket(PRODUCTION, CONSUMPTION, prices), key, option("pricing", "fixed", price_per_kwh=price)
    )


@pytest.mark.parametrize(
    ("price", "savings"),
    [
        (0.19, [1.005714, 0.864286, 0.77]),
        (0.08, [0.471429, 1.728571, 0.44]),
        (0.30, [1.54, 0, 1.1]),
    ],
)
def test_b5b_the_money_identity(price: float, savings: list[float]) -> None:
    found = market(option("sharing", "pro_rata"), price)
    assert found.result.given_kwh.sum(axis=1) == pytest.approx([7, 0, 5])
    assert found.savings == pytest.approx(savings, abs=1e-6)
    assert found.savings.sum() == pytest.approx(0.22 * 12)
    assert found.total_gain == pytest.approx(0.22 * 12)


def test_b5b_a_static_key_leaves_money_on_the_table() -> None:
    found = market(option("sharing", "static", shares=[0.2, 0.4, 0.4]), 0.19)
    assert found.result.given_kwh.sum(axis=1) == pytest.approx([5.2, 0, 3])
    assert found.savings == pytest.approx([0.682, 0.572, 0.55])

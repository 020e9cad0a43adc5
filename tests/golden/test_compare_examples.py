"""The worked examples of the field, under every key and price at once: the glove effect (C), prices (B), keys (A)."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from energy_synergy.registry import option, options
from energy_synergy.tariffs.base import PricedSlots
from energy_synergy.tariffs.member_prices import price_members
from energy_synergy.tariffs.tariff import Tariff
from energy_synergy.timeline import Timeline
from energy_synergy.trading.choices import Choice
from energy_synergy.trading.compare import Combination, compare
from energy_synergy.trading.market import OpenMarket


def open_slot(production: list[float], consumption: list[float]) -> OpenMarket:
    """Return a market of one slot in which the grid asks 0.30 and pays 0.08."""
    tariff = Tariff(energy=0.30, feed_in=0.08)
    told = [(str(place), [tariff]) for place in range(len(production))]
    timeline = Timeline(datetime(2025, 6, 2, tzinfo=UTC), 1, "Europe/Paris")
    prices = price_members(told, PricedSlots(timeline)).prices
    return OpenMarket(np.array([production]), np.array([consumption]), prices)


def compared(market: OpenMarket, key: Choice, price: str, **fields: float) -> Combination:
    (found,) = compare(market, [key], [Choice(option("pricing", price, **fields))])
    return found


@pytest.mark.parametrize(
    ("price", "savings"),
    [("mid_market_rate", [1.10, 0.55, 0.55]), ("supply_demand_ratio", [0.463158, 0.868421, 0.868421])],
)
@pytest.mark.parametrize("key", ["pro_rata", "equal"])
def test_c_the_glove_effect(price: str, savings: list[float], key: str) -> None:
    market = open_slot([10, 0, 0], [0, 10, 10])
    one = compared(market, Choice(option("sharing", key)), price)
    assert one.savings == pytest.approx(savings, abs=1e-6)
    assert (one.total_gain, one.shared_kwh) == pytest.approx((2.2, 10))
    assert (one.winners, one.losers) == ((0, 1, 2), ())


SHARES = {"shares": [0, 0.5, 0.3, 0.2]}


@pytest.mark.parametrize(
    ("key", "fields", "received", "shared"),
    [
        ("static", SHARES, [2, 3.3, 2.2], 7.5),
        ("static", {**SHARES, "rounds": 2}, [2, 4.35, 2.9], 9.25),
        ("static_iterative", SHARES, [2, 5.4, 3.6], 11),
        ("pro_rata", {}, [1.222222, 3.666667, 6.111111], 11),
        ("equal", {}, [2, 4.5, 4.5], 11),
        ("cascade", {"ranks": [9, 1, 2, 3]}, [2, 6, 3], 11),
        ("hybrid", SHARES, [2, 4.2, 4.8], 11),
    ],
)
def test_a_every_key_shares_in_its_own_way(key: str, fields: dict, received: list[float], shared: float) -> None:
    market = open_slot([11, 0, 0, 0], [0, 2, 6, 10])
    one = compared(market, Choice(option("sharing", key, **fields)), "k_split", k=0.5)
    assert one.received_kwh[1:] == pytest.approx(received, abs=1e-6)
    assert one.shared_kwh == pytest.approx(shared)
    assert one.total_gain == pytest.approx(0.22 * shared)
    assert one.savings.sum() == pytest.approx(one.total_gain)


def test_b3_bill_sharing_is_flagged_and_its_losers_are_named() -> None:
    one = compared(open_slot([10, 0], [0, 4]), Choice(option("sharing", "pro_rata")), "bill_sharing")
    assert one.is_compensated
    assert one.losers_by_rule == (0,)
    assert one.losers == ()
    assert one.savings.sum() == pytest.approx(0.88)


def test_the_group_gains_the_same_at_every_price() -> None:
    market = open_slot([11, 0, 0, 0], [0, 2, 6, 10])
    rules = [
        Choice(option("pricing", name, **({"price_per_kwh": 0.1} if name == "fixed" else {})))
        for name in options("pricing")
        if name != "spot_indexed"
    ]
    found = compare(market, [Choice(option("sharing", "pro_rata"))], rules)
    assert [one.total_gain for one in found] == pytest.approx([2.42] * len(rules))


def test_pro_rata_gives_everybody_the_same_part_of_its_need() -> None:
    market = open_slot([11, 0, 0, 0], [0, 2, 6, 10])
    one = compared(market, Choice(option("sharing", "pro_rata")), "k_split")
    service = one.fairness[-1]
    assert (str(service.measured), service.members, service.jain) == ("service", 3, pytest.approx(1.0))

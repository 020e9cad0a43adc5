"""The worked example B5b through the matrix, the explained cent and the proofs."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from energy_synergy.registry import option
from energy_synergy.tariffs.base import PricedSlots
from energy_synergy.tariffs.member_prices import price_members
from energy_synergy.tariffs.tariff import Tariff
from energy_synergy.timeline import Timeline
from energy_synergy.trading.explain import explain_member, explain_trade
from energy_synergy.trading.kept import keep_market, read_market, write_market
from energy_synergy.trading.market import Market, OpenMarket, compute_market
from energy_synergy.trading.matrix import trade_matrix
from energy_synergy.trading.proof import holds, prove

PRODUCTION = np.array([[10.0, 0, 1], [4, 0, 0], [0, 0, 6]])
CONSUMPTION = np.array([[2.0, 5, 3], [4, 2, 2], [3, 4, 1]])
SAVINGS = [1.005714, 0.864286, 0.77]


@pytest.fixture
def market() -> Market:
    tariff = Tariff(energy=0.30, feed_in=0.08)
    slots = PricedSlots(Timeline(datetime(2025, 6, 2, tzinfo=UTC), 3, "Europe/Paris"))
    prices = price_members([(name, [tariff]) for name in "abc"], slots).prices
    rule = option("pricing", "fixed", price_per_kwh=0.19)
    return compute_market(OpenMarket(PRODUCTION, CONSUMPTION, prices), option("sharing", "pro_rata"), rule)


def test_b5b_lines_of_each_account_add_up_to_the_saving(market: Market) -> None:
    for member, saving in enumerate(SAVINGS):
        account = explain_member(market, member)
        assert account.saving == pytest.approx(saving, abs=1e-6)
        assert sum(line.difference for line in account.lines) == pytest.approx(account.saving, abs=1e-12)
        assert account.slot_savings.sum() == pytest.approx(account.saving, abs=1e-12)


def test_b5b_the_matrix_sums_to_what_is_paid_and_earned(market: Market) -> None:
    matrix = trade_matrix(market)
    assert matrix.energy_kwh.sum(axis=1) == pytest.approx(market.moved_kwh[0].sum(axis=0))
    assert matrix.amounts.sum(axis=1) == pytest.approx(market.earned)
    assert matrix.amounts.sum(axis=0) == pytest.approx(market.paid)
    assert matrix.amounts == pytest.approx(0.19 * matrix.energy_kwh)


def test_b5b_a_trade_is_worth_what_both_sides_gain(market: Market) -> None:
    trade = explain_trade(market, 0, 1)
    assert trade.amount == pytest.approx(0.19 * trade.energy_kwh.sum())
    assert trade.seller_gain + trade.buyer_gain == pytest.approx(0.22 * trade.energy_kwh.sum())


def test_b5b_is_proved_from_what_is_kept(market: Market) -> None:
    kept = keep_market(market, group="Example", members=["a", "b", "c"], starts_at=None, timezone="Europe/Paris")
    checks = prove(read_market(write_market(kept)))
    assert holds(checks)
    assert all(check.holds for check in checks)
    assert max(check.deviation for check in checks) < 1e-9

from __future__ import annotations

import numpy as np
import pytest

from energy_synergy.registry import option
from energy_synergy.sharing.full_dynamic import FullDynamic
from energy_synergy.tariffs.member_prices import MemberPrices, PriceColumns
from energy_synergy.trading.explain import explain_member, explain_trade, in_whole
from energy_synergy.trading.market import Market, OpenMarket, compute_market
from energy_synergy.trading.matrix import pair_trades, trade_matrix

SURPLUS = np.array([[4.0, 0, 0], [3, 0, 1]])
DEFICIT = np.array([[0.0, 2, 3], [0, 5, 0]])
FEES = {
    "energy": 0.20,
    "grid_fee": 0.05,
    "levies": 0.02,
    "local_grid_fee": 0.03,
    "local_levies": 0.02,
    "feed_in": 0.07,
    "injection_fee": 0.01,
    "local_injection_fee": 0.004,
}


def market(rule: str = "mid_market_rate", key: object | None = None) -> Market:
    columns = PriceColumns(**{name: np.full((2, 1), value) for name, value in FEES.items()})
    prices = MemberPrices("EUR", columns, np.zeros(3, dtype=np.int64))
    chosen = key or option("sharing", "pro_rata")
    return compute_market(OpenMarket(SURPLUS, DEFICIT, prices), chosen, option("pricing", rule))


@pytest.mark.parametrize("rule", ["mid_market_rate", "bill_sharing"])
@pytest.mark.parametrize("member", [0, 1, 2])
def test_its_lines_add_up_to_the_saving(rule: str, member: int) -> None:
    found = market(rule)
    account = explain_member(found, member)
    assert sum(line.difference for line in account.lines) == pytest.approx(account.saving, abs=1e-12)
    assert account.saving == pytest.approx(found.savings[member], abs=1e-12)


def test_it_counts_every_part_of_the_price() -> None:
    account = explain_member(market(), 1)
    received = account.received_kwh.sum()
    parts = {line.code: line.difference / received for line in account.lines}
    assert parts["energy"] == pytest.approx(0.20)
    assert parts["grid_fee"] + parts["local_grid_fee"] == pytest.approx(0.02)
    assert parts["levies"] + parts["local_levies"] == pytest.approx(0.0)


def test_it_explains_one_slot_without_what_belongs_to_the_period() -> None:
    account = explain_member(market("bill_sharing"), 0, slice(1, 2))
    assert account.of("transfers").together == 0
    assert sum(line.difference for line in account.lines) == pytest.approx(account.saving, abs=1e-12)


def test_it_tells_the_account_in_words() -> None:
    words = explain_member(market(), 0).words
    assert "gave {given_kwh}" in words[0].sentence
    assert words[-1].values["saving"] == pytest.approx(market().savings[0])


def test_a_trade_leaves_both_sides_better_off() -> None:
    trade = explain_trade(market(), 0, 2)
    assert trade.amount == pytest.approx(trade.amounts.sum())
    assert trade.seller_gain > 0
    assert trade.buyer_gain > 0


def test_cells_are_the_sums_of_their_slots() -> None:
    found = market()
    matrix = trade_matrix(found)
    for seller, buyer in ((0, 1), (0, 2), (2, 1)):
        pair = pair_trades(found, seller, buyer)
        assert pair.energy_kwh.sum() == pytest.approx(matrix.energy_kwh[seller, buyer])
        assert pair.amounts.sum() == pytest.approx(matrix.amounts[seller, buyer])


def test_a_key_of_pairs_is_priced_pair_by_pair() -> None:
    coefficients = np.array([[0, 0.6, 0.4], [0, 0, 0], [0, 1.0, 0]])
    found = market(key=FullDynamic(coefficients=coefficients))
    matrix = trade_matrix(found)
    assert matrix.amounts.sum(axis=1) == pytest.approx(found.earned)
    assert matrix.amounts.sum(axis=0) == pytest.approx(found.paid)


@pytest.mark.parametrize(
    ("amounts", "total", "rounded"),
    [
        ([0.333, 0.333, 0.334], 1.0, [0.33, 0.33, 0.34]),
        ([-0.006, 0.016], 0.01, [-0.01, 0.02]),
        ([1.004, 1.004, 1.004], 3.012, [1.01, 1.0, 1.0]),
        ([], 0.0, []),
    ],
)
def test_rounded_parts_sum_to_the_rounded_total(amounts: list[float], total: float, rounded: list[float]) -> None:
    assert in_whole(amounts, total) == pytest.approx(rounded)
    assert round(sum(rounded), 2) == round(total, 2)

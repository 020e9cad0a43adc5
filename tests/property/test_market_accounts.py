"""What is told of a market adds up for every market: accounts, trades, kept results and their proofs."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from energy_synergy.trading.explain import explain_member, explain_trade, in_whole
from energy_synergy.trading.kept import KeptMarket, keep_market, read_market, write_market
from energy_synergy.trading.market import Market, OpenMarket, compute_market
from energy_synergy.trading.matrix import trade_matrix
from energy_synergy.trading.proof import holds, prove
from tests.property.market_draws import KEYS, RULES, key_of, markets, rule_of

CRUMB = 1e-9
every_rule = pytest.mark.parametrize("rule_name", list(RULES))
any_key = st.sampled_from(KEYS)
few = settings(max_examples=15)


def compute(market: OpenMarket, key_name: str, rule_name: str) -> Market:
    return compute_market(market, key_of(key_name, market), rule_of(rule_name))


def keep(found: Market) -> KeptMarket:
    names = [f"M{place}" for place in range(found.result.members)]
    return keep_market(found, group="G", members=names, starts_at=None, timezone="UTC")


@every_rule
@few
@given(key_name=any_key, market=markets())
def test_the_lines_of_an_account_add_up_to_the_saving(rule_name: str, key_name: str, market: OpenMarket) -> None:
    found = compute(market, key_name, rule_name)
    for member in range(found.result.members):
        account = explain_member(found, member)
        assert account.saving == pytest.approx(found.savings[member], abs=CRUMB)
        assert sum(line.difference for line in account.lines) == pytest.approx(account.saving, abs=CRUMB)
        rows = [explain_member(found, member, slice(row, row + 1)) for row in range(found.result.slots)]
        beside = found.transfers[member] + found.compensation[member]
        assert sum(row.saving for row in rows) + beside == pytest.approx(account.saving, abs=CRUMB)


@every_rule
@few
@given(key_name=any_key, market=markets())
def test_trades_between_pairs_add_up_to_what_is_paid_and_earned(
    rule_name: str, key_name: str, market: OpenMarket
) -> None:
    found = compute(market, key_name, rule_name)
    matrix, gain = trade_matrix(found), 0.0
    assert matrix.amounts.sum(axis=0) == pytest.approx(found.paid, abs=CRUMB)
    assert matrix.amounts.sum(axis=1) == pytest.approx(found.earned, abs=CRUMB)
    for seller in range(found.result.members):
        for buyer in range(found.result.members):
            trade = explain_trade(found, seller, buyer)
            assert trade.energy_kwh.sum() == pytest.approx(matrix.energy_kwh[seller, buyer], abs=CRUMB)
            assert trade.amount == pytest.approx(matrix.amounts[seller, buyer], abs=CRUMB)
            gain += trade.seller_gain + trade.buyer_gain
    assert gain == pytest.approx(found.total_gain, abs=CRUMB)


@every_rule
@few
@given(key_name=any_key, market=markets())
def test_every_market_is_proven_from_its_kept_numbers(rule_name: str, key_name: str, market: OpenMarket) -> None:
    kept = read_market(write_market(keep(compute(market, key_name, rule_name))))
    checks = prove(kept)
    assert holds(checks), [check for check in checks if check.holds is False]


WRONG = ["given_kwh", "received_kwh", "grid_export_kwh", "grid_import_kwh", "paid", "earned", "savings", "traded_kwh"]
WRONG += ["traded_amounts", "compensation", "total_gain", "production_kwh", "self_consumed_kwh"]


@pytest.mark.parametrize("name", WRONG)
@few
@given(key_name=any_key, rule_name=st.sampled_from(list(RULES)), market=markets(gaps=False), draw=st.data())
def test_a_wrong_number_breaks_a_promise(
    name: str, key_name: str, rule_name: str, market: OpenMarket, draw: st.DataObject
) -> None:
    kept = keep(compute(market, key_name, rule_name))
    wrong: Any = np.array(getattr(kept, name))
    wrong.flat[draw.draw(st.integers(0, wrong.size - 1))] += draw.draw(st.sampled_from([-0.5, 0.01, 3.0]))
    assert not holds(prove(dataclasses.replace(kept, **{name: wrong})))


@given(amounts=st.lists(st.floats(-1e5, 1e5), max_size=9))
def test_rounded_lines_add_up_to_the_rounded_total(amounts: list[float]) -> None:
    rounded = in_whole(amounts, sum(amounts))
    assert sum(rounded) == pytest.approx(round(sum(amounts) / 0.01) * 0.01 if amounts else 0.0, abs=1e-6)
    assert all(abs(one - exact) < 0.01 + 1e-6 for one, exact in zip(rounded, amounts, strict=True))

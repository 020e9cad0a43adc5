"""Whatever the market, what explains an amount adds up to it, and what is kept proves itself."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from energy_synergy.trading.explain import explain_member, in_whole
from energy_synergy.trading.kept import keep_market, read_market, write_market
from energy_synergy.trading.market import OpenMarket, compute_market
from energy_synergy.trading.matrix import trade_matrix
from energy_synergy.trading.proof import prove
from tests.property.market_draws import KEYS, RULES, key_of, markets, rule_of

AMOUNTS = st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=9)


@given(markets(), st.sampled_from(KEYS), st.sampled_from(sorted(RULES)))
def test_every_account_adds_up(open_market: OpenMarket, key: str, rule: str) -> None:
    market = compute_market(open_market, key_of(key, open_market), rule_of(rule))
    for member in range(open_market.prices.members):
        account = explain_member(market, member)
        assert sum(line.difference for line in account.lines) == pytest.approx(market.savings[member], abs=1e-9)
        assert account.saving == pytest.approx(market.savings[member], abs=1e-9)


@given(markets(), st.sampled_from(KEYS), st.sampled_from(sorted(RULES)))
def test_the_matrix_sums_to_what_members_pay_and_earn(open_market: OpenMarket, key: str, rule: str) -> None:
    market = compute_market(open_market, key_of(key, open_market), rule_of(rule))
    matrix = trade_matrix(market)
    assert np.allclose(matrix.amounts.sum(axis=1), market.earned, atol=1e-9)
    assert np.allclose(matrix.amounts.sum(axis=0), market.paid, atol=1e-9)


@given(markets(), st.sampled_from(KEYS), st.sampled_from(sorted(RULES)))
def test_every_market_proves_itself_from_its_bytes(open_market: OpenMarket, key: str, rule: str) -> None:
    market = compute_market(open_market, key_of(key, open_market), rule_of(rule))
    names = [str(member) for member in range(open_market.prices.members)]
    kept = keep_market(market, group="Drawn", members=names, starts_at=None, timezone="UTC")
    failed = [check for check in prove(read_market(write_market(kept))) if check.holds is False]
    assert not failed


@given(AMOUNTS)
def test_rounded_parts_sum_to_the_rounded_total(amounts: list[float]) -> None:
    total = sum(amounts)
    parts = in_whole(amounts, total)
    assert round(sum(parts), 2) == pytest.approx(round(round(total * 100) / 100, 2), abs=1e-6)
    assert all(abs(part - amount) <= 0.011 for part, amount in zip(parts, amounts, strict=True))

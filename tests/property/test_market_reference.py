"""The market agrees with a second program that shares no line with it."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from energy_synergy.community import window as kernel
from energy_synergy.tariffs.member_prices import MemberPrices, PriceColumns
from energy_synergy.trading import price_window
from energy_synergy.trading.market import OpenMarket, compute_market
from tests.property import slow_market
from tests.property.market_draws import RULES, key_of, markets, rule_of

KEYS = ["pro_rata", "equal", "static", "static_iterative", "hybrid", "cascade"]
SAME = {"rtol": 1e-9, "atol": 1e-9}


def as_lists(table: Any) -> Any:
    """Return nested lists with None where a value is missing."""
    if np.ndim(table):
        return [as_lists(row) for row in table]
    return None if np.isnan(table) else float(table)


def slow(market: OpenMarket, key_name: str, rule_name: str) -> slow_market.SlowMarket:
    """Return the market of the second program."""
    prices, key = market.prices, key_of(key_name, market)
    names = [field.name for field in fields(PriceColumns)]
    columns = {name: as_lists(getattr(prices.columns, name)[:, prices.column_of]) for name in names}
    rows, members = range(prices.slots), range(prices.members)
    told = [[{name: columns[name][t][i] for name in names} for i in members] for t in rows]
    shape = (2, prices.slots, prices.members)
    return slow_market.market(
        (as_lists(market.production_kwh), as_lists(market.consumption_kwh)),
        told,
        None if market.spot_per_kwh is None else as_lists(market.spot_per_kwh),
        None if market.taking_part is None else np.broadcast_to(market.taking_part, shape).tolist(),
        (key_name, list(getattr(key, "shares", ())), list(getattr(key, "ranks", ()))),
        (rule_name, RULES[rule_name]),
    )


def check(market: OpenMarket, key_name: str, rule_name: str) -> None:
    """Assert that energies, prices and savings of both programs are the same."""
    found = compute_market(market, key_of(key_name, market), rule_of(rule_name))
    expected = slow(market, key_name, rule_name)
    local = np.array([np.nan if price is None else price for price in expected.local_prices])
    given_kwh, received_kwh = found.moved_kwh
    np.testing.assert_allclose(given_kwh.sum(axis=0), expected.given, **SAME)
    np.testing.assert_allclose(received_kwh.sum(axis=0), expected.received, **SAME)
    np.testing.assert_allclose(found.group_price_per_kwh, local, **SAME)
    np.testing.assert_allclose(found.savings, expected.savings(rule_name), **SAME)


@pytest.mark.parametrize("rule_name", list(RULES))
@settings(max_examples=80)
@given(key_name=st.sampled_from(KEYS), market=markets())
def test_small_markets_agree(rule_name: str, key_name: str, market: OpenMarket) -> None:
    check(market, key_name, rule_name)


def draw_market(slots: int, members: int, *, hourly: bool) -> OpenMarket:
    """Draw readings with gaps, tariffs that some share, prices below zero and unknown, and parts of meters."""
    draw = np.random.default_rng((slots, members, hourly))
    interval = 4 if hourly else 1
    readings = np.round(draw.gamma(1.0, 3.0, (2, slots * interval, members)) * 4) / 4
    readings[draw.random(readings.shape) < 0.4] = 0.0
    readings[draw.random(readings.shape) < 0.02] = np.nan
    tariffs = max(1, members * 2 // 3)
    spot = np.round(draw.normal(0.07, 0.08, slots), 3)
    spot[draw.random(slots) < 0.05] = np.nan
    fees = {
        name: np.tile(np.round(draw.uniform(0, 0.05, tariffs), 3), (slots, 1))
        for name in ("grid_fee", "levies", "local_grid_fee", "local_levies", "injection_fee", "local_injection_fee")
    }
    energy = np.where(draw.random(tariffs) < 0.5, spot[:, None] + 0.05, np.round(draw.uniform(0.1, 0.2, tariffs), 3))
    feed_in = np.where(draw.random(tariffs) < 0.5, spot[:, None], np.round(draw.uniform(0.04, 0.15, tariffs), 3))
    prices = MemberPrices(
        "EUR", PriceColumns(energy=energy, feed_in=feed_in, **fees), draw.integers(0, tariffs, members)
    )
    parts = draw.choice([0.25, 0.5, 1.0], (2, 1, members))
    return OpenMarket(readings[0], readings[1], prices, spot, parts, interval)


@pytest.mark.parametrize("hourly", [False, True])
@pytest.mark.parametrize("key_name", KEYS)
@pytest.mark.parametrize("rule_name", list(RULES))
def test_large_markets_agree(rule_name: str, key_name: str, hourly: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    # Small blocks, so that several of them are put together.
    monkeypatch.setattr(kernel, "BLOCK_VALUES", 60)
    monkeypatch.setattr(price_window, "BLOCK_VALUES", 60)
    market = draw_market(120, 9, hourly=hourly)
    assert market.admission.is_empty.any()
    check(market, key_name, rule_name)

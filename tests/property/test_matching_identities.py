"""What holds for every book of orders: limits, balance, nobody worse off, and the optimum where it is promised."""

from __future__ import annotations

import dataclasses
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from energy_synergy.registry import family, option
from energy_synergy.testing import matching_suite as suite
from energy_synergy.trading.bilateral import few_trades, fewest_trades, north_west_trades
from energy_synergy.trading.matching.base import Outcome
from energy_synergy.trading.orders import Order
from energy_synergy.trading.vickrey import compute_vickrey, greatest_welfare

CENTS = st.integers(-20, 40).map(lambda cents: cents / 100)
WATT_HOURS = st.integers(1, 9000).map(lambda wh: wh / 1000)
RULES = sorted(family("matching"))
SEPARABLE = ("uniform_price", "pay_as_bid", "merit_order", "optimal")


@st.composite
def books(draw: Any, *, one_size: bool = False, both_sides: bool = False) -> suite.Book:
    """Draw bids and asks; of members that stand on both sides if asked for."""
    sides = []
    for side, first in (("b", 0), ("a", 0 if both_sides else 100)):
        count = draw(st.integers(0, 6))
        sizes = [1.0] * count if one_size else draw(st.lists(WATT_HOURS, min_size=count, max_size=count))
        prices = draw(st.lists(CENTS, min_size=count, max_size=count))
        rows = zip(sizes, prices, strict=True)
        sides.append([Order(f"{side}{n}", f"m{first + n}", size, price) for n, (size, price) in enumerate(rows)])
    return sides[0], sides[1]


@st.composite
def terms(draw: Any) -> list[dict[str, Any]]:
    """Draw what differs between some pairs."""
    rows = []
    for seller, buyer in draw(st.sets(st.tuples(st.integers(100, 105), st.integers(0, 5)), max_size=12)):
        row = {"seller": f"m{seller}", "buyer": f"m{buyer}", "fee_per_kwh": draw(CENTS) / 4}
        row["loss"] = draw(st.sampled_from([0.0, 0.0, 0.1]))
        row["cap_kwh"] = draw(st.sampled_from([None, None, 0.0, 1.5]))
        row["premium_per_kwh"] = draw(st.sampled_from([0.0, 0.0, 0.05, -0.05]))
        row["is_allowed"] = draw(st.sampled_from([True, True, False]))
        rows.append(row)
    return rows


@pytest.mark.parametrize("name", RULES)
@given(data=st.data())
def test_every_rule_keeps_its_promises(name: str, data: st.DataObject) -> None:
    rule = option("matching", name)
    book = data.draw(books(one_size=rule.takes_one_size))
    outcome = rule.clear(*book)
    suite.check_quantities(outcome, book)
    suite.check_individual_rationality(outcome)
    suite.check_balance(rule, outcome)
    suite.check_efficiency(rule, outcome, book)


@pytest.mark.parametrize("name", ["merit_order", "uniform_price", "pay_as_bid", "huang", "optimal"])
@given(book=books(both_sides=True))
def test_who_buys_and_sells_does_not_deal_with_itself(name: str, book: suite.Book) -> None:
    rule = option("matching", name)
    outcome = rule.clear(*book)
    suite.check_quantities(outcome, book)
    suite.check_individual_rationality(outcome)
    suite.check_balance(rule, outcome)


@given(book=books(), k=st.sampled_from([0.0, 0.5, 1.0]))
def test_a_linear_program_finds_the_volume_gain_and_price_of_one_price(book: suite.Book, k: float) -> None:
    # A refusal between strangers makes the rule solve a linear program where nothing differs.
    strangers = [{"seller": bid.member, "buyer": bid.member, "is_allowed": False} for bid in book[0]]
    one_price = option("matching", "uniform_price", k=k).clear(*book)
    widest = {"seller": "m100", "buyer": "m0", "cap_kwh": 1e6}
    by_program = option("matching", "optimal", k=k, terms=[*strangers, widest]).clear(*book)
    assert by_program.welfare == pytest.approx(one_price.welfare, abs=1e-7)
    if by_program.volume_kwh:
        prices = [p for d in by_program.deals for p in (d.buyer_price_per_kwh, d.seller_price_per_kwh)]
        np.testing.assert_allclose(prices, one_price.price_per_kwh, atol=1e-7)


@given(book=books())
def test_merit_order_and_linear_program_gain_the_same_under_fees_of_sellers_and_buyers(book: suite.Book) -> None:
    fees = [
        {"seller": ask.member, "buyer": bid.member, "fee_per_kwh": 0.01 * i + 0.02 * j}
        for (i, ask), (j, bid) in product(enumerate(book[1]), enumerate(book[0]))
    ]
    by_order = option("matching", "optimal", terms=fees).clear(*book)
    assert by_order.welfare == pytest.approx(_best(book, fees), abs=1e-7)
    suite.check_individual_rationality(by_order)
    assert by_order.operator_profit == pytest.approx(0, abs=1e-9)


@given(book=books(), rows=terms(), k=st.sampled_from([0.0, 0.3, 1.0]))
@settings(max_examples=200)
def test_terms_by_pair_are_kept(book: suite.Book, rows: list[dict[str, Any]], k: float) -> None:
    rule = option("matching", "optimal", k=k, terms=rows)
    outcome = rule.clear(*book)
    suite.check_quantities(outcome, book)
    suite.check_individual_rationality(outcome)
    suite.check_balance(rule, outcome)
    known = {(row["seller"], row["buyer"]): row for row in rows}
    given_kwh: dict[tuple[str, str], float] = {}
    for deal in outcome.deals:
        pair = deal.ask.member, deal.bid.member
        given_kwh[pair] = given_kwh.get(pair, 0.0) + deal.given_kwh
        assert deal.received_kwh == pytest.approx(deal.given_kwh * (1 - known.get(pair, {}).get("loss", 0.0)))
    for pair, kwh in given_kwh.items():
        row = known.get(pair, {"is_allowed": True, "cap_kwh": None})
        assert row["is_allowed"]
        assert row["cap_kwh"] is None or kwh <= row["cap_kwh"] + 1e-9
    if not any(row["premium_per_kwh"] for row in rows):
        assert outcome.welfare == pytest.approx(_best(book, rows), abs=1e-6)


def _best(book: suite.Book, rows: list[dict[str, Any]]) -> float:
    """Return the greatest gain by a dense linear program of its own, one variable for each pair of orders."""
    known = {(row["seller"], row["buyer"]): row for row in rows}
    pairs = list(product(book[1], book[0]))
    gains, keep, caps = [], [], []
    for ask, bid in pairs:
        row = known.get((ask.member, bid.member), {})
        kept = 1 - row.get("loss", 0.0)
        gains.append(bid.price_per_kwh * kept - ask.price_per_kwh - row.get("fee_per_kwh", 0.0))
        keep.append(kept)
        cap = row.get("cap_kwh") if row.get("is_allowed", True) else 0.0
        caps.append((0, cap))
    if not pairs:
        return 0.0
    limits = [[float(pair[0] is ask) for pair in pairs] for ask in book[1]]
    limits += [[k * (pair[1] is bid) for pair, k in zip(pairs, keep, strict=True)] for bid in book[0]]
    most = [order.quantity_kwh for order in (*book[1], *book[0])]
    return float(-linprog([-gain for gain in gains], limits, most, bounds=caps).fun)


@pytest.mark.parametrize("name", [name for name in RULES if family("matching")[name].is_truthful])
@given(data=st.data())
@settings(max_examples=200)
def test_naming_another_price_than_the_true_one_gains_nothing(name: str, data: st.DataObject) -> None:
    rule = option("matching", name)
    bids, asks = data.draw(books(one_size=rule.takes_one_size))
    for side, worth in ((bids, 1), (asks, -1)):
        for place, order in enumerate(side):
            named = dataclasses.replace(order, price_per_kwh=data.draw(CENTS))
            changed = [*side[:place], named, *side[place + 1 :]]
            told = rule.clear(changed, asks) if side is bids else rule.clear(bids, changed)
            honest = rule.clear(bids, asks).gains.get(order.member, 0.0)
            assert _gain_of(told, order, worth) <= honest + 1e-9


def _gain_of(outcome: Outcome, true: Order, worth: int) -> float:
    """Return what a member gains by its true price [currency]."""
    bought = sum(
        d.received_kwh * (true.price_per_kwh - d.buyer_price_per_kwh) for d in outcome.deals if d.bid.id == true.id
    )
    sold = sum(
        d.given_kwh * (d.seller_price_per_kwh - true.price_per_kwh) for d in outcome.deals if d.ask.id == true.id
    )
    return (bought if worth > 0 else sold) - outcome.charges.get(true.member, 0.0)


@given(book=books())
def test_vickrey_is_efficient_and_costs_its_operator_money(book: suite.Book) -> None:
    found = compute_vickrey(*book)
    assert found.welfare == pytest.approx(greatest_welfare(*book))
    assert found.operator_profit <= 1e-9


AMOUNTS = st.lists(st.integers(0, 9), min_size=1, max_size=6)


@given(given_wh=AMOUNTS, weights=AMOUNTS)
def test_few_trades_give_everybody_what_is_due(given_wh: list[int], weights: list[int]) -> None:
    members, total = len(given_wh) + len(weights), sum(given_wh)
    received_wh = [0] * len(weights)
    for crumb in range(total):
        received_wh[crumb * (1 + weights[0]) % len(weights)] += 1
    sold = np.array([*given_wh, *(0 for _ in weights)]) / 1000
    bought = np.array([*(0 for _ in given_wh), *received_wh]) / 1000
    counts = []
    for find in (fewest_trades, few_trades, north_west_trades):
        table = np.zeros((members, members))
        for trade in find(sold, bought):
            table[trade.giver, trade.receiver] += trade.energy_kwh
        np.testing.assert_allclose(table.sum(axis=1), sold, atol=1e-12)
        np.testing.assert_allclose(table.sum(axis=0), bought, atol=1e-12)
        counts.append(len(find(sold, bought)))
    parties = int((sold > 0).sum() + (bought > 0).sum())
    assert counts[0] <= min(counts[1:])
    assert counts[2] <= max(parties - 1, 0)

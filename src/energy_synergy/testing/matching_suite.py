"""What every matching rule promises: subclass `MatchingRuleSuite` and give it a fixture `rule_class`.

The checks below take any orders, so that a rule's own tests can call them with theirs.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict

import numpy as np
import pytest

from energy_synergy.trading.matching.base import MatchingRule, Outcome, UnfitOrders
from energy_synergy.trading.orders import Order
from energy_synergy.trading.vickrey import greatest_welfare

TOLERANCE = 1e-9
SIZES = [(0, 3), (3, 0), (1, 1), (2, 5), (7, 6), (12, 15)]
Book = tuple[list[Order], list[Order]]


def draw_orders(bids: int, asks: int, *, seed: int = 1, one_size: bool = False) -> Book:
    """Return bids and asks of as many members, with ties and negative prices, each of 1 kWh if `one_size`."""
    draw = np.random.default_rng((seed, bids, asks))
    sizes = [1.0] * (bids + asks) if one_size else np.round(draw.gamma(1.0, 4.0, bids + asks) + 0.001, 3).tolist()
    prices = np.round(draw.normal(0.12, 0.1, bids + asks), 2).tolist()
    orders = [Order(f"o{n}", f"m{n}", size, price) for n, (size, price) in enumerate(zip(sizes, prices, strict=True))]
    return orders[:bids], orders[bids:]


def check_quantities(outcome: Outcome, book: Book) -> None:
    """Assert that no order is served beyond its quantity, and that nobody deals with itself."""
    served: defaultdict[str, float] = defaultdict(float)
    for deal in outcome.deals:
        assert 0 < deal.received_kwh <= deal.given_kwh
        assert deal.bid.member != deal.ask.member
        served[deal.bid.id] += deal.received_kwh
        served[deal.ask.id] += deal.given_kwh
    most = {order.id: order.quantity_kwh for side in book for order in side}
    assert all(kwh <= most[name] * (1 + TOLERANCE) for name, kwh in served.items())


def check_individual_rationality(outcome: Outcome) -> None:
    """Assert that no deal is made at a price beyond an order's own, and that no member loses by its charge."""
    for deal in outcome.deals:
        assert deal.buyer_price_per_kwh <= deal.bid.price_per_kwh + TOLERANCE
        assert deal.seller_price_per_kwh >= deal.ask.price_per_kwh - TOLERANCE
    assert all(gain >= -TOLERANCE for gain in outcome.gains.values())


def check_balance(rule: MatchingRule, outcome: Outcome) -> None:
    """Assert that the operator never loses, that a balanced rule leaves it nothing, and that all gains add up."""
    assert outcome.operator_profit >= -TOLERANCE
    if rule.is_balanced:
        assert outcome.operator_profit == pytest.approx(0.0, abs=TOLERANCE)
    gains = sum(outcome.gains.values()) + outcome.operator_profit
    assert gains == pytest.approx(outcome.welfare, abs=1e-7)


def check_efficiency(rule: MatchingRule, outcome: Outcome, book: Book) -> None:
    """Assert that an efficient rule realises all gains, and that no rule realises more than there are."""
    most = greatest_welfare(*book)
    assert outcome.welfare <= most + 1e-7
    if rule.is_efficient:
        assert outcome.welfare == pytest.approx(most, abs=1e-7)


@pytest.mark.parametrize(("bids", "asks"), SIZES)
@pytest.mark.parametrize("seed", range(4))
class MatchingRuleSuite:
    """The promises of a matching rule, on books of several sizes."""

    @pytest.fixture
    def book(self, rule_class: type[MatchingRule], bids: int, asks: int, seed: int) -> Book:
        """The orders of one slot."""
        return draw_orders(bids, asks, seed=seed, one_size=rule_class.takes_one_size)

    def test_it_serves_orders_within_their_quantities(self, rule_class: type[MatchingRule], book: Book) -> None:
        """Limits hold, and nobody deals with itself."""
        check_quantities(rule_class().clear(*book), book)

    def test_nobody_is_worse_off(self, rule_class: type[MatchingRule], book: Book) -> None:
        """Prices suit both sides of each deal."""
        check_individual_rationality(rule_class().clear(*book))

    def test_the_operator_never_loses(self, rule_class: type[MatchingRule], book: Book) -> None:
        """What is paid covers what is earned, and is earned under a balanced rule."""
        check_balance(rule_class(), rule_class().clear(*book))

    def test_it_gains_what_it_promises(self, rule_class: type[MatchingRule], book: Book) -> None:
        """An efficient rule realises the greatest gain, no rule more than that."""
        check_efficiency(rule_class(), rule_class().clear(*book), book)

    def test_the_order_of_orders_does_not_matter(self, rule_class: type[MatchingRule], book: Book) -> None:
        """Bids and asks in another order make the same deals."""
        rule = rule_class()
        backwards = rule.clear(book[0][::-1], book[1][::-1])
        assert sorted(map(str, rule.clear(*book).deals)) == sorted(map(str, backwards.deals))

    def test_it_refuses_an_id_used_twice(self, rule_class: type[MatchingRule], book: Book) -> None:
        """Two orders must be told apart."""
        order = Order("same", "m", 1.0, 0.1)
        with pytest.raises(UnfitOrders, match="same"):
            rule_class().clear([*book[0], order], [dataclasses.replace(order, member="n")])

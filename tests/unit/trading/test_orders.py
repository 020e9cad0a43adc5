"""Orders say what a member would trade, and at what price."""

from __future__ import annotations

from datetime import UTC, datetime
from math import inf, nan

import pytest

from energy_synergy.errors import InvalidValue
from energy_synergy.trading.orders import Order, ranked_asks, ranked_bids, truthful_orders

EARLY, LATE = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)


def test_it_works() -> None:
    bids, asks = truthful_orders(["A", "B"], [3.0, 0.0], [0.0, 2.0], [0.07, 0.07], [0.2, 0.25])
    assert [(bid.member, bid.quantity_kwh, bid.price_per_kwh) for bid in bids] == [("B", 2.0, 0.25)]
    assert [(ask.member, ask.quantity_kwh, ask.price_per_kwh) for ask in asks] == [("A", 3.0, 0.07)]


def test_a_missing_price_or_reading_places_no_order() -> None:
    assert truthful_orders(["A", "B"], [3.0, nan], [0.0, nan], [nan, 0.1], [0.2, 0.2]) == ((), ())


def test_a_member_that_buys_and_sells_has_two_orders_with_ids_of_their_own() -> None:
    (bid,), (ask,) = truthful_orders(["A"], [1.0], [2.0], [0.1], [0.2])
    assert bid.id != ask.id


@pytest.mark.parametrize(("kwh", "price"), [(-1.0, 0.1), (nan, 0.1), (inf, 0.1), (1.0, nan), (1.0, inf)])
def test_what_is_no_quantity_or_price_is_refused(kwh, price) -> None:
    with pytest.raises(InvalidValue, match="Order x"):
        Order("x", "A", kwh, price)


def test_equal_prices_rank_by_time_then_id() -> None:
    late, early = Order("a", "A", 1, 0.1, LATE), Order("c", "B", 1, 0.1, EARLY)
    never, dear = Order("b", "C", 1, 0.1), Order("d", "D", 1, 0.3)
    assert [order.id for order in ranked_bids([never, late, early, dear])] == ["d", "c", "a", "b"]
    assert [order.id for order in ranked_asks([never, late, early, dear])] == ["c", "a", "b", "d"]

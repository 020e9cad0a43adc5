"""Crossing and filling count in whole units."""

from __future__ import annotations

from datetime import UTC, datetime
from math import inf

import pytest

from energy_synergy.trading.crossing import cross, fill
from energy_synergy.trading.orders import Order, ranked_bids
from energy_synergy.trading.whole_units import UNITS_PER_KWH, split_whole, to_kwh, to_units


def order(name: str, kwh: float, price: float, hour: int = 0) -> Order:
    return Order(name, name, kwh, price, datetime(2026, 1, 1, hour, tzinfo=UTC))


def test_it_works() -> None:
    found = cross([order("b", 2, 0.3), order("c", 2, 0.2)], [order("s", 3, 0.1), order("t", 5, 0.25)])
    assert (found.units, found.low, found.high) == (3 * UNITS_PER_KWH, 0.2, 0.2)


def test_crumbs_of_fractions_make_no_deal() -> None:
    # .1 + .2 is not .3: a crumb of an ask would meet the bid at .42 and move the price.
    found = cross([order("a", 0.1, 0.5), order("b", 0.2, 0.5), order("c", 1, 0.42)], [order("s", 0.3, 0.4)])
    assert (found.units, found.last_bid, found.next_bid, found.next_ask) == (to_units(0.3), 0.5, 0.42, inf)


def test_without_a_deal_the_bounds_are_those_of_who_is_left() -> None:
    found = cross([order("b", 1, 0.1)], [order("s", 1, 0.2)])
    assert (found.units, found.low, found.high) == (0, 0.1, 0.2)
    assert cross([], []).low == -inf


def test_what_gains_nobody_anything_can_be_left_out() -> None:
    book = [order("b", 1, 0.2)], [order("s", 1, 0.2)]
    assert cross(*book).units == UNITS_PER_KWH
    assert cross(*book, keeps_equal=False).units == 0


def test_equal_prices_share_in_proportion() -> None:
    ranked = ranked_bids([order("a", 4, 0.2), order("b", 2, 0.2), order("c", 1, 0.3)])
    assert [to_kwh(units) for units in fill(ranked, to_units(4))] == [1, 2, 1]


def test_the_last_unit_goes_by_time() -> None:
    ranked = ranked_bids([order("a", 1, 0.2, hour=9), order("b", 1, 0.2, hour=8), order("c", 1, 0.2, hour=10)])
    assert [order.id for order in ranked] == ["b", "a", "c"]
    assert fill(ranked, 10) == [4, 3, 3]


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [(10, [1, 1, 1], [4, 3, 3]), (0, [5, 1], [0, 0]), (3, [0, 3], [0, 3]), (0, [], []), (1, [0, 0], [0, 0])],
)
def test_whole_units_are_split_without_a_rest(total, weights, parts) -> None:
    assert split_whole(total, weights) == parts

"""What is special about single matching rules."""

from __future__ import annotations

import pytest

from energy_synergy.registry import option
from energy_synergy.trading.matching.base import UnfitOrders
from energy_synergy.trading.orders import Order

BIDS = [Order(f"b{n}", f"B{n}", 1.0, 0.30 - n / 100) for n in range(6)]
ASKS = [Order(f"a{n}", f"A{n}", 1.0, 0.10 + n / 100) for n in range(6)]


@pytest.mark.parametrize(("k", "price"), [(0, 0.15), (0.5, 0.2), (1, 0.25)])
def test_one_price_lies_where_k_says(k, price) -> None:
    found = option("matching", "uniform_price", k=k).clear(BIDS, ASKS)
    assert (found.price_per_kwh, found.price_range) == (pytest.approx(price), pytest.approx((0.15, 0.25)))


def test_one_price_of_negative_orders_is_negative() -> None:
    bids, asks = [Order("b", "B", 1.0, -0.02)], [Order("a", "A", 1.0, -0.06)]
    assert option("matching", "uniform_price").clear(bids, asks).price_per_kwh == pytest.approx(-0.04)


@pytest.mark.parametrize(
    "bids", [[*BIDS, Order("x", "X", 2.0, 0.4)], [*BIDS, Order("x", "B0", 1.0, 0.4)], [Order("x", "A0", 1.0, 0.4)]]
)
def test_mcafee_refuses_what_it_is_not_made_for(bids) -> None:
    with pytest.raises(UnfitOrders, match="huang"):
        option("matching", "mcafee").clear(bids, ASKS)


def test_the_long_side_gives_up_the_same_each_and_the_small_all_they_have() -> None:
    bids = [Order("a", "A", 0.1, 0.9), Order("b", "B", 3.0, 0.9), Order("c", "C", 4.0, 0.9), Order("d", "D", 1.0, 0.5)]
    asks = [Order("s", "S", 4.0, 0.1), Order("t", "T", 5.0, 0.2)]
    found = option("matching", "huang").clear(bids, asks)
    bought = {deal.bid.member: deal.received_kwh for deal in found.deals}
    assert bought == pytest.approx({"B": 1.5, "C": 2.5})


def test_the_same_seed_draws_the_same_halves() -> None:
    outcomes = [option("matching", "muda", seed=seed).clear(BIDS, ASKS) for seed in (3, 3, 4)]
    assert outcomes[0] == outcomes[1]
    assert outcomes[0] != outcomes[2]


def test_halves_take_their_price_from_each_other() -> None:
    found = option("matching", "muda", seed=3).clear(BIDS, ASKS)
    first = option("matching", "muda", seed=3)._first_half({order.member for order in (*BIDS, *ASKS)})
    assert all((deal.bid.member in first) == (deal.ask.member in first) for deal in found.deals)
    assert len({deal.buyer_price_per_kwh for deal in found.deals}) <= 2


def test_muda_refuses_a_member_on_both_sides() -> None:
    with pytest.raises(UnfitOrders, match="B0"):
        option("matching", "muda").clear(BIDS, [Order("x", "B0", 1.0, 0.1)])

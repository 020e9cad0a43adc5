"""Optimal deals keep what holds between pairs, at competitive prices."""

from __future__ import annotations

import pytest

from energy_synergy import errors
from energy_synergy.errors import InvalidValue, MissingExtra
from energy_synergy.registry import option
from energy_synergy.trading.orders import Order

BIDS = [Order("b", "B", 4.0, 0.30), Order("c", "C", 4.0, 0.20)]
ASKS = [Order("s", "S", 5.0, 0.10)]


def clear(bids=BIDS, asks=ASKS, **fields):
    return option("matching", "optimal", **fields).clear(bids, asks)


def test_it_works() -> None:
    found = clear(terms=[{"seller": "S", "buyer": "B", "fee_per_kwh": 0.15}])
    assert {(deal.bid.member, deal.given_kwh) for deal in found.deals} == {("C", 4), ("B", 1)}
    assert found.welfare == pytest.approx(4 * 0.10 + 1 * 0.05)


def test_a_refusal_is_kept() -> None:
    found = clear(terms=[{"seller": "S", "buyer": "B", "is_allowed": False}])
    assert [deal.bid.member for deal in found.deals] == ["C"]


def test_a_cap_holds_for_all_orders_of_a_pair() -> None:
    bids = [Order("b1", "B", 4.0, 0.30), Order("b2", "B", 4.0, 0.28)]
    found = clear(bids, terms=[{"seller": "S", "buyer": "B", "cap_kwh": 1.5}])
    assert found.volume_kwh == 1.5


def test_a_loss_is_paid_by_what_arrives() -> None:
    (deal,) = clear(BIDS[:1], terms=[{"seller": "S", "buyer": "B", "loss": 0.2}]).deals
    assert (deal.given_kwh, deal.received_kwh) == pytest.approx((5.0, 4.0))
    assert deal.paid == pytest.approx(deal.earned)


def test_a_preference_chooses_the_partner_and_costs_nobody_money() -> None:
    found = clear(k=1, terms=[{"seller": "S", "buyer": "C", "premium_per_kwh": 0.15}])
    assert found.deals[0].bid.member in ("B", "C")
    assert {deal.bid.member: deal.given_kwh for deal in found.deals} == {"C": 4, "B": 1}
    assert all(gain >= 0 for gain in found.gains.values())


def test_a_preference_makes_no_deal_that_loses_money() -> None:
    dear = [Order("s", "S", 5.0, 0.25)]
    found = clear(asks=dear, terms=[{"seller": "S", "buyer": "C", "premium_per_kwh": 1.0}])
    assert [deal.bid.member for deal in found.deals] == ["B"]


@pytest.mark.parametrize(("k", "price"), [(0, 0.20), (1, 0.20)])
def test_who_is_left_short_sets_the_price(k, price) -> None:
    found = clear(k=k, terms=[{"seller": "S", "buyer": "B", "cap_kwh": 9.0}])
    assert [deal.seller_price_per_kwh for deal in found.deals] == pytest.approx([price, price])


def test_without_scipy_plain_fees_still_work(monkeypatch) -> None:
    def absent(name: str) -> None:
        raise ModuleNotFoundError(name=name)

    monkeypatch.setattr(errors, "import_module", absent)
    assert clear(fee_per_kwh=0.05).volume_kwh == 5
    with pytest.raises(MissingExtra, match=r"energy-synergy\[matching\]"):
        clear(terms=[{"seller": "S", "buyer": "B", "is_allowed": False}])


def test_a_pair_has_its_terms_once() -> None:
    with pytest.raises(InvalidValue, match="once"):
        clear(terms=[{"seller": "S", "buyer": "B"}, {"seller": "S", "buyer": "B", "loss": 0.1}])


def test_deals_without_gain_are_not_made() -> None:
    assert clear([Order("b", "B", 1.0, 0.1)]).deals == ()

"""A truthful auction that sets the price of one half of the members by the other half."""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum
from typing import ClassVar

import numpy as np
from pydantic import Field

from energy_synergy.errors import marked
from energy_synergy.trading.crossing import cross, fill
from energy_synergy.trading.matching.base import (
    MatchingRule,
    Orders,
    Outcome,
    UnfitOrders,
    deals_between,
    equilibrium_price,
    same_prices,
)
from energy_synergy.trading.orders import Order, ranked_asks, ranked_bids
from energy_synergy.trading.whole_units import to_kwh, to_units


class Muda(MatchingRule):
    """Truthful for any orders: two halves drawn by lot, each trades at the price at which the other would clear.

    Within a half the side with more keeps its best units, and each of its members is charged what it takes from the
    others of its side (Vickrey). Segal-Halevi, Hassidim & Aumann, AAAI 2018. The same seed draws the same halves.
    """

    name: ClassVar[str] = "muda"
    is_efficient: ClassVar[bool] = False
    is_balanced: ClassVar[bool] = False
    is_truthful: ClassVar[bool] = True

    seed: int = Field(0, ge=0, description="Seed of the draw; keep it, so that the draw can be repeated")

    def match(self, bids: Orders, asks: Orders) -> Outcome:
        """Return the deals of both halves.

        Raises UnfitOrders for a member that both buys and sells: its own orders would set its charge.
        """
        _refuse_both_sides(bids, asks)
        first = self._first_half({order.member for order in (*bids, *asks)})
        halves = [
            ([b for b in bids if (b.member in first) is side], [a for a in asks if (a.member in first) is side])
            for side in (True, False)
        ]
        prices = [equilibrium_price(cross(*half), 0.5) for half in halves]
        outcomes = [clear_half(*half, price) for half, price in zip(halves, reversed(prices), strict=True)]
        charges = {member: charge for outcome in outcomes for member, charge in outcome.charges.items()}
        return Outcome(tuple(deal for outcome in outcomes for deal in outcome.deals), charges=charges)

    def _first_half(self, members: set[str]) -> set[str]:
        drawn = np.random.default_rng(self.seed).permutation(sorted(members)).tolist()
        return set(drawn[: len(drawn) // 2])


def _refuse_both_sides(bids: Orders, asks: Orders) -> None:
    both = {bid.member for bid in bids} & {ask.member for ask in asks}
    if both:
        raise UnfitOrders(
            marked(
                "The rule muda takes a member that buys or sells, not both in one slot: {member}. Net its meters first."
            ),
            member=min(both),
        )


def clear_half(bids: Orders, asks: Orders, price: float | None) -> Outcome:
    """Return the deals of one half at a price from outside; none without a price."""
    if price is None:
        return Outcome()
    buyers = ranked_bids(bid for bid in bids if bid.price_per_kwh >= price)
    sellers = ranked_asks(ask for ask in asks if ask.price_per_kwh <= price)
    wanted, offered = (sum(to_units(order.quantity_kwh) for order in orders) for orders in (buyers, sellers))
    units = min(wanted, offered)
    deals = deals_between(buyers, fill(buyers, units), sellers, fill(sellers, units), same_prices(price, price))
    return Outcome(deals, charges=_charges(buyers if wanted > offered else sellers, units, price))


def _charges(long_side: tuple[Order, ...], units: int, price: float) -> Mapping[str, float]:
    """Return by how much the others of the long side would gain more if a member were not there [currency]."""
    gains = _gains(long_side, units, price)
    charges = {}
    for member in gains:
        others = tuple(order for order in long_side if order.member != member)
        without = fsum(_gains(others, units, price).values())
        charges[member] = without - fsum(gain for other, gain in gains.items() if other != member)
    return {member: charge for member, charge in sorted(charges.items()) if charge > 0}


def _gains(ranked: tuple[Order, ...], units: int, price: float) -> dict[str, float]:
    gains: dict[str, float] = {}
    for order, served in zip(ranked, fill(ranked, units), strict=True):
        if served:
            gain = to_kwh(served) * abs(order.price_per_kwh - price)
            gains[order.member] = gains.get(order.member, 0.0) + gain
    return gains

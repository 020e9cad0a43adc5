"""A truthful auction for orders of equal size."""

from __future__ import annotations

from itertools import chain
from typing import ClassVar

from energy_synergy.errors import marked
from energy_synergy.trading.crossing import cross, fill
from energy_synergy.trading.matching.base import MatchingRule, Orders, Outcome, UnfitOrders, deals_between, same_prices
from energy_synergy.trading.whole_units import to_units


class McAfee(MatchingRule):
    """Truthful for orders of one size: a price from outside the deals, or one deal less than possible.

    Of k possible deals, all trade at p0 = (next bid + next ask) / 2 if p0 suits the last pair; otherwise k - 1 do, the
    buyers pay the k-th bid, the sellers earn the k-th ask, and the operator keeps the rest. McAfee, Journal of Economic
    Theory 56 (1992). With one possible deal there may be none at all.
    """

    name: ClassVar[str] = "mcafee"
    is_efficient: ClassVar[bool] = False
    is_balanced: ClassVar[bool] = False
    is_truthful: ClassVar[bool] = True
    takes_one_size: ClassVar[bool] = True

    def match(self, bids: Orders, asks: Orders) -> Outcome:
        """Return the deals of one slot.

        Raises UnfitOrders unless all orders are of one size, and each member has one order.
        """
        size = _common_size(bids, asks)
        found = cross(bids, asks)
        if not found.units:
            return Outcome()
        middle = (found.next_bid + found.next_ask) / 2  # infinite or NaN without a next bid or ask: it suits nobody
        is_whole = found.last_ask <= middle <= found.last_bid
        units = found.units if is_whole else found.units - size
        prices = (middle, middle) if is_whole else (found.last_bid, found.last_ask)
        bought, sold = fill(found.bids, units), fill(found.asks, units)
        return Outcome(deals_between(found.bids, bought, found.asks, sold, same_prices(*prices)))


def _common_size(bids: Orders, asks: Orders) -> int:
    sizes = {to_units(order.quantity_kwh) for order in chain(bids, asks)}
    members = [order.member for order in chain(bids, asks)]
    if len(sizes) > 1 or len(set(members)) < len(members):
        raise UnfitOrders(
            marked("The rule mcafee takes one order of each member, all of one size. For other orders use {other}."),
            other="huang",
        )
    return sizes.pop() if sizes else 0

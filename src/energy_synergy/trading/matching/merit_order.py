"""Best with best, each pair at a price of its own."""

from __future__ import annotations

from typing import ClassVar

from energy_synergy.trading.crossing import cross, fill
from energy_synergy.trading.matching.base import MatchingRule, Orders, Outcome, deals_between, price_range
from energy_synergy.trading.orders import Order


class MeritOrder(MatchingRule):
    """Match the highest bid with the lowest ask, as far as they reach; each pair splits its own gain in halves.

    No other matching gains more as long as a kWh is worth the same from every seller. The price depends on the partner,
    so equal orders may pay differently.
    """

    name: ClassVar[str] = "merit_order"
    is_efficient: ClassVar[bool] = True
    is_balanced: ClassVar[bool] = True
    is_truthful: ClassVar[bool] = False

    def match(self, bids: Orders, asks: Orders) -> Outcome:
        """Return the deals of one slot."""
        found = cross(bids, asks)
        bought, sold = fill(found.bids, found.units), fill(found.asks, found.units)
        return Outcome(deals_between(found.bids, bought, found.asks, sold, _middle), price_range(found))


def _middle(bid: Order, ask: Order) -> tuple[float, float]:
    price = (bid.price_per_kwh + ask.price_per_kwh) / 2
    return price, price

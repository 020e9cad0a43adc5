"""One price for everybody: the k-double auction."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from energy_synergy.trading.crossing import cross, fill
from energy_synergy.trading.matching.base import (
    MatchingRule,
    Orders,
    Outcome,
    deals_between,
    equilibrium_price,
    price_range,
    same_prices,
)


class UniformPrice(MatchingRule):
    """Clear all deals of the slot at one price, at which as much is wanted as is offered.

    price = low + k (high - low), with low = max(last ask, next bid) and high = min(last bid, next ask): outside of them
    somebody who trades would lose, or somebody left out would want to trade. Orders at the margin share in proportion
    to their quantities. Wilson, Econometrica 53 (1985); k = 0 favours buyers, 1 sellers.
    """

    name: ClassVar[str] = "uniform_price"
    is_efficient: ClassVar[bool] = True
    is_balanced: ClassVar[bool] = True
    is_truthful: ClassVar[bool] = False

    k: float = Field(0.5, ge=0, le=1, description="Where the price lies between its lowest (0) and highest (1) value")

    def match(self, bids: Orders, asks: Orders) -> Outcome:
        """Return the deals of one slot, all at one price."""
        found = cross(bids, asks)
        price = equilibrium_price(found, self.k)
        if not found.units or price is None:
            return Outcome()
        bought, sold = fill(found.bids, found.units), fill(found.asks, found.units)
        deals = deals_between(found.bids, bought, found.asks, sold, same_prices(price, price))
        return Outcome(deals, price_range(found))

"""Everybody at the price it named: the discriminatory auction."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from energy_synergy.trading.crossing import cross, fill
from energy_synergy.trading.matching.base import MatchingRule, Orders, Outcome, deals_between, price_range
from energy_synergy.trading.orders import Order


class PayAsBid(MatchingRule):
    """Match as by merit order; each pair pays a price between its ask and its bid.

    price = theta bid + (1 - theta) ask: 1 is what the buyer bid, 0 what the seller asked. It invites members to name
    other prices than their true ones, and neighbours pay differently for the same kWh.
    """

    name: ClassVar[str] = "pay_as_bid"
    is_efficient: ClassVar[bool] = True
    is_balanced: ClassVar[bool] = True
    is_truthful: ClassVar[bool] = False

    theta: float = Field(1.0, ge=0, le=1, description="Weight of the bid in the price of a pair: 1 bid, 0 ask")

    def match(self, bids: Orders, asks: Orders) -> Outcome:
        """Return the deals of one slot, each pair at its own price."""
        found = cross(bids, asks)
        bought, sold = fill(found.bids, found.units), fill(found.asks, found.units)
        return Outcome(deals_between(found.bids, bought, found.asks, sold, self._price), price_range(found))

    def _price(self, bid: Order, ask: Order) -> tuple[float, float]:
        price = self.theta * bid.price_per_kwh + (1 - self.theta) * ask.price_per_kwh
        return price, price

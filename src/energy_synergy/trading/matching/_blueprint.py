"""Copy this file to `<name>.py` to add a matching rule; the file's name is the rule's name.

Nothing else is to be touched: the command line, the docs table and the tests find the file.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from energy_synergy.trading.crossing import cross, fill
from energy_synergy.trading.matching.base import MatchingRule, Orders, Outcome, deals_between, same_prices


class Blueprint(MatchingRule):
    """Say in one line what the rule does; this line is its description everywhere.

    Then the formula, and the source with year and page. This one trades what the price of a list allows, at that price.
    """

    name: ClassVar[str] = "_blueprint"
    is_efficient: ClassVar[bool] = False  # whether it always realises all gains
    is_balanced: ClassVar[bool] = True  # whether what is paid is earned, fees aside
    is_truthful: ClassVar[bool] = False  # whether naming one's true price is best, whatever the others do

    price_per_kwh: float = Field(0.12, description="The price of the list [currency/kWh]")

    def match(self, bids: Orders, asks: Orders) -> Outcome:
        """Return the deals of one slot."""
        buyers = [bid for bid in bids if bid.price_per_kwh >= self.price_per_kwh]
        found = cross(buyers, [ask for ask in asks if ask.price_per_kwh <= self.price_per_kwh])
        bought, sold = fill(found.bids, found.units), fill(found.asks, found.units)
        prices = same_prices(self.price_per_kwh, self.price_per_kwh)
        return Outcome(deals_between(found.bids, bought, found.asks, sold, prices))

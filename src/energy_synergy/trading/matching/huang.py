"""A truthful auction for orders of any size."""

from __future__ import annotations

from typing import ClassVar

from energy_synergy.trading.crossing import cross
from energy_synergy.trading.matching.base import MatchingRule, Orders, Outcome, deals_between, same_prices
from energy_synergy.trading.whole_units import to_units


class Huang(MatchingRule):
    """Truthful for orders of any size: the last bid and ask set the two prices and do not trade.

    Buyers above the last bid pay it, sellers below the last ask earn it, the operator keeps the difference. The side
    with more gives up the same quantity each. Huang, Scheller-Wolf & Sycara, Computational Intelligence 18 (2002).
    """

    name: ClassVar[str] = "huang"
    is_efficient: ClassVar[bool] = False
    is_balanced: ClassVar[bool] = False
    is_truthful: ClassVar[bool] = True

    def match(self, bids: Orders, asks: Orders) -> Outcome:
        """Return the deals of one slot."""
        found = cross(bids, asks)
        buyers = [bid for bid in found.bids if found.units and bid.price_per_kwh > found.last_bid]
        sellers = [ask for ask in found.asks if found.units and ask.price_per_kwh < found.last_ask]
        wanted, offered = ([to_units(order.quantity_kwh) for order in orders] for orders in (buyers, sellers))
        units = min(sum(wanted), sum(offered))
        bought, sold = _give_up_equally(wanted, units), _give_up_equally(offered, units)
        prices = same_prices(found.last_bid, found.last_ask)
        return Outcome(deals_between(buyers, bought, sellers, sold, prices))


def _give_up_equally(quantities: list[int], units: int) -> list[int]:
    """Return quantities that sum to `units`: each gives up the same, the small ones all that they have."""
    rest, kept = sum(quantities) - units, list(quantities)
    smallest_first = sorted(range(len(quantities)), key=lambda place: (quantities[place], -place))
    for done, place in enumerate(smallest_first):
        given_up = min(quantities[place], rest // (len(quantities) - done))
        kept[place] -= given_up
        rest -= given_up
    return kept

"""Crossing: how far the bids of a slot reach the asks when the best meet first (merit order)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import inf

from energy_synergy.trading.orders import Order, ranked_asks, ranked_bids
from energy_synergy.trading.whole_units import split_whole, to_units


@dataclass(frozen=True, slots=True)
class Crossing:
    """Ranked bids and asks, the whole units at which they cross, and the prices around that point.

    `last` is the worst price that is served, `next` that of the next unit, served or not: the same as `last` if an
    order is served in part. Where there is none they are infinite, so that `low` and `high` still hold.
    """

    bids: tuple[Order, ...]
    asks: tuple[Order, ...]
    units: int
    last_bid: float
    last_ask: float
    next_bid: float
    next_ask: float

    @property
    def low(self) -> float:
        """The lowest price at which as much is wanted as is offered, -inf if there is no bound."""
        return max(self.last_ask, self.next_bid)

    @property
    def high(self) -> float:
        """The highest price at which as much is wanted as is offered, inf if there is no bound."""
        return min(self.last_bid, self.next_ask)


def cross(bids: Iterable[Order], asks: Iterable[Order], *, keeps_equal: bool = True) -> Crossing:
    """Match bids downwards with asks upwards while the bid is not below the ask.

    Without `keeps_equal` a bid must lie above the ask: what gains nobody anything is left out.
    """
    ranked = ranked_bids(bids), ranked_asks(asks)
    left = [[to_units(order.quantity_kwh) for order in orders] for orders in ranked]
    at, units, last = [0, 0], 0, (inf, -inf)
    while at[0] < len(left[0]) and at[1] < len(left[1]):
        bid, ask = (orders[place].price_per_kwh for orders, place in zip(ranked, at, strict=True))
        if bid < ask or (bid == ask and not keeps_equal):
            break
        served = min(left[0][at[0]], left[1][at[1]])
        if served:
            units, last = units + served, (bid, ask)
        for side in (0, 1):
            left[side][at[side]] -= served
            at[side] += left[side][at[side]] == 0
    next_bid = ranked[0][at[0]].price_per_kwh if at[0] < len(ranked[0]) else -inf
    next_ask = ranked[1][at[1]].price_per_kwh if at[1] < len(ranked[1]) else inf
    return Crossing(*ranked, units, *last, next_bid, next_ask)


def fill(ranked: Sequence[Order], units: int) -> list[int]:
    """Return how much of each ranked order is served when `units` go to the best prices first.

    Orders of equal price share in proportion to their quantities; the last unit goes by time, then id.
    """
    served: list[int] = []
    for _, level in groupby(ranked, key=lambda order: order.price_per_kwh):
        wanted = [to_units(order.quantity_kwh) for order in level]
        part = min(sum(wanted), units)
        served += split_whole(part, wanted)
        units -= part
    return served

"""Orders: what members of a group would buy or sell in one slot, and at what price."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isfinite

from energy_synergy.errors import InvalidValue, marked

Rank = tuple[float, bool, float, str]


@dataclass(frozen=True, slots=True)
class Order:
    """A bid, to buy up to `quantity_kwh` at `price_per_kwh` at most, or an ask, to sell as much at that price at least.

    `placed_at` breaks ties between equal prices; an order without it comes after those that have one. A price may be
    negative. Raises InvalidValue for a quantity below zero, and for what is not a finite number.
    """

    id: str
    member: str
    quantity_kwh: float
    price_per_kwh: float
    placed_at: datetime | None = None

    def __post_init__(self) -> None:
        if not (isfinite(self.quantity_kwh) and isfinite(self.price_per_kwh) and self.quantity_kwh >= 0):
            raise InvalidValue(
                marked(
                    "Order {id}: a quantity is 0 kWh or more and a price is a number, not {quantity} kWh at {price}."
                ),
                id=self.id,
                quantity=self.quantity_kwh,
                price=self.price_per_kwh,
            )

    def rank(self, *, as_bid: bool) -> Rank:
        """Return what orders are sorted by: the better price, then the earlier time, then the id."""
        price = -self.price_per_kwh if as_bid else self.price_per_kwh
        return price, self.placed_at is None, self.placed_at.timestamp() if self.placed_at else 0.0, self.id


def ranked_bids(bids: Iterable[Order]) -> tuple[Order, ...]:
    """Return bids with the highest price first; ties by time, then id."""
    return tuple(sorted(bids, key=lambda order: order.rank(as_bid=True)))


def ranked_asks(asks: Iterable[Order]) -> tuple[Order, ...]:
    """Return asks with the lowest price first; ties by time, then id."""
    return tuple(sorted(asks, key=lambda order: order.rank(as_bid=False)))


def truthful_orders(
    members: Sequence[str],
    surplus_kwh: Sequence[float],
    deficit_kwh: Sequence[float],
    price_floor_per_kwh: Sequence[float],
    price_ceiling_per_kwh: Sequence[float],
) -> tuple[tuple[Order, ...], tuple[Order, ...]]:
    """Return the bids and asks of one slot if every member names the price at which it is indifferent.

    Takes one value for each member: a surplus is offered at its price floor, a deficit is bid for at its price
    ceiling. A member whose energy or price is missing (NaN) places no order.
    """
    bids = _orders("buy", members, deficit_kwh, price_ceiling_per_kwh)
    asks = _orders("sell", members, surplus_kwh, price_floor_per_kwh)
    return bids, asks


def _orders(
    side: str, members: Sequence[str], kwh: Sequence[float], price_per_kwh: Sequence[float]
) -> tuple[Order, ...]:
    rows = zip(members, kwh, price_per_kwh, strict=True)
    return tuple(
        Order(f"{member} {side}", member, float(energy), float(price))
        for member, energy, price in rows
        if energy > 0 and isfinite(price)
    )

"""Vickrey, Clarke and Groves: the auction that is efficient, truthful and good for each, and costs its operator money.

It is here to be compared with, not to be offered: somebody would have to pay its deficit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from energy_synergy.trading.crossing import cross, fill
from energy_synergy.trading.orders import Order
from energy_synergy.trading.whole_units import to_kwh


@dataclass(frozen=True, slots=True)
class VickreyOutcome:
    """What is traded [kWh], its gain, and what each member pays, less than zero if it is paid [currency]."""

    volume_kwh: float
    welfare: float
    net_payment: Mapping[str, float]

    @property
    def operator_profit(self) -> float:
        """What is left with the operator [currency], zero or negative."""
        return fsum(self.net_payment.values())


def compute_vickrey(bids: Sequence[Order], asks: Sequence[Order]) -> VickreyOutcome:
    """Return the efficient deals of one slot with the payments of Vickrey, Clarke and Groves.

    Each member keeps what its presence adds to the gain of all: payment = own worth - (welfare - welfare without it).
    """
    welfare = greatest_welfare(bids, asks)
    payments = {}
    for member in sorted({order.member for order in (*bids, *asks)}):
        without = greatest_welfare(*([o for o in side if o.member != member] for side in (bids, asks)))
        payments[member] = _own_worth(member, bids, asks) - (welfare - without)
    return VickreyOutcome(to_kwh(cross(bids, asks).units), welfare, payments)


def greatest_welfare(bids: Sequence[Order], asks: Sequence[Order]) -> float:
    """Return the most that the orders of a slot can gain if a kWh is the same from every seller [currency]."""
    return _own_worth(None, bids, asks)


def _own_worth(member: str | None, bids: Sequence[Order], asks: Sequence[Order]) -> float:
    """Return what served bids are worth less what served asks cost [currency], of one member or of all."""
    found = cross(bids, asks)
    sides = ((found.bids, 1.0), (found.asks, -1.0))
    return fsum(
        sign * order.price_per_kwh * to_kwh(served)
        for orders, sign in sides
        for order, served in zip(orders, fill(orders, found.units), strict=True)
        if member in (None, order.member)
    )

"""The contract of a matching rule: bids and asks of one slot in, deals and prices out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import fsum, isfinite
from types import MappingProxyType
from typing import ClassVar

from energy_synergy.errors import EnergySynergyError, marked
from energy_synergy.registry import Option
from energy_synergy.trading.crossing import Crossing
from energy_synergy.trading.orders import Order
from energy_synergy.trading.pairing import pair_in_order
from energy_synergy.trading.whole_units import to_kwh

Orders = Sequence[Order]
Prices = Callable[[Order, Order], tuple[float, float]]


class UnfitOrders(EnergySynergyError):
    """The orders are not of the kind that the matching rule is made for."""

    code = "unfit_orders"


@dataclass(frozen=True, slots=True)
class Deal:
    """What one bid and one ask agreed on: the buyer receives what the seller gives, less what is lost on the way.

    The seller earns `seller_price_per_kwh` on what it gives, the buyer pays `buyer_price_per_kwh` on what it receives,
    and `fee_per_kwh` goes to the grid for what is given.
    """

    bid: Order
    ask: Order
    given_kwh: float
    received_kwh: float
    buyer_price_per_kwh: float
    seller_price_per_kwh: float
    fee_per_kwh: float = 0.0

    @property
    def paid(self) -> float:
        """What the buyer pays [currency]."""
        return self.buyer_price_per_kwh * self.received_kwh

    @property
    def earned(self) -> float:
        """What the seller earns [currency]."""
        return self.seller_price_per_kwh * self.given_kwh

    @property
    def fee(self) -> float:
        """What the grid earns [currency]."""
        return self.fee_per_kwh * self.given_kwh

    @property
    def gain(self) -> float:
        """What the energy is worth to the buyer more than to the seller, less the fee [currency]."""
        return self.bid.price_per_kwh * self.received_kwh - self.ask.price_per_kwh * self.given_kwh - self.fee


@dataclass(frozen=True, slots=True)
class Outcome:
    """The deals of one slot.

    `charges` are what a rule takes from members beside the price [currency]. `price_range` is where one price for all
    would let as much be wanted as is offered, None if the rule looks for none.
    """

    deals: tuple[Deal, ...] = ()
    price_range: tuple[float, float] | None = None
    charges: Mapping[str, float] = field(default_factory=dict)

    @property
    def volume_kwh(self) -> float:
        """What is given in all [kWh]."""
        return fsum(deal.given_kwh for deal in self.deals)

    @property
    def price_per_kwh(self) -> float | None:
        """The one price that everybody pays and earns, None if there is no deal or more than one price."""
        prices = {price for deal in self.deals for price in (deal.buyer_price_per_kwh, deal.seller_price_per_kwh)}
        return prices.pop() if len(prices) == 1 else None

    @property
    def welfare(self) -> float:
        """The gain of all, that of the operator included [currency]."""
        return fsum(deal.gain for deal in self.deals)

    @property
    def paid(self) -> Mapping[str, float]:
        """What each buyer pays for energy [currency]."""
        return _by_member((deal.bid.member, deal.paid) for deal in self.deals)

    @property
    def earned(self) -> Mapping[str, float]:
        """What each seller earns for energy [currency]."""
        return _by_member((deal.ask.member, deal.earned) for deal in self.deals)

    @property
    def gains(self) -> Mapping[str, float]:
        """What each member with a deal is better off than without it, charges deducted [currency]."""
        bought = [(d.bid.member, d.bid.price_per_kwh * d.received_kwh - d.paid) for d in self.deals]
        sold = [(d.ask.member, d.earned - d.ask.price_per_kwh * d.given_kwh) for d in self.deals]
        return _by_member([*bought, *sold, *((member, -charge) for member, charge in self.charges.items())])

    @property
    def operator_profit(self) -> float:
        """What is left with whoever runs the market: paid and charged, less earned and fees [currency]."""
        return fsum([*(deal.paid - deal.earned - deal.fee for deal in self.deals), *self.charges.values()])


def _by_member(amounts: Iterable[tuple[str, float]]) -> Mapping[str, float]:
    found: dict[str, list[float]] = {}
    for member, amount in amounts:
        found.setdefault(member, []).append(amount)
    return MappingProxyType({member: fsum(parts) for member, parts in sorted(found.items())})


class MatchingRule(Option, ABC):
    """A rule that turns the bids and asks of one slot into deals.

    No rule for two sides has all of these (Myerson & Satterthwaite 1983): that all gains are realised (`is_efficient`),
    that what is paid is earned (`is_balanced`), that naming one's true price is best (`is_truthful`), and that nobody
    loses, which every rule here promises. A rule that is not balanced leaves a profit with the operator, never a loss.
    A rule that `takes_one_size` refuses orders of different sizes.
    """

    is_efficient: ClassVar[bool]
    is_balanced: ClassVar[bool]
    is_truthful: ClassVar[bool]
    takes_one_size: ClassVar[bool] = False

    def clear(self, bids: Iterable[Order], asks: Iterable[Order]) -> Outcome:
        """Return the deals of one slot; the order in which bids and asks are given does not matter.

        Raises UnfitOrders for an id that is used twice and for orders that the rule is not made for.
        """
        wanted, offered = [order for order in bids if order.quantity_kwh], [o for o in asks if o.quantity_kwh]
        _refuse_repeated_ids([*wanted, *offered])
        return self.match(wanted, offered)

    @abstractmethod
    def match(self, bids: Orders, asks: Orders) -> Outcome:
        """Return the deals of one slot, of orders above 0 kWh whose ids differ."""


def _refuse_repeated_ids(orders: Orders) -> None:
    seen: set[str] = set()
    for order in orders:
        if order.id in seen:
            raise UnfitOrders(
                marked("Two orders of one slot have the id {id}. Give each bid and ask an id of its own."), id=order.id
            )
        seen.add(order.id)


def deals_between(
    bids: Orders, bought: Sequence[int], asks: Orders, sold: Sequence[int], prices: Prices
) -> tuple[Deal, ...]:
    """Return the deals of ranked orders, best with best, from the whole units that each buys and sells.

    `prices` returns what a buyer pays and what a seller earns [currency/kWh]. Nobody deals with itself: units for
    which a member is the only partner left stay with it.
    """
    sellers = [(ask.member, units) for ask, units in zip(asks, sold, strict=True)]
    buyers = [(bid.member, units) for bid, units in zip(bids, bought, strict=True)]
    pairs = pair_in_order(sellers, buyers)
    return tuple(
        Deal(bids[buyer], asks[seller], to_kwh(units), to_kwh(units), *prices(bids[buyer], asks[seller]))
        for seller, buyer, units in pairs
    )


def same_prices(buyer_price_per_kwh: float, seller_price_per_kwh: float) -> Prices:
    """Return prices that hold for all deals [currency/kWh]."""

    def prices(_bid: Order, _ask: Order) -> tuple[float, float]:
        return buyer_price_per_kwh, seller_price_per_kwh

    return prices


def price_range(crossing: Crossing) -> tuple[float, float] | None:
    """Return where one price clears the slot, None if nothing trades."""
    return (crossing.low, crossing.high) if crossing.units else None


def equilibrium_price(crossing: Crossing, k: float) -> float | None:
    """Return low + k (high - low) of the clearing prices; the bound itself if there is one only, None if there is none.

    It exists without a deal too: any price that no bid reaches and no ask goes below.
    """
    bounds = [bound for bound in (crossing.low, crossing.high) if isfinite(bound)]
    return bounds[0] + k * (bounds[-1] - bounds[0]) if bounds else None

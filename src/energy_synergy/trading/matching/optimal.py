"""The deals that gain most if pairs of members differ: fees, losses, caps, refusals and preferences."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import ClassVar, Self

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, model_validator

from energy_synergy.trading.crossing import cross, fill
from energy_synergy.trading.matching.base import Deal, MatchingRule, Orders, Outcome, equilibrium_price
from energy_synergy.trading.orders import Order, ranked_asks, ranked_bids
from energy_synergy.trading.pairing import pair_in_order
from energy_synergy.trading.transport import Lane, Transport
from energy_synergy.trading.whole_units import to_kwh, to_units

SAME_FEE = 1e-12


class PairTerms(BaseModel):
    """What holds between one seller and one buyer, by the names of the members."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seller: str
    buyer: str
    fee_per_kwh: float = Field(default=0.0, allow_inf_nan=False, description="Fee for each kWh given [currency/kWh]")
    loss: float = Field(default=0.0, ge=0, lt=1, description="Part of what is given that is lost on the way, 0 to 1")
    cap_kwh: float | None = Field(default=None, ge=0, allow_inf_nan=False, description="The most that is given [kWh]")
    premium_per_kwh: float = Field(
        default=0.0, allow_inf_nan=False, description="How much more the pair is liked [currency/kWh]"
    )
    is_allowed: bool = Field(default=True, description="Whether the two may trade: distance, size, refusal")

    @property
    def is_plain(self) -> bool:
        """Tell whether nothing but a fee stands between the two."""
        return self.is_allowed and not self.loss and self.cap_kwh is None and not self.premium_per_kwh

    def gain_per_kwh(self, bid: Order, ask: Order) -> float:
        """Return what a kWh given gains in money [currency/kWh]."""
        return bid.price_per_kwh * (1 - self.loss) - ask.price_per_kwh - self.fee_per_kwh


class Optimal(MatchingRule):
    """Choose the deals with the largest gain when fees, losses, caps, refusals or preferences differ by pair.

    A transport problem, solved by linear programming (needs the extra "matching"); where only fees stand between
    members, and each is a part of the seller plus a part of the buyer, merit order finds the same without it. Prices
    are competitive: k = 0 is best for all buyers at once, 1 for all sellers. A preference decides who trades with whom,
    never that somebody loses money.
    """

    name: ClassVar[str] = "optimal"
    is_efficient: ClassVar[bool] = True
    is_balanced: ClassVar[bool] = True
    is_truthful: ClassVar[bool] = False

    k: float = Field(0.5, ge=0, le=1, description="Where prices lie between the best for buyers (0) and sellers (1)")
    fee_per_kwh: float = Field(0.0, allow_inf_nan=False, description="Fee of pairs without terms of their own")
    terms: tuple[PairTerms, ...] = Field((), description="What differs by pair of seller and buyer")

    @model_validator(mode="after")
    def _each_pair_has_its_terms_once(self) -> Self:
        pairs = [(terms.seller, terms.buyer) for terms in self.terms]
        if len(set(pairs)) < len(pairs):
            raise ValueError("each pair of seller and buyer may have terms once")
        return self

    def match(self, bids: Orders, asks: Orders) -> Outcome:
        """Return the deals of one slot.

        Raises MissingExtra if a linear program is needed and scipy is not installed.
        """
        known = {(terms.seller, terms.buyer): terms for terms in self.terms}
        wanted, offered = ranked_bids(bids), ranked_asks(asks)
        table = [
            [known.get(pair) or PairTerms(seller=pair[0], buyer=pair[1], fee_per_kwh=self.fee_per_kwh) for pair in row]
            for row in ([(ask.member, bid.member) for bid in wanted] for ask in offered)
        ]
        if not table or not table[0]:
            return Outcome()
        if _is_separable(table):
            return Outcome(_by_merit_order(wanted, offered, table, self.k))
        return Outcome(_by_linear_program(wanted, offered, table, self.k))


def _is_separable(table: list[list[PairTerms]]) -> bool:
    """Tell whether every fee is a part of the seller plus a part of the buyer, and nothing else differs."""
    if not all(terms.is_plain and terms.seller != terms.buyer for row in table for terms in row):
        return False
    fees = np.array([[terms.fee_per_kwh for terms in row] for row in table])
    return bool((np.abs(fees - fees[:, :1] - fees[:1, :] + fees[0, 0]) <= SAME_FEE).all())


def _by_merit_order(bids: Orders, asks: Orders, table: list[list[PairTerms]], k: float) -> tuple[Deal, ...]:
    """Return the deals if sellers bear their part of the fee and buyers theirs: one price in between."""
    of_buyer = {bid.id: terms.fee_per_kwh - table[0][0].fee_per_kwh for bid, terms in zip(bids, table[0], strict=True)}
    of_seller = {ask.id: row[0].fee_per_kwh for ask, row in zip(asks, table, strict=True)}
    originals = {order.id: order for order in (*bids, *asks)}
    found = cross(
        [replace(bid, price_per_kwh=bid.price_per_kwh - of_buyer[bid.id]) for bid in bids],
        [replace(ask, price_per_kwh=ask.price_per_kwh + of_seller[ask.id]) for ask in asks],
        keeps_equal=False,
    )
    price = equilibrium_price(found, k)
    if not found.units or price is None:
        return ()
    sold, bought = fill(found.asks, found.units), fill(found.bids, found.units)
    pairs = pair_in_order(
        [(ask.member, units) for ask, units in zip(found.asks, sold, strict=True)],
        [(bid.member, units) for bid, units in zip(found.bids, bought, strict=True)],
    )
    deals = []
    for seller, buyer, units in pairs:
        bid, ask = originals[found.bids[buyer].id], originals[found.asks[seller].id]
        mine, yours = price + of_buyer[bid.id], price - of_seller[ask.id]
        deals.append(Deal(bid, ask, to_kwh(units), to_kwh(units), mine, yours, of_buyer[bid.id] + of_seller[ask.id]))
    return tuple(deals)


def _by_linear_program(bids: Orders, asks: Orders, table: list[list[PairTerms]], k: float) -> tuple[Deal, ...]:
    problem = _problem(bids, asks, table)
    if not problem.lanes:
        return ()
    flows = problem.best_flows_kwh()
    split = problem.split_gain(flows, k)
    caps = split[len(asks) + len(bids) :]
    deals = []
    for lane, kwh in zip(problem.lanes, _whole(problem, flows), strict=True):
        if kwh > 0:
            bid, ask, terms = bids[lane.buyer], asks[lane.seller], table[lane.seller][lane.buyer]
            rent = 0.0 if lane.cap is None else k * caps[lane.cap]
            # A preference may not push the price of a pair below the ask or above the bid.
            highest = ask.price_per_kwh + terms.gain_per_kwh(bid, ask)
            price = min(max(ask.price_per_kwh, ask.price_per_kwh + split[lane.seller] + rent), highest)
            kept = 1 - terms.loss
            paid = (price + terms.fee_per_kwh) / kept
            deals.append(Deal(bid, ask, kwh, kwh * kept, float(paid), float(price), terms.fee_per_kwh))
    return tuple(deals)


def _problem(bids: Orders, asks: Orders, table: list[list[PairTerms]]) -> Transport:
    """Return the transport problem of the pairs that may trade and lose no money by it."""
    lanes: list[Lane] = []
    caps: dict[tuple[str, str], tuple[int, float]] = {}
    for seller, buyer in product(range(len(asks)), range(len(bids))):
        terms = table[seller][buyer]
        money = terms.gain_per_kwh(bids[buyer], asks[seller])
        if not terms.is_allowed or terms.seller == terms.buyer or money < 0 or money + terms.premium_per_kwh <= 0:
            continue
        cap = None
        if terms.cap_kwh is not None:
            cap, _ = caps.setdefault((terms.seller, terms.buyer), (len(caps), terms.cap_kwh))
        lanes.append(Lane(seller, buyer, money + terms.premium_per_kwh, terms.loss, cap))
    supply, demand = [ask.quantity_kwh for ask in asks], [bid.quantity_kwh for bid in bids]
    return Transport(supply, demand, lanes, [kwh for _, kwh in caps.values()])


def _whole(problem: Transport, flows_kwh: np.ndarray) -> list[float]:
    """Return flows in whole units that break no limit: without losses the optimum is whole, rounding errors are not."""
    if any(lane.loss for lane in problem.lanes):
        return [float(flow) for flow in flows_kwh]
    units = [to_units(float(flow)) for flow in flows_kwh]
    limits = [to_units(float(kwh)) for kwh in problem.limits_kwh]
    for limit, places in zip(limits, problem.rows()[0], strict=True):
        excess = sum(units[place] for place in places) - limit
        for place in sorted(places, key=lambda place: -units[place]):
            cut = min(max(excess, 0), units[place])
            units[place] -= cut
            excess -= cut
    return [to_kwh(part) for part in units]

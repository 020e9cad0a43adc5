"""The market of a group over a window: allocation by the key, one local price by the rule, and what everybody gains."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from energy_synergy.community.window import WindowResult, compute_window
from energy_synergy.errors import InvalidValue, marked
from energy_synergy.pricing.base import Period, Pool, PriceRule
from energy_synergy.sharing.base import SharingKey
from energy_synergy.tariffs.member_prices import MemberPrices
from energy_synergy.trading.compensation import compensate
from energy_synergy.trading.price_window import BUYING, SELLING, Admission, admit, members_of

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
# With more tariffs than these, a product by member is cheaper than one by tariff.
FEW_COLUMNS = 8
# A product of matrices up to this size stays on one thread.
MOST_PRODUCTS = 250_000


@dataclass(frozen=True, eq=False)
class OpenMarket:
    """What a market rests on, before a key and a price are chosen.

    Readings [kWh], (T, M), NaN where missing; prices of the members; the day-ahead price (T,) or None; `taking_part` is
    the fraction of each member's surplus and deficit that enters the group, broadcastable to (2, T, M). With
    `interval_slots` 4 the group shares by the hour: prices then have one row for each hour.
    """

    production_kwh: Array
    consumption_kwh: Array
    prices: MemberPrices
    spot_per_kwh: Array | None = None
    taking_part: Array | None = None
    interval_slots: int = 1

    def __post_init__(self) -> None:
        slots, members = np.shape(self.production_kwh)
        if (self.prices.slots * self.interval_slots, self.prices.members) != (slots, members):
            raise InvalidValue(
                marked("The prices are for {priced} intervals of {of} members, the readings for {slots} of {members}."),
                priced=self.prices.slots,
                of=self.prices.members,
                slots=slots // self.interval_slots,
                members=members,
            )

    @cached_property
    def left_kwh(self) -> Array:
        """Surplus and deficit that enter the group [kWh], (2, T, M), 0 where a reading is missing."""
        return self._left(slice(0, self.prices.slots))

    def _left(self, rows: slice) -> Array:
        slots = slice(rows.start * self.interval_slots, rows.stop * self.interval_slots)
        production, consumption = self.production_kwh[slots], self.consumption_kwh[slots]
        own = np.minimum(production, consumption)
        left = np.empty((2, *own.shape))
        np.subtract(production, own, out=left[SELLING])
        np.subtract(consumption, own, out=left[BUYING])
        if self.interval_slots > 1:
            left = left.reshape(2, -1, self.interval_slots, left.shape[2]).sum(axis=2)
        # Summed first: one missing quarter-hour makes the interval missing, as it does where the energy is shared.
        if np.isnan(own).any():
            left[np.isnan(left)] = 0.0
        return left if self._parts is None else left * self._parts[:, rows]

    @cached_property
    def _parts(self) -> Array | None:
        shape = (2, self.prices.slots, self.prices.members)
        return None if self.taking_part is None else np.broadcast_to(self.taking_part, shape)

    @cached_property
    def admission(self) -> Admission:
        """Who may trade in each slot, and between which prices."""
        return admit(self.prices, self._left)

    @cached_property
    def pool(self) -> Pool:
        """What a price rule looks at."""
        at = self.admission
        return Pool(at.price_floor_per_kwh, at.price_ceiling_per_kwh, at.surplus_kwh, at.deficit_kwh, self.spot_per_kwh)

    def prices_of(self, rule: PriceRule) -> Array:
        """Return the local price of a rule [currency/kWh], (T,), NaN where nobody can trade or it is not known."""
        return rule.prices(self.pool)

    def share(self, key: SharingKey, is_blocked: Flags | None = None) -> WindowResult:
        """Return where the energy goes under a key; nobody trades in the slots that are blocked (T,)."""
        part = members_of(self.admission, self.prices, is_blocked)
        if part is None:
            part = self.taking_part
        elif self.taking_part is not None:
            part = part * self.taking_part
        return compute_window(
            self.production_kwh, self.consumption_kwh, key, taking_part=part, interval_slots=self.interval_slots
        )

    def blocked_by(self, group_price_per_kwh: Array) -> Flags | None:
        """Return where trade would be possible and the rule has no price, (T,); None where it always has one."""
        is_blocked: Flags = self.admission.is_open & np.isnan(group_price_per_kwh)
        return is_blocked if is_blocked.any() else None


@dataclass(frozen=True, eq=False)
class Market:
    """What a key and a price rule do for each member, over the whole window, each (M,) [currency].

    A buyer values what it received at its ceiling and pays `paid`; a seller gives up the floor and earns `earned`; both
    limits hold the fees on energy of the group. `transfers` are what the rule pays besides the local
    price, `compensation` what leaves nobody worse off where the rule alone does not promise it; both sum to 0.
    `group_price_per_kwh` (T,) is NaN where nobody can trade.
    """

    open_market: OpenMarket
    key: SharingKey
    rule: PriceRule
    result: WindowResult
    group_price_per_kwh: Array
    ceiling_value: Array
    floor_value: Array
    paid: Array
    earned: Array
    transfers: Array
    compensation: Array

    @property
    def savings(self) -> Array:
        """What each member has more than alone with the grid [currency], (M,)."""
        return self.savings_by_rule + self.compensation

    @property
    def savings_by_rule(self) -> Array:
        """The savings before the compensation [currency], (M,)."""
        gains: Array = self.ceiling_value - self.paid + self.earned - self.floor_value
        return gains + self.transfers

    @property
    def total_gain(self) -> float:
        """What the group gains [currency]: sum of ceiling x received less sum of floor x given."""
        return float(self.ceiling_value.sum() - self.floor_value.sum())

    @cached_property
    def moved_kwh(self) -> tuple[Array, Array]:
        """Given and received [kWh], (T, M), 0 where a reading is missing."""
        return moved_kwh(self.result)


def compute_market(open_market: OpenMarket, key: SharingKey, rule: PriceRule) -> Market:
    """Return the market under one key and one price rule.

    Raises InvalidValue for readings or a key that the kernel refuses.
    """
    price = open_market.prices_of(rule)
    result = open_market.share(key, open_market.blocked_by(price))
    return price_shared(open_market, key, result, ((rule, price),))[0]


def price_shared(
    open_market: OpenMarket, key: SharingKey, result: WindowResult, priced: tuple[tuple[PriceRule, Array], ...]
) -> tuple[Market, ...]:
    """Return the market of each rule with its local price (T,), all over the same shared energy."""
    given, received = moved_kwh(result)
    prices = open_market.prices
    local = np.nan_to_num(np.stack([price for _, price in priced]))
    ceiling_value = weigh(prices.price_ceiling_per_kwh, received, prices)
    floor_value = weigh(prices.price_floor_per_kwh, given, prices)
    markets = []
    for (rule, price), paid, earned in zip(
        priced, sums_over_time(local, received), sums_over_time(local, given), strict=True
    ):
        transfers = rule.transfers(_period(open_market, result)) if rule.promise == "period" else None
        transfers = np.zeros_like(paid) if transfers is None else transfers
        before = ceiling_value - paid + earned - floor_value + transfers
        markets.append(
            Market(
                open_market=open_market,
                key=key,
                rule=rule,
                result=result,
                group_price_per_kwh=price,
                ceiling_value=ceiling_value,
                floor_value=floor_value,
                paid=paid,
                earned=earned,
                transfers=transfers,
                compensation=compensate(before) if rule.promise == "period" else np.zeros_like(paid),
            )
        )
    return tuple(markets)


def moved_kwh(result: WindowResult) -> tuple[Array, Array]:
    """Return given and received [kWh], (T, M), 0 where a reading is missing."""
    if not result.is_provisional.any():
        return result.given_kwh, result.received_kwh
    return np.nan_to_num(result.given_kwh), np.nan_to_num(result.received_kwh)


def weigh(prices_per_kwh: Array, energy_kwh: Array, prices: MemberPrices) -> Array:
    """Return the sum over time of price x energy of each member [currency], (M,); an unknown price counts as 0.

    `prices_per_kwh` (T, K) is one of the arrays of `prices`, `energy_kwh` is (T, M).
    """
    known = np.nan_to_num(prices_per_kwh) if prices.has_unknown else prices_per_kwh
    weighed: Array
    if prices_per_kwh.shape[1] > FEW_COLUMNS:
        by_member = known if prices.is_one_each else known[:, prices.column_of]
        weighed = np.einsum("tm,tm->m", by_member, energy_kwh)
        return weighed
    weighed = sums_over_time(known.T, energy_kwh)[prices.column_of, np.arange(prices.members)]
    return weighed


def sums_over_time(weights: Array, energy_kwh: Array) -> Array:
    """Return weights (R, T) times energy (T, M), summed over time, (R, M), a run of slots after the other.

    A product as large as a year goes to several threads, which stall for seconds where other work keeps the cores busy.
    """
    rows, slots, members = len(weights), *energy_kwh.shape
    size = max(1, MOST_PRODUCTS // max(1, rows * members))
    sums: Array = np.zeros((rows, members))
    for first in range(0, slots, size):
        part = slice(first, first + size)
        sums += weights[:, part] @ energy_kwh[part]
    return sums


def _period(open_market: OpenMarket, result: WindowResult) -> Period:
    """Return what the members have in this group over the period, of slots in which their price is known."""
    prices, (surplus, deficit) = open_market.prices, open_market.left_kwh
    given, received = moved_kwh(result)
    return Period(
        surplus_kwh=weigh((~np.isnan(prices.sell_price_per_kwh)).astype(float), surplus, prices),
        deficit_kwh=weigh((~np.isnan(prices.buy_price_per_kwh)).astype(float), deficit, prices),
        rest_value=weigh(prices.sell_price_per_kwh, surplus - given, prices),
        rest_cost=weigh(prices.buy_price_per_kwh, deficit - received, prices),
    )

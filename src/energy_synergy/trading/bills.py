"""Bills: what each member pays the grid and the group over a window, alone and together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from energy_synergy.tariffs.member_prices import MemberPrices, sole_tariffs
from energy_synergy.tariffs.tariff import Tariff
from energy_synergy.timeline import Timeline
from energy_synergy.trading.market import Market, OpenMarket, weigh
from energy_synergy.units import SLOTS_PER_HOUR

Array = npt.NDArray[np.float64]
Tariffs = Sequence[Sequence[Tariff]]
PERCENT = 100.0
# A bill of which this part is left when income is taken off says nothing in percent.
LEAST_PART = 0.01


@dataclass(frozen=True, slots=True)
class Contracts:
    """The dated tariffs of each member over a timeline, in the order of the group, in one currency.

    `active` are the slots in which each member belongs to the group, empty for all: outside, no fee is due. On a
    typical day, the mean of the days of the timeline, there is no peak of a month: bills leave it out.
    """

    tariffs: Tariffs
    timeline: Timeline
    currency: str = "EUR"
    is_typical_day: bool = False
    active: Sequence[slice] = ()


@dataclass(frozen=True, eq=False)
class Bills:
    """What each member pays over a window [currency], each (M,), without VAT; `vat` stands apart.

    `grid_cost` is energy from the grid with its fees and levies, `grid_income` what fed-in energy earns, its fee taken
    off; `group_cost` energy from the group with the fees due on it, `group_income` what given energy earns, its fee
    taken off; `settlement` what the price rule pays besides. All are NaN for a member without a tariff, or with energy
    in a slot in which its price is not known.
    """

    grid_cost: Array
    grid_income: Array
    base_fee: Array
    peak_cost: Array
    group_cost: Array
    group_income: Array
    settlement: Array
    vat: Array

    @property
    def cost(self) -> Array:
        """What the member pays [currency], (M,)."""
        cost: Array = self.grid_cost + self.base_fee + self.peak_cost + self.group_cost
        return cost

    @property
    def income(self) -> Array:
        """What the member is paid [currency], (M,)."""
        income: Array = self.grid_income + self.group_income + self.settlement
        return income

    @property
    def net(self) -> Array:
        """The bill without VAT [currency], (M,), negative where the member earns more than it pays."""
        net: Array = self.cost - self.income
        return net

    def part_of(self, amounts: Array) -> Array:
        """Return amounts (M,) over the size of the net bill; NaN where it is not known or next to nothing.

        Next to nothing is less than a hundredth of what is paid and earned together: the ratio would only be large.
        """
        size = np.abs(self.net)
        is_sound = size > LEAST_PART * (np.abs(self.cost) + np.abs(self.income))
        return np.divide(amounts, size, out=np.full_like(amounts, np.nan), where=is_sound)


def compute_bills_alone(open_market: OpenMarket, contracts: Contracts) -> Bills:
    """Return what each member pays without the group: everything it lacks and has left is the grid's.

    The price of peak power is for the highest quarter-hour that a member draws through its meter in each local month;
    sharing moves no power, so that it is the same in the group. VAT is due on all that is paid. A month that lies in
    the window in part counts with that part of its base fee and peak price.
    """
    prices = open_market.prices
    surplus, deficit = _left(open_market)
    cost = weigh(prices.buy_price_per_kwh, deficit, prices)
    income = weigh(prices.sell_price_per_kwh, surplus, prices)
    cost[_lacks_price(prices.buy_price_per_kwh, deficit, prices)] = np.nan
    income[_lacks_price(prices.sell_price_per_kwh, surplus, prices)] = np.nan
    base, peak, fixed_vat = _fixed(open_market, contracts)
    nothing = np.zeros_like(cost)
    vat = _vat(open_market, contracts, lambda rate: weigh(prices.buy_price_per_kwh * rate, deficit, prices))
    unknown = np.isnan(cost + income + base)
    return _masked(Bills(cost, income, base, peak, nothing, nothing, nothing, vat + fixed_vat), unknown)


def compute_bills_in_group(market: Market, alone: Bills, contracts: Contracts) -> Bills:
    """Return what each member pays with the group; what it pays less than alone are its savings in the market.

    VAT is due at the member's rate on all that it pays, to other members too, and not on what the price rule pays
    besides the local price.
    """
    prices = market.open_market.prices
    given, received = market.moved_kwh
    surplus, deficit = _left(market.open_market)
    export, rest = surplus - given, deficit - received
    local = np.nan_to_num(market.group_price_per_kwh)[:, None] + prices.local_fee_per_kwh

    def taxed(rate: Array) -> Array:
        vat: Array = weigh(prices.buy_price_per_kwh * rate, rest, prices) + weigh(local * rate, received, prices)
        return vat

    vat = _vat(market.open_market, contracts, taxed) + _fixed(market.open_market, contracts)[2]
    bills = Bills(
        grid_cost=weigh(prices.buy_price_per_kwh, rest, prices),
        grid_income=weigh(prices.sell_price_per_kwh, export, prices),
        base_fee=alone.base_fee,
        peak_cost=alone.peak_cost,
        group_cost=market.paid + weigh(prices.local_fee_per_kwh, received, prices),
        group_income=market.earned - weigh(prices.columns.local_injection_fee, given, prices),
        settlement=market.transfers + market.compensation,
        vat=vat,
    )
    return _masked(bills, np.isnan(alone.net))


def _left(open_market: OpenMarket) -> tuple[Array, Array]:
    """Return surplus and deficit of each member [kWh], (T, M), all of it, 0 where a reading is missing."""
    whole = open_market if open_market.taking_part is None else replace(open_market, taking_part=None)
    return whole.left_kwh[0], whole.left_kwh[1]


def _quarters(open_market: OpenMarket) -> tuple[Array, Array]:
    """Return surplus and deficit of each quarter-hour [kWh], (T, M), 0 where a reading is missing."""
    more = np.nan_to_num(open_market.production_kwh - open_market.consumption_kwh)
    return np.maximum(more, 0.0), np.maximum(-more, 0.0)


def _lacks_price(prices_per_kwh: Array, energy_kwh: Array, prices: MemberPrices) -> npt.NDArray[np.bool_]:
    is_unknown = np.isnan(prices_per_kwh)
    if not is_unknown.any():
        return np.zeros(prices.members, dtype=np.bool_)
    lacks: npt.NDArray[np.bool_] = weigh(is_unknown.astype(np.float64), energy_kwh, prices) > 0
    return lacks


def _masked(bills: Bills, unknown: npt.NDArray[np.bool_]) -> Bills:
    return Bills(**{name: np.where(unknown, np.nan, getattr(bills, name)) for name in Bills.__dataclass_fields__})


def _vat(open_market: OpenMarket, contracts: Contracts, taxed: Callable[[Array], Array]) -> Array:
    """Return the VAT on amounts, (M,); `taxed` weighs the rates of each row and tariff (T, K) by them."""
    prices, slots = open_market.prices, contracts.timeline.slots
    rates = np.zeros((slots, prices.columns.energy.shape[1]))
    for held, column in zip(contracts.tariffs, prices.column_of, strict=True):
        for tariff, rows in sole_tariffs(held, contracts.timeline, contracts.currency):
            rates[rows, column] = tariff.vat_percent / PERCENT
    if contracts.is_typical_day:
        rates = np.repeat(rates.mean(axis=0, keepdims=True), prices.slots, axis=0)
    elif open_market.interval_slots > 1:
        rates = rates.reshape(prices.slots, open_market.interval_slots, rates.shape[1]).mean(axis=1)
    return taxed(rates)


def _fixed(open_market: OpenMarket, contracts: Contracts) -> tuple[Array, Array, Array]:
    """Return base fees, the cost of peak power, and the VAT on both, each (M,), NaN for a member without a tariff."""
    members = open_market.prices.members
    base, peak, vat, held_slots = (np.zeros(members) for _ in range(4))
    days = len(contracts.timeline.local_days) if contracts.is_typical_day else 1
    peaks_kw = _peaks(open_market, contracts)
    spans = contracts.active or [slice(0, contracts.timeline.slots)] * members
    for member, held in enumerate(contracts.tariffs):
        for tariff, run in sole_tariffs(held, contracts.timeline, contracts.currency):
            held_slots[member] += _common(run, spans[member])
            for (rows, part), peak_kw in zip(_months(contracts.timeline), peaks_kw[:, member], strict=True):
                share = part * _common(run, rows, spans[member]) / days
                costs = share * tariff.base_fee_per_month, share * tariff.peak_price_per_kw_month * peak_kw
                base[member] += costs[0]
                peak[member] += costs[1]
                vat[member] += sum(costs) * tariff.vat_percent / PERCENT
    # Without a tariff in its currency nothing is known, not even that there is no fee.
    base[(held_slots == 0) & [span.stop > span.start for span in spans]] = np.nan
    base[[not held for held in contracts.tariffs]] = np.nan
    return base, peak, vat


def _common(*runs: slice) -> int:
    """Return how many slots runs have in common."""
    first, end = max(run.start for run in runs), min(run.stop for run in runs)
    return max(0, int(end) - int(first))


def _peaks(open_market: OpenMarket, contracts: Contracts) -> Array:
    """Return the highest power that each member draws in each month [kW], (months, M); 0 on a typical day."""
    months = _months(contracts.timeline)
    if contracts.is_typical_day or not months:
        return np.zeros((len(months), open_market.prices.members))
    deficit = _quarters(open_market)[1]
    peaks: Array = np.maximum.reduceat(deficit, [rows.start for rows, _ in months], axis=0) * SLOTS_PER_HOUR
    return peaks


def _months(timeline: Timeline) -> list[tuple[slice, float]]:
    """Return the slots of each local calendar month, and the part of that month that one slot is."""
    if not timeline.slots:
        return []
    numbers = timeline.day_number.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    edges = [0, *(np.flatnonzero(np.diff(numbers)) + 1).tolist(), timeline.slots]
    months = []
    for first, end in pairwise(edges):
        day = timeline.start_of(first).date().replace(day=1)
        following = (day + timedelta(days=31)).replace(day=1)
        months.append((slice(first, end), 1 / Timeline.from_days(day, following, timeline.timezone).slots))
    return months

"""The prices of every member in every slot, from their dated tariffs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from energy_synergy.findings import Finding
from energy_synergy.tariffs.base import PricedSlots, Prices, TariffPart
from energy_synergy.tariffs.judge import ALWAYS, held_slots, judge_tariffs
from energy_synergy.tariffs.tariff import Tariff
from energy_synergy.timeline import Timeline

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class LocalFees:
    """What a country scheme makes of the fees on energy from the group, where a tariff tells no local fee itself.

    1 leaves the fee as it is, 0.72 is a discount of 28 %, 0 takes it away.
    """

    grid_fee_factor: float = 1.0
    levies_factor: float = 1.0


FULL_FEES = LocalFees()


@dataclass(frozen=True, eq=False)
class PriceColumns:
    """Prices of each slot and distinct tariff [currency/kWh], (T, K), without VAT, NaN where unknown.

    Members with the same tariffs share a column. The grid sells at `energy + grid_fee + levies` and buys at `feed_in -
    injection_fee`; on energy of the group the local fees are due.
    """

    energy: Prices
    grid_fee: Prices
    levies: Prices
    local_grid_fee: Prices
    local_levies: Prices
    feed_in: Prices
    injection_fee: Prices
    local_injection_fee: Prices


@dataclass(frozen=True, eq=False)
class MemberPrices:
    """What the grid asks of each member and pays it in each slot, and the window of a price inside the group.

    `columns` holds a column for each distinct tariff, `column_of` (M,) says which is whose. A buyer gains below its
    ceiling, a seller above its floor (both (T, K) [currency/kWh], fees included, NaN where a price is unknown):
    floor = feed_in - injection_fee + local_injection_fee; ceiling = energy + grid_fee + levies - local fees.
    """

    currency: str
    columns: PriceColumns
    column_of: Ints

    @property
    def members(self) -> int:
        """How many members there are, M."""
        return len(self.column_of)

    @property
    def slots(self) -> int:
        """How many slots there are, T."""
        return len(self.columns.energy)

    @cached_property
    def buy_price_per_kwh(self) -> Prices:
        """What a kWh from the grid costs, all in, (T, K)."""
        prices: Prices = self.columns.energy + self.columns.grid_fee + self.columns.levies
        return prices

    @cached_property
    def sell_price_per_kwh(self) -> Prices:
        """What a kWh fed into the grid earns, its fee taken off, (T, K)."""
        prices: Prices = self.columns.feed_in - self.columns.injection_fee
        return prices

    @cached_property
    def local_fee_per_kwh(self) -> Prices:
        """What is due on a kWh from the group besides its price, (T, K)."""
        fee: Prices = self.columns.local_grid_fee + self.columns.local_levies
        return fee

    @cached_property
    def price_ceiling_per_kwh(self) -> Prices:
        """Above this price a buyer does better with the grid, (T, K)."""
        ceiling: Prices = self.buy_price_per_kwh - self.local_fee_per_kwh
        return ceiling

    @cached_property
    def price_floor_per_kwh(self) -> Prices:
        """Below this price a seller does better with the grid, (T, K)."""
        floor: Prices = self.sell_price_per_kwh + self.columns.local_injection_fee
        return floor

    @cached_property
    def is_one_each(self) -> bool:
        """Tell whether every member has a tariff of its own, in the order of the columns."""
        return len(self.column_of) == self.columns.energy.shape[1] and bool(
            (self.column_of == np.arange(len(self.column_of))).all()
        )

    @cached_property
    def has_unknown(self) -> bool:
        """Tell whether any floor or ceiling is unknown in any slot."""
        return bool(np.isnan(self.price_floor_per_kwh).any() or np.isnan(self.price_ceiling_per_kwh).any())

    def of_member(self, prices: Prices, member: int) -> Prices:
        """Return the prices (T,) of one member, out of one of the (T, K) arrays."""
        column: Prices = prices[:, self.column_of[member]]
        return column

    def by_interval(self, slots: int) -> MemberPrices:
        """Return the prices of intervals of some slots each, the mean over them, (T / slots, K)."""
        if slots == 1:
            return self
        shape = (self.slots // slots, slots, self.columns.energy.shape[1])
        means = {
            field.name: getattr(self.columns, field.name).reshape(shape).mean(axis=1) for field in fields(PriceColumns)
        }
        return MemberPrices(self.currency, PriceColumns(**means), self.column_of)

    def over_typical_day(self, quarter_of_day: Ints, quarters: int) -> MemberPrices:
        """Return the mean price of each quarter of the day, (quarters, K), over the slots (T,) given.

        A quarter in which the price is unknown on any day has none: the mean of some days is not that of all.
        """
        chosen = (quarter_of_day[:, None] == np.arange(quarters)).T.astype(np.float64)
        counts = chosen.sum(axis=1, keepdims=True)

        def mean(prices: Prices) -> Prices:
            # Unknown ones are counted apart: in a product a single NaN would reach every quarter.
            unknown = chosen @ np.isnan(prices)
            found: Prices = np.where(unknown > 0, np.nan, chosen @ np.nan_to_num(prices) / counts)
            return found

        means = {field.name: mean(getattr(self.columns, field.name)) for field in fields(PriceColumns)}
        return MemberPrices(self.currency, PriceColumns(**means), self.column_of)

    def for_members(self, members: Sequence[int]) -> MemberPrices:
        """Return the prices of some members, in the order given."""
        return replace(self, column_of=self.column_of[list(members)])


@dataclass(frozen=True, slots=True)
class PricedMembers:
    """The prices of the members, and what is wrong with their tariffs."""

    prices: MemberPrices
    findings: tuple[Finding, ...]


def price_members(
    tariffs: Sequence[tuple[str, Sequence[Tariff]]],
    slots: PricedSlots,
    *,
    currency: str = "EUR",
    local_fees: LocalFees | Sequence[LocalFees] = FULL_FEES,
    active: Sequence[slice] | None = None,
) -> PricedMembers:
    """Return the prices of members, each told by its name and its dated tariffs; local fees of all, or of each.

    A slot in which no tariff holds, two do, or one in another currency than the group's, has no price (NaN) and a
    finding says so: the member takes no part in the market there, and nothing is invented. `active` are the slots in
    which each belongs to the group, None for all: gaps outside are no matter.
    """
    fees = [local_fees] * len(tariffs) if isinstance(local_fees, LocalFees) else local_fees
    distinct: dict[tuple[tuple[Tariff, ...], LocalFees], int] = {}
    column_of = np.array(
        [distinct.setdefault((tuple(held), fee), len(distinct)) for (_, held), fee in zip(tariffs, fees, strict=True)],
        dtype=np.int64,
    )
    shape = (slots.timeline.slots, len(distinct))
    columns = PriceColumns(**{field.name: np.full(shape, np.nan) for field in fields(PriceColumns)})
    for (held, fee), column in distinct.items():
        for tariff, rows in sole_tariffs(held, slots.timeline, currency):
            _write(columns, column, rows, _parts(tariff, fee), slots)
    spans = [ALWAYS] * len(tariffs) if active is None else active
    findings = tuple(
        one
        for (name, held), span in zip(tariffs, spans, strict=True)
        for one in judge_tariffs(name, held, slots.timeline, currency, active=span)
    )
    return PricedMembers(MemberPrices(currency, columns, column_of), findings)


def _parts(tariff: Tariff, fees: LocalFees) -> dict[str, tuple[TariffPart | None, float]]:
    """Return each column's part and what its prices are multiplied by."""
    local_injection = tariff.local_injection_fee
    return {
        "energy": (tariff.energy, 1.0),
        "grid_fee": (tariff.grid_fee, 1.0),
        "levies": (tariff.levies, 1.0),
        "local_grid_fee": (tariff.local_grid_fee, 1.0)
        if tariff.local_grid_fee
        else (tariff.grid_fee, fees.grid_fee_factor),
        "local_levies": (tariff.local_levies, 1.0) if tariff.local_levies else (tariff.levies, fees.levies_factor),
        "feed_in": (tariff.feed_in, 1.0),
        "injection_fee": (tariff.injection_fee, 1.0),
        "local_injection_fee": (local_injection or tariff.injection_fee, 1.0),
    }


def _write(
    columns: PriceColumns,
    column: int,
    rows: slice,
    parts: dict[str, tuple[TariffPart | None, float]],
    slots: PricedSlots,
) -> None:
    for name, (part, factor) in parts.items():
        if part is not None:
            getattr(columns, name)[rows, column] = part.prices(slots)[rows] * factor


def sole_tariffs(held: Iterable[Tariff], timeline: Timeline, currency: str) -> Iterable[tuple[Tariff, slice]]:
    """Return where each tariff holds alone and in the currency of the group, as runs of slots."""
    told = [(tariff, held_slots(tariff, timeline)) for tariff in held]
    edges = sorted({edge for _, run in told for edge in (run.start, run.stop)})
    for first, end in pairwise(edges):
        holding = [tariff for tariff, run in told if run.start <= first and end <= run.stop]
        if len(holding) == 1 and holding[0].currency == currency:
            yield holding[0], slice(first, end)

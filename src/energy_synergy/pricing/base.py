"""The contract of a price rule: one local price for each slot."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
import numpy.typing as npt

from energy_synergy.registry import Option

Prices = npt.NDArray[np.float64]
Energies = npt.NDArray[np.float64]
Promise = Literal["slot", "period"]


@dataclass(frozen=True, slots=True)
class Pool:
    """What a price rule looks at, each (T,).

    The price must lie between floor and ceiling [currency/kWh]: no seller in the slot does better with the grid above
    the floor, no buyer below the ceiling. Both are NaN where nobody can trade. `surplus_kwh` and `deficit_kwh` are of
    the members who may trade; `spot_per_kwh` is the day-ahead price, None where nobody told any.
    """

    price_floor_per_kwh: Prices
    price_ceiling_per_kwh: Prices
    surplus_kwh: Energies
    deficit_kwh: Energies
    spot_per_kwh: Prices | None = None

    @property
    def supply_demand_ratio(self) -> Prices:
        """Surplus / deficit in each slot, (T,), at most 1; 1 where nobody needs anything."""
        ratio = np.ones(len(self.surplus_kwh))
        smaller = np.minimum(self.surplus_kwh, self.deficit_kwh)
        np.divide(smaller, self.deficit_kwh, out=ratio, where=self.deficit_kwh > 0)
        return ratio

    def within(self, prices: Prices) -> Prices:
        """Return prices (T,) moved into the window where they lie outside."""
        return np.minimum(np.maximum(prices, self.price_floor_per_kwh), self.price_ceiling_per_kwh)


class PriceRule(Option, ABC):
    """A rule for the price inside the group; whatever is not shared is bought and sold at the prices of the grid.

    With the `promise` "slot" no member is worse off than alone in any slot. With "period" the rule itself may leave a
    member worse off, and it is offered only with a compensation that leaves nobody worse off over the whole period.
    """

    label: ClassVar[Mapping[str, str]]
    promise: ClassVar[Promise] = "slot"
    needs_spot: ClassVar[bool] = False

    @abstractmethod
    def prices(self, pool: Pool) -> Prices:
        """Return the local price [currency/kWh], (T,); inside the window for a rule that promises each slot."""

    def agreed_prices(self, pool: Pool) -> Prices | None:
        """Return the price that was agreed [currency/kWh], (T,), before it is moved into the window.

        None for a rule that finds its price inside the window.
        """
        return None

    def transfers(self, period: Period) -> Energies | None:
        """Return what each member is paid over the whole period besides the local price, (M,), summing to 0.

        None for a rule that pays by the local price alone.
        """
        return None


@dataclass(frozen=True, slots=True)
class Period:
    """What the members have and get over a whole period, each (M,).

    `surplus_kwh`, `deficit_kwh` are those that enter this group, where their price is known; `rest_value` is what the
    part of them that was not shared earns from the grid, `rest_cost` what it costs there, fees included [currency].
    """

    surplus_kwh: Energies
    deficit_kwh: Energies
    rest_value: Prices
    rest_cost: Prices

"""A price that follows scarcity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from energy_synergy.pricing.base import Pool, PriceRule, Prices
from energy_synergy.pricing.scarcity import price_by_scarcity


class SupplyDemandRatio(PriceRule):
    """A price that falls from the ceiling to the floor as the surplus of the slot comes near the deficit.

    Liu et al., IEEE TPWRS 2017, eq. 9-10. From a ratio of 1 on sellers gain nothing. Where the floor is 0 or less, the
    formula explodes and the price falls in a straight line instead.
    """

    name: ClassVar[str] = "supply_demand_ratio"
    label: ClassVar[Mapping[str, str]] = {"en": "Supply-demand ratio", "fr": "Rapport offre-demande"}

    def prices(self, pool: Pool) -> Prices:
        """Return the price of each slot [currency/kWh], (T,)."""
        floor, ceiling = pool.price_floor_per_kwh, pool.price_ceiling_per_kwh
        return pool.within(price_by_scarcity(floor, ceiling, pool.supply_demand_ratio))

"""A price that follows scarcity and always leaves the sellers something."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np
from pydantic import Field

from energy_synergy.pricing.base import Pool, PriceRule, Prices
from energy_synergy.pricing.scarcity import price_by_scarcity


class CompensatedSupplyDemandRatio(PriceRule):
    """The supply-demand ratio above a raised floor, so that sellers gain also when surplus abounds.

    Energies 2023, 16, 1949, eq. 22: the floor rises by the compensation, at most to the ceiling.
    """

    name: ClassVar[str] = "compensated_supply_demand_ratio"
    label: ClassVar[Mapping[str, str]] = {
        "en": "Compensated supply-demand ratio",
        "fr": "Rapport offre-demande compensé",
    }
    compensation_per_kwh: float = Field(
        0.02, ge=0, allow_inf_nan=False, description="What sellers get above their floor at least [currency/kWh]"
    )

    def prices(self, pool: Pool) -> Prices:
        """Return the price of each slot [currency/kWh], (T,)."""
        ceiling = pool.price_ceiling_per_kwh
        base = np.minimum(pool.price_floor_per_kwh + self.compensation_per_kwh, ceiling)
        return pool.within(price_by_scarcity(base, ceiling, pool.supply_demand_ratio))

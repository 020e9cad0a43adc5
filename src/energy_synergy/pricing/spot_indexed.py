"""A price that follows the day-ahead market."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

import numpy as np
from pydantic import AllowInfNan, Field

from energy_synergy.pricing.base import Pool, PriceRule, Prices


class SpotIndexed(PriceRule):
    """The day-ahead price plus a spread, moved into the window in slots where it lies outside."""

    name: ClassVar[str] = "spot_indexed"
    label: ClassVar[Mapping[str, str]] = {"en": "Day-ahead price", "fr": "Prix spot"}
    needs_spot: ClassVar[bool] = True
    spread_per_kwh: Annotated[float, AllowInfNan(False)] = Field(
        0.0, description="What is added to the day-ahead price [currency/kWh]; negative for a discount"
    )

    def prices(self, pool: Pool) -> Prices:
        """Return the price of each slot [currency/kWh], (T,), NaN where the day-ahead price is not known."""
        return pool.within(self.agreed_prices(pool))

    def agreed_prices(self, pool: Pool) -> Prices:
        """Return the day-ahead price plus the spread [currency/kWh], (T,), NaN where it is not known."""
        if pool.spot_per_kwh is None:
            return np.full_like(pool.surplus_kwh, np.nan)
        indexed: Prices = pool.spot_per_kwh + self.spread_per_kwh
        return indexed

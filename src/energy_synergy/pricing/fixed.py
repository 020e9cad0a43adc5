"""One price for the whole agreement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

import numpy as np
from pydantic import AllowInfNan, Field

from energy_synergy.pricing.base import Pool, PriceRule, Prices


class Fixed(PriceRule):
    """One fixed price, moved into the window in slots where it would leave somebody worse off."""

    name: ClassVar[str] = "fixed"
    label: ClassVar[Mapping[str, str]] = {"en": "Fixed price", "fr": "Prix fixe"}
    price_per_kwh: Annotated[float, AllowInfNan(False)] = Field(
        description="Price of a kWh inside the group [currency/kWh], without VAT and fees"
    )

    def prices(self, pool: Pool) -> Prices:
        """Return the price within the window of each slot [currency/kWh], (T,)."""
        return pool.within(self.agreed_prices(pool))

    def agreed_prices(self, pool: Pool) -> Prices:
        """Return the fixed price in each slot [currency/kWh], (T,)."""
        return np.full_like(pool.surplus_kwh, self.price_per_kwh)

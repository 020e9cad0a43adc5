"""A fixed part of the gain for the sellers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from energy_synergy.pricing.base import Pool, PriceRule, Prices


class KSplit(PriceRule):
    """Split the gain of each shared kWh: the part k goes to the seller, the rest to the buyer.

    price = floor + k (ceiling - floor); k = 0.5 is the mid-market rate and the Nash bargaining solution.
    """

    name: ClassVar[str] = "k_split"
    label: ClassVar[Mapping[str, str]] = {"en": "Split of the gain", "fr": "Partage du gain"}
    k: float = Field(0.5, ge=0, le=1, description="Part of the gain for the sellers, 0 to 1")

    def prices(self, pool: Pool) -> Prices:
        """Return the price of each slot [currency/kWh], (T,)."""
        prices: Prices = pool.price_floor_per_kwh * (1 - self.k) + pool.price_ceiling_per_kwh * self.k
        return pool.within(prices)

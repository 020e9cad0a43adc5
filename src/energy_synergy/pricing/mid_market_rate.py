"""The middle of the window."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from energy_synergy.pricing.base import Pool, PriceRule, Prices


class MidMarketRate(PriceRule):
    """The middle between the floor of the sellers and the ceiling of the buyers, fees included.

    Long et al. 2017; with the rest at the prices of the grid it gives the pooled prices of Zhou et al. 2018, A.2.2.
    """

    name: ClassVar[str] = "mid_market_rate"
    label: ClassVar[Mapping[str, str]] = {"en": "Mid-market rate", "fr": "Milieu de la fenêtre"}

    def prices(self, pool: Pool) -> Prices:
        """Return the price of each slot [currency/kWh], (T,)."""
        prices: Prices = (pool.price_floor_per_kwh + pool.price_ceiling_per_kwh) / 2
        return prices

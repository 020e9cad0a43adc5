"""The same price in every slot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np
from pydantic import Field

from energy_synergy.tariffs.base import PricedSlots, PricePerKwh, Prices, TariffPart


class Flat(TariffPart):
    """The same price at any time."""

    name: ClassVar[str] = "flat"
    label: ClassVar[Mapping[str, str]] = {"en": "Flat", "fr": "Fixe"}
    price_per_kwh: PricePerKwh = Field(description="Price of a kWh, without VAT; it may be negative")

    def prices(self, slots: PricedSlots) -> Prices:
        """Return the price of each slot [currency/kWh], (T,)."""
        return np.full(slots.timeline.slots, self.price_per_kwh)

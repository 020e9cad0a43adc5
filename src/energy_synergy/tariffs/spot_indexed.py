"""A price that follows the day-ahead market."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Self

import numpy as np
from pydantic import Field, model_validator

from energy_synergy.errors import InvalidValue, marked
from energy_synergy.tariffs.base import PricedSlots, PricePerKwh, Prices, TariffPart


class SpotIndexed(TariffPart):
    """The day-ahead price times a factor plus a spread, within a floor and a cap."""

    name: ClassVar[str] = "spot_indexed"
    label: ClassVar[Mapping[str, str]] = {"en": "Day-ahead price", "fr": "Prix spot"}
    factor: PricePerKwh = Field(
        default=1.0, description="What the day-ahead price is multiplied by, such as 1.03 for losses"
    )
    spread_per_kwh: PricePerKwh = Field(
        default=0.0, description="What is added to it [currency/kWh]; negative for a discount"
    )
    floor_per_kwh: PricePerKwh | None = Field(
        default=None, description="The price never falls below this [currency/kWh]"
    )
    cap_per_kwh: PricePerKwh | None = Field(default=None, description="The price never rises above this [currency/kWh]")

    @model_validator(mode="after")
    def _floor_below_cap(self) -> Self:
        if self.floor_per_kwh is not None and self.cap_per_kwh is not None and self.floor_per_kwh > self.cap_per_kwh:
            raise InvalidValue(
                marked("The floor {floor} lies above the cap {cap}. Exchange them or correct one."),
                floor=self.floor_per_kwh,
                cap=self.cap_per_kwh,
            )
        return self

    def prices(self, slots: PricedSlots) -> Prices:
        """Return the price of each slot [currency/kWh], (T,), NaN where the day-ahead price is not known."""
        if slots.spot_per_kwh is None:
            return np.full(slots.timeline.slots, np.nan)
        indexed = slots.spot_per_kwh * self.factor + self.spread_per_kwh
        low = -np.inf if self.floor_per_kwh is None else self.floor_per_kwh
        high = np.inf if self.cap_per_kwh is None else self.cap_per_kwh
        return np.clip(indexed, low, high)

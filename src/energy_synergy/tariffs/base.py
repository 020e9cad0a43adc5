"""The contract of a part of a tariff: one price per kWh in each slot."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np
import numpy.typing as npt
from pydantic import AllowInfNan

from energy_synergy.registry import Option
from energy_synergy.timeline import Timeline

Prices = npt.NDArray[np.float64]
# A price may be negative everywhere; it is a number.
PricePerKwh = Annotated[float, AllowInfNan(False)]


@dataclass(frozen=True, slots=True)
class PricedSlots:
    """The slots that prices are asked for, with the day-ahead price [currency/kWh], (T,), NaN where it is unknown.

    `spot_per_kwh` is None where nobody told any.
    """

    timeline: Timeline
    spot_per_kwh: Prices | None = None


class TariffPart(Option, ABC):
    """One part of a tariff: the energy, a fee of the grid, a levy, or what a fed-in kWh earns; without VAT."""

    label: ClassVar[Mapping[str, str]]

    @abstractmethod
    def prices(self, slots: PricedSlots) -> Prices:
        """Return the price of each slot [currency/kWh], (T,), NaN where it is not known."""

"""How restless the exchange with the grid is."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from energy_synergy.community.indicators.base import Indicator, Unit
from energy_synergy.community.window import WindowResult
from energy_synergy.errors import marked


class GridInteraction(Indicator):
    """How much the exchange with the grid fluctuates, against its own largest value."""

    name: ClassVar[str] = "grid_interaction"
    label: ClassVar[str] = marked("Grid interaction")
    unit: ClassVar[Unit] = "fraction"
    formula: ClassVar[str] = "standard deviation over slots of net / max |net|, net = production - consumption"
    source: ClassVar[str] = "Salom et al., IEA SHC Task 40 / EBC Annex 52 report (2013)"

    ddof: Literal[0, 1] = Field(0, description="0: deviation of the slots themselves, 1: of a sample")

    def compute(self, result: WindowResult) -> float | None:
        """Return the value, None where production equals consumption in every slot.

        Slots with a missing reading are left out.
        """
        net = (result.group_production_kwh - result.group_consumption_kwh)[~result.is_provisional]
        largest = float(np.abs(net).max(initial=0.0))
        if largest == 0 or len(net) <= self.ddof:
            return None
        return float(np.std(net / largest, ddof=self.ddof))

"""How well production and consumption meet in time, every slot counting the same."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from energy_synergy.community.indicators.base import Indicator, Unit
from energy_synergy.community.window import WindowResult
from energy_synergy.errors import marked


class LoadMatch(Indicator):
    """Mean over time of the part of consumption that production of the same slot could cover."""

    name: ClassVar[str] = "load_match"
    label: ClassVar[str] = marked("Load match")
    unit: ClassVar[Unit] = "fraction"
    formula: ClassVar[str] = "mean over slots of min(1, production / consumption), slots without consumption left out"
    source: ClassVar[str] = "Salom et al., IEA SHC Task 40 / EBC Annex 52 report (2013)"

    def compute(self, result: WindowResult) -> float | None:
        """Return the value, None where no slot has consumption; slots with a missing reading are left out."""
        is_counted = (result.group_consumption_kwh > 0) & ~result.is_provisional
        if not is_counted.any():
            return None
        production, consumption = result.group_production_kwh[is_counted], result.group_consumption_kwh[is_counted]
        return float((np.minimum(production, consumption) / consumption).mean())

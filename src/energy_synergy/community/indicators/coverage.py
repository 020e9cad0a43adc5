"""How production compares with consumption over the window."""

from __future__ import annotations

from typing import ClassVar

from energy_synergy.community.indicators.base import Indicator, Unit, ratio, total
from energy_synergy.community.window import WindowResult
from energy_synergy.errors import marked


class Coverage(Indicator):
    """Production beside consumption over the whole window, whenever they happen."""

    name: ClassVar[str] = "coverage"
    label: ClassVar[str] = marked("Coverage")
    unit: ClassVar[Unit] = "fraction"
    formula: ClassVar[str] = "production / consumption"
    source: ClassVar[str] = "Gross balance of the window; it can exceed 1 and says nothing about timing"

    def compute(self, result: WindowResult) -> float | None:
        """Return the value, None without consumption."""
        return ratio(total(result, "production_kwh"), total(result, "consumption_kwh"))

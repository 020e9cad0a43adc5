"""How much of its production the group uses itself."""

from __future__ import annotations

from typing import ClassVar

from energy_synergy.community.indicators.base import Indicator, Unit, ratio, total
from energy_synergy.community.window import WindowResult
from energy_synergy.errors import marked


class SelfConsumption(Indicator):
    """Part of the group's production that the group uses itself."""

    name: ClassVar[str] = "self_consumption"
    label: ClassVar[str] = marked("Self-consumption")
    unit: ClassVar[Unit] = "fraction"
    formula: ClassVar[str] = "(self-consumed + given) / production"
    source: ClassVar[str] = "Luthander et al., Applied Energy 142 (2015) 80-94"

    def compute(self, result: WindowResult) -> float | None:
        """Return the value, None without production."""
        used = total(result, "self_consumed_kwh", "given_kwh")
        return ratio(used, total(result, "self_consumed_kwh", "surplus_kwh"))

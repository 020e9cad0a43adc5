"""How much of its consumption the group covers itself."""

from __future__ import annotations

from typing import ClassVar

from energy_synergy.community.indicators.base import Indicator, Unit, ratio, total
from energy_synergy.community.window import WindowResult
from energy_synergy.errors import marked


class SelfSufficiency(Indicator):
    """Part of the group's consumption that the group produces itself."""

    name: ClassVar[str] = "self_sufficiency"
    label: ClassVar[str] = marked("Self-sufficiency")
    unit: ClassVar[Unit] = "fraction"
    formula: ClassVar[str] = "(self-consumed + received) / consumption"
    source: ClassVar[str] = "Luthander et al., Applied Energy 142 (2015) 80-94"

    def compute(self, result: WindowResult) -> float | None:
        """Return the value, None without consumption."""
        covered = total(result, "self_consumed_kwh", "received_kwh")
        return ratio(covered, total(result, "self_consumed_kwh", "deficit_kwh"))

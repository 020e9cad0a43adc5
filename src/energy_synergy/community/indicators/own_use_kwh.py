"""What members use of their own production."""

from __future__ import annotations

from typing import ClassVar

from energy_synergy.community.indicators.base import Indicator, Unit, total
from energy_synergy.community.window import WindowResult
from energy_synergy.errors import marked


class OwnUseKwh(Indicator):
    """Energy that members use behind their own meter."""

    name: ClassVar[str] = "own_use_kwh"
    label: ClassVar[str] = marked("Own use")
    unit: ClassVar[Unit] = "kWh"
    formula: ClassVar[str] = "sum of min(production, consumption) per member and slot"
    source: ClassVar[str] = "Definition of this product"

    def compute(self, result: WindowResult) -> float | None:
        """Return the sum [kWh]."""
        return total(result, "self_consumed_kwh")

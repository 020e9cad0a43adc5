"""What members give to each other."""

from __future__ import annotations

from typing import ClassVar

from energy_synergy.community.indicators.base import Indicator, Unit, total
from energy_synergy.community.window import WindowResult
from energy_synergy.errors import marked


class SharedKwh(Indicator):
    """Energy that changes company inside the group."""

    name: ClassVar[str] = "shared_kwh"
    label: ClassVar[str] = marked("Shared energy")
    unit: ClassVar[Unit] = "kWh"
    formula: ClassVar[str] = "sum of received = sum of given"
    source: ClassVar[str] = "Definition of this product"

    def compute(self, result: WindowResult) -> float | None:
        """Return the sum [kWh]."""
        return total(result, "received_kwh")

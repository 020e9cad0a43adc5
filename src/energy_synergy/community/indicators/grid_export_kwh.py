"""What the group still sends to the grid."""

from __future__ import annotations

from typing import ClassVar

from energy_synergy.community.indicators.base import Indicator, Unit, total
from energy_synergy.community.window import WindowResult
from energy_synergy.errors import marked


class GridExportKwh(Indicator):
    """Energy that still goes to the grid."""

    name: ClassVar[str] = "grid_export_kwh"
    label: ClassVar[str] = marked("Export to the grid")
    unit: ClassVar[Unit] = "kWh"
    formula: ClassVar[str] = "sum of surplus - given"
    source: ClassVar[str] = "Definition of this product"

    def compute(self, result: WindowResult) -> float | None:
        """Return the sum [kWh]."""
        return total(result, "grid_export_kwh")

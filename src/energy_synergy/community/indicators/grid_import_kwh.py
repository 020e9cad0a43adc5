"""What the group still takes from the grid."""

from __future__ import annotations

from typing import ClassVar

from energy_synergy.community.indicators.base import Indicator, Unit, total
from energy_synergy.community.window import WindowResult
from energy_synergy.errors import marked


class GridImportKwh(Indicator):
    """Energy that still comes from the suppliers."""

    name: ClassVar[str] = "grid_import_kwh"
    label: ClassVar[str] = marked("Import from the grid")
    unit: ClassVar[Unit] = "kWh"
    formula: ClassVar[str] = "sum of deficit - received"
    source: ClassVar[str] = "Definition of this product"

    def compute(self, result: WindowResult) -> float | None:
        """Return the sum [kWh]."""
        return total(result, "grid_import_kwh")

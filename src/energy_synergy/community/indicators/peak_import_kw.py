"""The group's highest draw from the grid."""

from __future__ import annotations

from typing import ClassVar

from energy_synergy.community.indicators.base import Indicator, Unit, highest
from energy_synergy.community.window import WindowResult
from energy_synergy.errors import marked


class PeakImportKw(Indicator):
    """Highest mean power of a quarter-hour (of an hour if sharing is hourly) that the group takes from the grid."""

    name: ClassVar[str] = "peak_import_kw"
    label: ClassVar[str] = marked("Peak import")
    unit: ClassVar[Unit] = "kW"
    formula: ClassVar[str] = "max over slots of the sum of grid import / hours of a slot"
    source: ClassVar[str] = "Definition of this product"

    def compute(self, result: WindowResult) -> float | None:
        """Return the power [kW], None without slots."""
        power = highest(result.over_members(result.grid_import_kwh))
        return None if power is None else power * result.rows_per_hour

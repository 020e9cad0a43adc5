"""How much of what members have left stays in the group."""

from __future__ import annotations

from typing import ClassVar

from energy_synergy.community.indicators.base import Indicator, Unit, ratio, total
from energy_synergy.community.window import WindowResult
from energy_synergy.errors import marked


class SharingRateOfSurplus(Indicator):
    """Part of the members' surplus that other members use."""

    name: ClassVar[str] = "sharing_rate_of_surplus"
    label: ClassVar[str] = marked("Shared part of the surplus")
    unit: ClassVar[Unit] = "fraction"
    formula: ClassVar[str] = "given / surplus of the members"
    source: ClassVar[str] = "Definition of this product"

    def compute(self, result: WindowResult) -> float | None:
        """Return the value, None without surplus."""
        return ratio(total(result, "given_kwh"), total(result, "surplus_kwh"))

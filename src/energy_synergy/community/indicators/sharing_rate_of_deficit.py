"""How much of what members lack comes from the group."""

from __future__ import annotations

from typing import ClassVar

from energy_synergy.community.indicators.base import Indicator, Unit, ratio, total
from energy_synergy.community.window import WindowResult
from energy_synergy.errors import marked


class SharingRateOfDeficit(Indicator):
    """Part of the members' deficit that other members cover."""

    name: ClassVar[str] = "sharing_rate_of_deficit"
    label: ClassVar[str] = marked("Shared part of the deficit")
    unit: ClassVar[Unit] = "fraction"
    formula: ClassVar[str] = "received / deficit of the members"
    source: ClassVar[str] = "Definition of this product"

    def compute(self, result: WindowResult) -> float | None:
        """Return the value, None without deficit."""
        return ratio(total(result, "received_kwh"), total(result, "deficit_kwh"))

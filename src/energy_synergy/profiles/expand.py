"""From an annual total and a profile to readings: a typical day, or every slot of a timeline."""

from __future__ import annotations

from dataclasses import dataclass

from energy_synergy.metering.series import Direction, Series
from energy_synergy.profiles.base import Profile
from energy_synergy.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a company that knows only its annual total [kWh] is taken to use or produce."""

    meter: str
    direction: Direction
    profile: Profile
    annual_kwh: float

    def over(self, timeline: Timeline) -> Series:
        """Return the estimated readings of every slot of a timeline (quality estimated)."""
        raise NotImplementedError

    def typical_day(self, days_in_year: int = 365) -> Series:
        """Return the undated mean day, 96 slots summing to annual_kwh / days_in_year (quality estimated)."""
        raise NotImplementedError

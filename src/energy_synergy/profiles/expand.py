"""From an annual total and a profile to readings: a typical day, or every slot of a timeline."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from energy_synergy.errors import InvalidValue, marked
from energy_synergy.metering.series import Direction, Energies, Quality, Series
from energy_synergy.profiles.base import Profile
from energy_synergy.timeline import Timeline, first_instant
from energy_synergy.units import SLOT

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a company that knows only its annual total [kWh] is taken to use or produce.

    Raises InvalidValue for a total that is negative or no finite number, and for a profile of the other direction.
    """

    meter: str
    direction: Direction
    profile: Profile
    annual_kwh: float

    def __post_init__(self) -> None:
        if not math.isfinite(self.annual_kwh) or self.annual_kwh < 0:
            raise InvalidValue(
                marked("The annual total of {meter} must be a number of kWh from zero up, not {value}."),
                meter=self.meter,
                value=self.annual_kwh,
            )
        if self.profile.direction not in (None, self.direction):
            raise InvalidValue(
                marked("The profile {profile} is a curve of {profile_direction}; {meter} needs one of {direction}."),
                profile=self.profile.name,
                profile_direction=self.profile.direction,
                meter=self.meter,
                direction=self.direction,
            )

    def over(self, timeline: Timeline) -> Series:
        """Return the estimated readings of every slot of a timeline (quality estimated).

        A local day of year Y gets annual_kwh * day_weight / (sum of day_weight over year Y), spread by the wall clock
        along its day_curve; a day of 92 or 100 slots keeps its energy, and so each full local year sums to annual_kwh.
        """
        if not timeline.slots:
            return self._series(timeline, np.zeros(0))
        whole = _whole_days(timeline)
        first = whole.slot_of(timeline.starts_at)
        return self._series(timeline, self._whole_days_kwh(whole)[first : first + timeline.slots])

    def typical_day(self, days_in_year: int = 365) -> Series:
        """Return the undated mean day, 96 slots summing to annual_kwh / days_in_year (quality estimated).

        Raises InvalidValue for a year without days.
        """
        if days_in_year <= 0:
            raise InvalidValue(marked("A year cannot have {days} days."), days=days_in_year)
        return self._series(None, self.profile.typical_day() * (self.annual_kwh / days_in_year))

    def _series(self, timeline: Timeline | None, energy_kwh: Energies) -> Series:
        starts_at = None if timeline is None else timeline.starts_at
        quality = np.full(len(energy_kwh), Quality.ESTIMATED, dtype=np.uint8)
        return Series(self.meter, self.direction, starts_at, SLOT, energy_kwh, quality)

    def _whole_days_kwh(self, timeline: Timeline) -> Energies:
        days = [day.date for day in timeline.local_days]
        slots = np.array([day.slots for day in timeline.local_days])
        curves = np.stack([self.profile.day_curve(day) for day in days])
        shape = curves[np.repeat(np.arange(len(days)), slots), timeline.quarter_of_day]
        return _scaled_by_day(shape, slots, self._day_kwh(days, timeline.timezone))

    def _day_kwh(self, days: Sequence[date], timezone: str) -> Energies:
        energy: Energies = np.array([self.profile.day_weight(day) for day in days])
        years = np.array([day.year for day in days])
        for year in np.unique(years):
            total = math.fsum(self.profile.day_weight(day) for day in _days_of_year(int(year), timezone))
            energy[years == year] *= self.annual_kwh / total
        return energy


def _whole_days(timeline: Timeline) -> Timeline:
    """The same slots, filled up to whole local days, because a day's energy is shared among all of its slots."""
    first = timeline.start_of(0).date()
    end = timeline.start_of(timeline.slots - 1).date() + timedelta(days=1)
    # A clock that steps back over midnight shows the evening of a day again after that day has ended.
    end += timedelta(days=first_instant(end, timeline.timezone) < timeline.ends_at)
    return Timeline.from_days(first, end, timeline.timezone)


@lru_cache(maxsize=64)
def _days_of_year(year: int, timezone: str) -> tuple[date, ...]:
    """The dates that a year has in a zone: one fewer where a zone crossed the date line."""
    whole_year = Timeline.from_days(date(year, 1, 1), date(year + 1, 1, 1), timezone)
    return tuple(day.date for day in whole_year.local_days)


def _scaled_by_day(shape: Energies, slots: Counts, day_kwh: Energies) -> Energies:
    """Scale each day's run of `shape` to its energy; a day whose clock skips all of its curve is spread evenly."""
    ends = np.cumsum(slots)
    sums = np.add.reduceat(shape, ends - slots)
    is_skipped = np.repeat(sums == 0, slots)
    energy: Energies = np.where(is_skipped, 1.0, shape)
    energy *= np.repeat(day_kwh / np.where(sums == 0, slots, sums), slots)
    return energy

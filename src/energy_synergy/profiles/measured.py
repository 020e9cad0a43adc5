"""The days that were measured, by month and kind of day: what a profile is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from energy_synergy.metering.series import Energies, Quality, Series
from energy_synergy.profiles.calendar import KIND_OF_WEEKDAY, KINDS, MONTHS
from energy_synergy.timeline import Timeline
from energy_synergy.units import SLOT, SLOTS_PER_DAY


@dataclass(frozen=True, slots=True, eq=False)
class MeasuredDays:
    """Energy of all whole measured days by month and kind of day [kWh], (12, 3, 96), and how many they are, (12, 3)."""

    energy_kwh: Energies
    days: npt.NDArray[np.int64]


def compute_measured_days(meters: Sequence[Series], timezone: str) -> MeasuredDays:
    """Return the days on which every meter has a measured value in each of 96 quarter-hours.

    The two days on which the clock changes are left out, because they have no 96 quarter-hours. Series are dated and
    on the 15-minute grid.
    """
    energy_kwh = np.zeros((len(MONTHS), len(KINDS), SLOTS_PER_DAY))
    counts = np.zeros((len(MONTHS), len(KINDS)), dtype=np.int64)
    spans = [(one.starts_at, one.ends_at) for one in meters if one.starts_at and one.ends_at]
    if spans:
        timeline = Timeline.between(min(one[0] for one in spans), max(one[1] for one in spans), timezone)
        total_kwh = sum((_placed(one, timeline) for one in meters), np.zeros(timeline.slots))
        for day in timeline.local_days:
            values = total_kwh[day.first_slot : day.first_slot + day.slots]
            if day.slots == SLOTS_PER_DAY and not np.isnan(values).any():
                place = day.date.month - 1, KIND_OF_WEEKDAY[day.date.weekday()]
                energy_kwh[place] += values
                counts[place] += 1
    return MeasuredDays(energy_kwh, counts)


def _placed(one: Series, timeline: Timeline) -> Energies:
    """Return the measured values of a meter on a timeline [kWh], NaN where there is none."""
    placed = np.full(timeline.slots, np.nan)
    assert isinstance(one.starts_at, datetime)
    assert one.step == SLOT
    first = timeline.slot_of(one.starts_at)
    is_measured = (one.quality == Quality.MEASURED) | (one.quality == Quality.SUBSTITUTED)
    placed[first : first + len(one.energy_kwh)] = np.where(is_measured, one.energy_kwh, np.nan)
    return placed

"""Mean days of one company beside a profile: what was measured by kind of day, and how far that lies from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from energy_synergy.community.mean_days import COLUMNS_BY_SET
from energy_synergy.metering.series import Energies
from energy_synergy.profiles.base import Profile
from energy_synergy.timeline import Ints, Timeline
from energy_synergy.units import SLOTS_PER_DAY

KINDS_OF_DAYS = COLUMNS_BY_SET["three"]
KINDS = max(KINDS_OF_DAYS) + 1


@dataclass(frozen=True, slots=True, eq=False)
class DayShapes:
    """Mean energy of each quarter of the day [kWh], (K, 96), NaN where nothing counts, and the days behind each, (K,).

    Kind 0 is Monday to Friday, 1 Saturday, 2 Sunday; a typical day has the one kind 0.
    """

    energy_kwh: Energies
    days: Ints

    @property
    def total_kwh(self) -> float:
        """The energy of all days behind the means [kWh], what does not count left out."""
        return float((np.nansum(self.energy_kwh, axis=1) * self.days).sum())


def compute_day_shapes(energy_kwh: Energies, timeline: Timeline) -> DayShapes:
    """Return the mean days of energies [kWh], (T,), NaN where a slot does not count."""
    is_counted = ~np.isnan(energy_kwh)
    kinds = np.array(KINDS_OF_DAYS)[timeline.weekday[is_counted]]
    cells = kinds * SLOTS_PER_DAY + timeline.quarter_of_day[is_counted]
    counts = np.bincount(cells, minlength=KINDS * SLOTS_PER_DAY)
    sums = np.bincount(cells, weights=energy_kwh[is_counted], minlength=KINDS * SLOTS_PER_DAY)
    means = np.divide(sums, counts, out=np.full(len(sums), np.nan), where=counts > 0)
    found = np.unique(np.stack([kinds, timeline.day_number[is_counted]]), axis=1)[0]
    return DayShapes(means.reshape(KINDS, -1), np.bincount(found, minlength=KINDS))


def expected_shapes(profile: Profile, dates: Sequence[date], measured: DayShapes) -> Energies:
    """Return the mean days that a profile expects on some dates [kWh], (K, 96), with the measured energy in all.

    The profile says how its energy falls on the hours of a day and how much falls on which day; NaN where nothing is
    measured.
    """
    weights = np.array([profile.day_weight(day) for day in dates])
    curves = np.stack([profile.day_curve(day) for day in dates]) * weights[:, None]
    kinds = _kinds(dates, len(measured.days))
    sums = np.zeros((len(measured.days), SLOTS_PER_DAY))
    np.add.at(sums, kinds, curves)
    counts = np.bincount(kinds, minlength=len(sums))
    means = np.divide(sums, counts[:, None], out=np.zeros_like(sums), where=counts[:, None] > 0)
    # Only the quarters that are measured share the measured energy out.
    means[np.isnan(measured.energy_kwh)] = np.nan
    total = float((np.nansum(means, axis=1) * measured.days).sum())
    expected: Energies = means * (measured.total_kwh / total if total > 0 else 0.0)
    return expected


def _kinds(dates: Sequence[date], kinds: int) -> Ints:
    if kinds == 1:
        return np.zeros(len(dates), dtype=np.int64)
    return np.array([KINDS_OF_DAYS[day.weekday()] for day in dates], dtype=np.int64)


def misplaced(measured: DayShapes, expected_kwh: Energies) -> float | None:
    """Return the part of the energy that a profile puts at another time, from 0 to 1; None without any energy.

    half the sum of |measured - expected| / measured energy: what would have to be moved to make the two one.
    """
    if measured.total_kwh <= 0:
        return None
    apart = (np.nansum(np.abs(measured.energy_kwh - expected_kwh), axis=1) * measured.days).sum()
    return float(apart / 2 / measured.total_kwh)

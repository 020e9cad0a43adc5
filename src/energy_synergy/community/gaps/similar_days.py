"""The same time on days like the missing one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np
from pydantic import Field

from energy_synergy.community.gaps.base import GapPolicy, by_day
from energy_synergy.metering.series import Energies
from energy_synergy.timeline import Timeline

WEEK = 7


class SimilarDays(GapPolicy):
    """Fill a gap with the mean of the same quarter of an hour on the same weekday of the weeks before and after."""

    name: ClassVar[str] = "similar_days"
    label: ClassVar[Mapping[str, str]] = {"en": "Same time on similar days", "fr": "Même heure de jours semblables"}
    weeks: int = Field(4, ge=1, le=4, description="How many weeks before and after are looked at")
    least_days: int = Field(2, ge=1, le=8, description="How many of those days must have been measured")

    def stand_ins(self, measured_kwh: Energies, timeline: Timeline) -> Energies:
        """Return the mean of the similar days of each slot [kWh], (T,), NaN where too few were measured."""
        table, first = by_day(measured_kwh, timeline)
        shifts = [way * week * WEEK for week in range(1, self.weeks + 1) for way in (-1, 1)]
        stacked = np.stack([_shifted(table, days) for days in shifts])
        count = (~np.isnan(stacked)).sum(axis=0)
        mean = np.full(table.shape, np.nan)
        np.divide(np.nansum(stacked, axis=0), count, out=mean, where=count >= self.least_days)
        values: Energies = mean[timeline.day_number - first, timeline.quarter_of_day]
        return values


def _shifted(table: Energies, days: int) -> Energies:
    """Return a table (D, 96) in which each day holds what some days after it holds, NaN beyond its ends."""
    moved = np.full_like(table, np.nan)
    if abs(days) >= len(table):
        return moved
    if days > 0:
        moved[:-days] = table[days:]
    else:
        moved[-days:] = table[:days]
    return moved

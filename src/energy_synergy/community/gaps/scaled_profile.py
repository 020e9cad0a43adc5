"""A profile on the level of the days that were measured."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

import numpy as np
from pydantic import Field

from energy_synergy.community.gaps.base import GapPolicy, by_day
from energy_synergy.metering.series import Energies, Quality
from energy_synergy.profiles.base import Profile
from energy_synergy.registry import option
from energy_synergy.timeline import Timeline
from energy_synergy.units import SLOTS_PER_DAY

AROUND = 28
LEAST_DAYS = 3
EPOCH = date(1970, 1, 1)


class ScaledProfile(GapPolicy):
    """Fill a gap with a profile, scaled to what was measured in the four weeks before and after."""

    name: ClassVar[str] = "scaled_profile"
    label: ClassVar[Mapping[str, str]] = {
        "en": "Profile scaled to the measured days",
        "fr": "Profil mis à l’échelle des jours mesurés",
    }
    quality: ClassVar[Quality] = Quality.ESTIMATED
    profile: str = Field("office", description="Profile of the catalogue whose shape is used")

    def model_post_init(self, context: Any) -> None:
        """Refuse a profile that is not there."""
        option("profiles", self.profile)

    def stand_ins(self, measured_kwh: Energies, timeline: Timeline) -> Energies:
        """Return the profile on the level of the measured slots around each day [kWh], (T,), NaN without three days."""
        table, first = by_day(measured_kwh, timeline)
        shape = self._shape(first, len(table))
        is_known = ~np.isnan(table)
        measured = _around(np.where(is_known, table, 0.0).sum(axis=1))
        expected = _around(np.where(is_known, shape, 0.0).sum(axis=1))
        slots = _around(is_known.sum(axis=1).astype(np.float64))
        scale = np.full(len(table), np.nan)
        np.divide(measured, expected, out=scale, where=(slots >= LEAST_DAYS * SLOTS_PER_DAY) & (expected > 0))
        values: Energies = (shape * scale[:, None])[timeline.day_number - first, timeline.quarter_of_day]
        return values

    def _shape(self, first: int, days: int) -> Energies:
        profile: Profile = option("profiles", self.profile)
        dates = [EPOCH + timedelta(days=first + number) for number in range(days)]
        return np.stack([profile.day_curve(day) * profile.day_weight(day) for day in dates])


def _around(days: Energies) -> Energies:
    """Return for each day (D,) the sum of the days around it."""
    total = np.concatenate([[0.0], np.cumsum(days)])
    places = np.arange(len(days))
    sums: Energies = total[np.minimum(places + AROUND + 1, len(days))] - total[np.maximum(places - AROUND, 0)]
    return sums

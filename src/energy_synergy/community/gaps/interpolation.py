"""A straight line over short gaps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np
from pydantic import Field

from energy_synergy.community.gaps.base import GapPolicy
from energy_synergy.metering.checks.base import runs
from energy_synergy.metering.series import Energies
from energy_synergy.timeline import Timeline


class Interpolation(GapPolicy):
    """Fill short gaps by a straight line between the reading before and the reading after; longer ones stay missing."""

    name: ClassVar[str] = "interpolation"
    label: ClassVar[Mapping[str, str]] = {
        "en": "Straight line over short gaps",
        "fr": "Ligne droite sur les trous courts",
    }
    longest_slots: int = Field(8, ge=1, le=96, description="The longest gap that is filled [slots of 15 minutes]")

    def stand_ins(self, measured_kwh: Energies, timeline: Timeline) -> Energies:
        """Return values inside gaps that are short enough [kWh], (T,)."""
        found = np.full(len(measured_kwh), np.nan)
        is_missing = np.isnan(measured_kwh)
        known = np.flatnonzero(~is_missing)
        if not len(known):
            return found
        for first, end in runs(is_missing).tolist():
            if first > known[0] and end <= known[-1] and end - first <= self.longest_slots and is_missing[first]:
                places = np.arange(first, end)
                found[places] = np.interp(places, known, measured_kwh[known])
        return found

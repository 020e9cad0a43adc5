"""Missing readings stay missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from energy_synergy.community.gaps.base import GapPolicy
from energy_synergy.metering.series import Energies
from energy_synergy.timeline import Timeline


class LeaveMissing(GapPolicy):
    """Leave missing readings missing: the company takes no part in their slots, which count as provisional."""

    name: ClassVar[str] = "leave_missing"
    label: ClassVar[Mapping[str, str]] = {"en": "Leave missing", "fr": "Laisser manquant"}

    def stand_ins(self, measured_kwh: Energies, timeline: Timeline) -> Energies:
        """Return no value at all, (T,)."""
        return np.full(len(measured_kwh), np.nan)

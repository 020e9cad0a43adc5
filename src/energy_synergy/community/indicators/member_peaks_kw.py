"""What the members' own peaks add up to."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from energy_synergy.community.indicators.base import Indicator, Unit
from energy_synergy.community.window import WindowResult
from energy_synergy.errors import marked


class MemberPeaksKw(Indicator):
    """Peak import of each member by itself, added up: what the group's peak import is compared with."""

    name: ClassVar[str] = "member_peaks_kw"
    label: ClassVar[str] = marked("Sum of the members' peaks")
    unit: ClassVar[Unit] = "kW"
    formula: ClassVar[str] = "sum over members of max over slots of deficit / hours of a slot"
    source: ClassVar[str] = "Sum of non-coincident peaks; never below the peak of the group"

    def compute(self, result: WindowResult) -> float | None:
        """Return the power [kW], None without slots."""
        if not result.slots:
            return None
        return float(np.nan_to_num(result.deficit_kwh).max(axis=0).sum() * result.rows_per_hour)

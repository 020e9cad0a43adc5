"""Days that are copies of other days."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from pydantic import Field

from energy_synergy.errors import marked
from energy_synergy.findings import Finding, Severity
from energy_synergy.metering.checks.base import Check, place, when, whole_days
from energy_synergy.metering.series import Energies, Quality, Series


class Duplicate(Check):
    """Whole days of measured values that repeat an earlier day to the last digit."""

    name: ClassVar[str] = "duplicate"
    min_days: int = Field(1, ge=1, description="Copied days below which nothing is said")

    def check(self, series: Series, *, timezone: str) -> tuple[Finding, ...]:
        if not series.is_dated or not (series.quality == Quality.MEASURED).any():
            return ()
        days = whole_days(series)
        copies = _copies(days)
        if len(copies) < self.min_days:
            return ()
        per_day = days.shape[1]
        copy, original = copies[0]
        return (
            Finding(
                "duplicate",
                Severity.WARNING,
                marked(
                    "{meter}: whole days repeat earlier ones exactly ({days} in all); "
                    "the day from {starts_at} that from {original}."
                ),
                {
                    "meter": series.meter,
                    "days": len(copies),
                    "starts_at": when(series, timezone, copy * per_day),
                    "original": when(series, timezone, original * per_day),
                },
                place(series, timezone, copy * per_day, (copy + 1) * per_day),
                count=len(copies),
                advice=marked("These days may be filled in rather than measured: ask the source of the file."),
            ),
        )


def _copies(days: Energies) -> list[tuple[int, int]]:
    """Return each day that repeats an earlier one, with that one; constant days and days with gaps do not count."""
    if not days.size:
        return []
    is_candidate = days.max(axis=1) > days.min(axis=1)
    firsts: dict[bytes, int] = {}
    copies = []
    for day in np.flatnonzero(is_candidate).tolist():
        original = firsts.setdefault(days[day].tobytes(), day)
        if original != day:
            copies.append((day, original))
    return copies

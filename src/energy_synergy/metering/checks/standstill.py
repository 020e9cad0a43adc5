"""A consumption that stands at zero."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

import numpy as np
from pydantic import Field

from energy_synergy.errors import marked
from energy_synergy.findings import Finding, Severity
from energy_synergy.metering.checks.base import Check, place, runs, when
from energy_synergy.metering.series import Quality, Series


class Standstill(Check):
    """Consumption that is exactly zero for a day or longer, of a meter that otherwise hardly ever reads zero.

    A register that no longer moves gives such zeros; so does a site that was cut off, which only its people know.
    """

    name: ClassVar[str] = "standstill"
    hours: float = Field(24.0, gt=0, description="For how long a consumption may be zero [h]")
    usual_share: float = Field(0.01, ge=0, lt=1, description="Share of zeros elsewhere from which zero is usual")
    min_share: float = Field(0.5, gt=0, lt=1, description="Share of the readings that must lie outside of such runs")

    def check(self, series: Series, *, timezone: str) -> tuple[Finding, ...]:
        longest = int(timedelta(hours=self.hours) / series.step)
        if not series.is_dated or series.direction != "consumption" or len(series.energy_kwh) <= longest:
            return ()
        is_zero = (series.energy_kwh == 0) & (series.quality == Quality.MEASURED)
        if not is_zero.any():
            return ()
        stills = runs(is_zero)
        long = stills[stills[:, 1] - stills[:, 0] >= longest]
        still = int((long[:, 1] - long[:, 0]).sum())
        there = int((~np.isnan(series.energy_kwh)).sum())
        elsewhere = there - still
        if not len(long) or elsewhere < self.min_share * there:
            return ()
        if int(is_zero.sum()) - still > self.usual_share * elsewhere:
            return ()
        return tuple(self._finding(series, timezone, int(first), int(end)) for first, end in long)

    def _finding(self, series: Series, timezone: str, first: int, end: int) -> Finding:
        return Finding(
            "standstill",
            Severity.WARNING,
            marked("{meter} reads exactly zero from {starts_at} to {ends_at}, and hardly ever otherwise."),
            {
                "meter": series.meter,
                "starts_at": when(series, timezone, first),
                "ends_at": when(series, timezone, end),
            },
            place(series, timezone, first, end),
            count=end - first,
            value="0.0",
            advice=marked("A meter or a link may have stopped: compare with the invoice."),
        )

"""A meter that repeats one value."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

import numpy as np
from pydantic import Field

from energy_synergy.errors import marked
from energy_synergy.findings import Finding, Severity
from energy_synergy.metering.checks.base import Check, place, runs, when
from energy_synergy.metering.series import Quality, Series


class Frozen(Check):
    """The same measured value, other than zero, hour after hour."""

    name: ClassVar[str] = "frozen"
    hours: float = Field(24.0, gt=0, description="For how long a value may stay the same [h]")

    def check(self, series: Series, *, timezone: str) -> tuple[Finding, ...]:
        longest = int(timedelta(hours=self.hours) / series.step)
        if not series.is_dated or len(series.energy_kwh) <= longest:
            return ()
        energy = series.energy_kwh
        is_repeat = (energy[1:] == energy[:-1]) & (energy[1:] != 0) & (series.quality[1:] == Quality.MEASURED)
        if not is_repeat.any():
            return ()
        repeats = runs(is_repeat)
        # A run of n repeats is n + 1 equal readings, from the one before it.
        frozen = repeats[repeats[:, 1] - repeats[:, 0] >= longest] + [0, 1]
        if not len(frozen):
            return ()
        first, end = map(int, frozen[np.argmax(frozen[:, 1] - frozen[:, 0])])
        return (self._finding(series, timezone, first, end, len(frozen), int((frozen[:, 1] - frozen[:, 0]).sum())),)

    def _finding(self, series: Series, timezone: str, first: int, end: int, times: int, readings: int) -> Finding:
        return Finding(
            "frozen",
            Severity.WARNING,
            marked(
                "{meter} repeats one value for more than {hours:g} hours, {times} times; the longest from {starts_at} "
                "to {ends_at} ({energy_kwh:.4g} kWh)."
            ),
            {
                "meter": series.meter,
                "hours": self.hours,
                "times": times,
                "starts_at": when(series, timezone, first),
                "ends_at": when(series, timezone, end),
                "energy_kwh": float(series.energy_kwh[first]),
            },
            place(series, timezone, first, end),
            count=readings,
            value=str(series.energy_kwh[first]),
            advice=marked("A meter or a link may have stopped: compare with the invoice."),
        )

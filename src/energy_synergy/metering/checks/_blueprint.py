"""Copy this file to `<name>.py` to add a check: what it looks for, in one sentence."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from pydantic import Field

from energy_synergy.errors import marked
from energy_synergy.findings import Finding, Severity
from energy_synergy.metering.checks.base import Check, place, when
from energy_synergy.metering.series import Series


class Blueprint(Check):
    """What a user reads about this check, in one line."""

    name: ClassVar[str] = "_blueprint"  # the name of the file
    limit_kwh: float = Field(1000.0, gt=0, description="Each threshold: what it means, with its unit [kWh]")

    def check(self, series: Series, *, timezone: str) -> tuple[Finding, ...]:
        is_wrong = series.energy_kwh > self.limit_kwh
        if not is_wrong.any():
            return ()
        first = int(np.argmax(is_wrong))
        return (
            Finding(
                "_blueprint",
                Severity.WARNING,
                marked("{meter}: what is wrong, from {starts_at}."),
                {"meter": series.meter, "starts_at": when(series, timezone, first)},
                place(series, timezone, first, first + 1),
                count=int(is_wrong.sum()),
                advice=marked("What the user can do next."),
            ),
        )

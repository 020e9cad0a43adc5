"""Solar production at the wrong time of day."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import numpy.typing as npt
from pydantic import Field

from energy_synergy.errors import marked
from energy_synergy.findings import Finding, Severity
from energy_synergy.metering.checks.base import Check, place, runs, when, whole_days
from energy_synergy.metering.series import Series
from energy_synergy.metering.solar_day import HOURS, day_shapes, offset_hours

DAYS_TOGETHER = 7


class ShiftedClock(Check):
    """Production with the shape of a solar day whose middle does not lie around noon on the local clock."""

    name: ClassVar[str] = "shifted_clock"
    min_concentration: float = Field(0.6, gt=0, lt=1, description="How close around its middle a solar day lies")
    earliest_hour: float = Field(9.0, ge=0, le=24, description="Earliest plausible middle of a solar day [h]")
    latest_hour: float = Field(17.0, ge=0, le=24, description="Latest plausible middle of a solar day [h]")

    def check(self, series: Series, *, timezone: str) -> tuple[Finding, ...]:
        days = whole_days(series) if series.direction == "production" else np.empty((0, 0))
        if not days.size:
            return ()
        shapes = day_shapes(series, days)
        if shapes.concentration < self.min_concentration:
            return ()
        totals = shapes.totals
        hours = _middle_hours(series, timezone, shapes.vectors)
        is_light = np.add.reduceat(totals, _weeks(len(totals))) > 0.01 * DAYS_TOGETHER * totals.max()
        is_shifted = is_light & ((hours < self.earliest_hour) | (hours > self.latest_hour))
        return tuple(
            self._finding(series, timezone, int(first), int(end), days.shape, float(hours[first]))
            for first, end in (runs(is_shifted) if is_shifted.any() else ())
        )

    def _finding(
        self, series: Series, timezone: str, first_week: int, end_week: int, shape: tuple[int, ...], hour: float
    ) -> Finding:
        day_count, per_day = shape
        first, end = first_week * DAYS_TOGETHER * per_day, min(end_week * DAYS_TOGETHER, day_count) * per_day
        minutes = round(hour * 60) % 1440
        return Finding(
            "shifted_clock",
            Severity.WARNING,
            marked(
                "{meter} produces like solar, yet around {middle} on the clock of {timezone}, "
                "from {starts_at} to {ends_at}."
            ),
            {
                "meter": series.meter,
                "middle": f"{minutes // 60:02}:{minutes % 60:02}",
                "timezone": timezone,
                "starts_at": when(series, timezone, first),
                "ends_at": when(series, timezone, end),
            },
            place(series, timezone, first, end),
            count=end - first,
            expected=marked("the middle of a solar day near noon"),
            advice=marked(
                "Check the time zone and whether times are in 12 or 24 hours; ignore this if it is not solar."
            ),
        )


def _weeks(day_count: int) -> npt.NDArray[np.int64]:
    return np.arange(0, day_count, DAYS_TOGETHER)


def _middle_hours(series: Series, timezone: str, vectors: npt.NDArray[np.complex128]) -> npt.NDArray[np.float64]:
    """Return the local hour around which each week's energy lies, (weeks,)."""
    weeks = _weeks(len(vectors))
    hours: npt.NDArray[np.float64] = np.angle(np.add.reduceat(vectors, weeks)) * 12 / np.pi
    offsets = np.array([offset_hours(series, timezone, int(week) + DAYS_TOGETHER / 2) for week in weeks])
    local: npt.NDArray[np.float64] = (hours + offsets) % HOURS
    return local

"""Solar production that jumps by an hour where the clock changes."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from pydantic import Field

from energy_synergy.errors import marked
from energy_synergy.findings import Finding, Severity
from energy_synergy.metering.checks.base import Check, place, when, whole_days
from energy_synergy.metering.series import Energies, Series
from energy_synergy.metering.solar_day import HOURS, DayShapes, day_shapes, offsets_hours

# What of the highest reading is light: less is the standby of an inverter.
LIGHT = 0.003


class ClockChange(Check):
    """Production with the shape of a solar day that comes an hour earlier or later from a clock change on.

    The sun knows no summer time: in UTC the middle between the first and the last light drifts by minutes in a month,
    whatever the weather. A jump of an hour on the very day of a clock change says that the times were read on a clock
    that they were not written on.
    """

    name: ClassVar[str] = "clock_change"
    min_concentration: float = Field(0.6, gt=0, lt=1, description="How close around its middle a solar day lies")
    days: int = Field(21, ge=7, le=60, description="Days on either side of a clock change that are compared")
    min_days: int = Field(7, ge=3, le=60, description="Days with sun on either side that are needed to judge")
    tolerance_hours: float = Field(0.3, gt=0, lt=1, description="How far from a whole hour the jump may be [h]")

    def check(self, series: Series, *, timezone: str) -> tuple[Finding, ...]:
        days = whole_days(series) if series.is_dated and series.direction == "production" else np.empty((0, 0))
        if len(days) < 2 * self.min_days:
            return ()
        shapes = day_shapes(series, days)
        if shapes.concentration < self.min_concentration:
            return ()
        lead = _before_sunrise(shapes)
        middles = _middles(shapes.energies, lead)
        offsets = offsets_hours(series, timezone, np.arange(len(middles)) + 0.5 + lead / days.shape[1])
        found = ((int(day) + 1, self._jump(middles, int(day) + 1)) for day in np.flatnonzero(np.diff(offsets)))
        return tuple(
            self._finding(series, timezone, day * days.shape[1] + lead, days.size, jump)
            for day, jump in found
            if jump is not None and abs(abs(jump) - 1) <= self.tolerance_hours
        )

    def _jump(self, middles: Energies, day: int) -> float | None:
        """Return by how much the middle of the days moves from a day on [h]; None with too few days."""
        sides = (middles[max(0, day - self.days) : max(0, day - 1)], middles[day + 1 : day + 1 + self.days])
        before, after = (side[~np.isnan(side)] for side in sides)
        if min(len(before), len(after)) < self.min_days:
            return None
        return float(np.median(after) - np.median(before))

    def _finding(self, series: Series, timezone: str, first: int, end: int, jump: float) -> Finding:
        sentence = (
            marked("{meter}: from the clock change of {day} on the sun seems to rise {hours:.1f} hours later.")
            if jump > 0
            else marked("{meter}: from the clock change of {day} on the sun seems to rise {hours:.1f} hours earlier.")
        )
        return Finding(
            "clock_change",
            Severity.WARNING,
            sentence,
            {"meter": series.meter, "day": when(series, timezone, first)[:10], "hours": abs(jump)},
            place(series, timezone, first, end),
            count=end - first,
            expected=marked("a sun that takes no notice of clock changes"),
            advice=marked("Check the time zone of the file: its clock may keep winter time all year, or be UTC."),
        )


def _before_sunrise(shapes: DayShapes) -> int:
    """Return how many readings after the first one the nights are halved, so that no day is cut in its light."""
    per_day = shapes.energies.shape[1]
    profile = shapes.energies.sum(axis=0)
    face = np.exp(2j * np.pi * (np.arange(per_day) + 0.5) / per_day)
    middle = float(np.angle(profile @ face) / (2 * np.pi)) % 1
    return int(round((middle + 0.5) % 1 * per_day) % per_day)


def _middles(energies: Energies, lead: int) -> Energies:
    """Return the hour halfway between the first and the last light of each day, (D,); NaN for days without any."""
    per_day = energies.shape[1]
    flat = energies.reshape(-1)[lead:]
    days = flat[: len(flat) // per_day * per_day].reshape(-1, per_day)
    is_light = days > LIGHT * days.max()
    firsts, lasts = is_light.argmax(axis=1), per_day - is_light[:, ::-1].argmax(axis=1)
    middles: Energies = np.where(is_light.any(axis=1), (firsts + lasts) / 2 * HOURS / per_day, np.nan)
    return middles

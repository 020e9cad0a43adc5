"""Solar production in the middle of the night."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from pydantic import Field

from energy_synergy.errors import marked
from energy_synergy.findings import Finding, Severity
from energy_synergy.metering.checks.base import Check, place, when, whole_days
from energy_synergy.metering.series import Series
from energy_synergy.metering.solar_day import HOURS, DayShapes, day_shapes, local_hours


class NightProduction(Check):
    """Production with the shape of a solar day that also produces at night.

    A clock that is far off is told by the middle of the days; this finds what a smaller shift pushes into the night,
    and single readings at impossible hours. Days whose middle is far from noon are left to that other check.
    """

    name: ClassVar[str] = "night_production"
    min_concentration: float = Field(0.6, gt=0, lt=1, description="How close around its middle a solar day lies")
    from_hour: float = Field(23.0, ge=12, le=24, description="When the night begins on the local clock [h]")
    to_hour: float = Field(3.0, ge=0, le=12, description="When the night ends on the local clock [h]")
    min_share: float = Field(0.02, gt=0, lt=1, description="Share of the usual peak above which a reading counts")
    min_readings: int = Field(4, ge=1, description="Readings at night below which nothing is said")
    furthest_hours: float = Field(4.0, gt=0, le=12, description="How far from 13:00 the middle of a day may lie [h]")

    def check(self, series: Series, *, timezone: str) -> tuple[Finding, ...]:
        days = whole_days(series) if series.direction == "production" else np.empty((0, 0))
        if not days.size:
            return ()
        shapes = day_shapes(series, days)
        positive = shapes.energies[shapes.energies > 0]
        if not len(positive) or shapes.concentration < self.min_concentration:
            return ()
        hours = local_hours(series, timezone, days.shape[1], len(days))
        is_dark = (hours > self.from_hour) | (hours < self.to_hour)
        at_night = is_dark & (shapes.energies > self.min_share * float(np.quantile(positive, 0.99)))
        at_night &= self._is_near_noon(shapes, hours)[:, None]
        places = np.flatnonzero(at_night.reshape(-1))
        if len(places) < self.min_readings:
            return ()
        return (self._finding(series, timezone, int(places[0]), int(places[-1]) + 1, len(places)),)

    def _is_near_noon(self, shapes: DayShapes, hours: np.ndarray) -> np.ndarray:
        """Tell for each day whether the middle of its energy lies around noon, (D,)."""
        face = np.exp(2j * np.pi * hours / HOURS)
        middles = np.angle((shapes.energies * face).sum(axis=1)) * 12 / np.pi % HOURS
        return np.asarray(np.abs(middles - 13) <= self.furthest_hours)

    def _finding(self, series: Series, timezone: str, first: int, end: int, readings: int) -> Finding:
        return Finding(
            "night_production",
            Severity.WARNING,
            marked(
                "{meter} produces like solar, yet also at night ({readings} readings between {from_hour:g} and "
                "{to_hour:g} o'clock), the first at {starts_at}."
            ),
            {
                "meter": series.meter,
                "readings": readings,
                "from_hour": self.from_hour,
                "to_hour": self.to_hour,
                "starts_at": when(series, timezone, first),
            },
            place(series, timezone, first, end),
            count=readings,
            value=str(series.energy_kwh[first]),
            expected=marked("no solar energy at night"),
            advice=marked("Check the time zone of the file; a battery or an engine behind the meter explains it too."),
        )

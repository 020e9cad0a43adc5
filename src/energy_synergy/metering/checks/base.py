"""The contract of a check, and the views of a series that checks share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from datetime import UTC, timedelta
from typing import cast

import numpy as np
import numpy.typing as npt

from energy_synergy.findings import Finding, Place
from energy_synergy.metering.series import Energies, Series
from energy_synergy.registry import Option, family
from energy_synergy.timeline import zone

DAY = timedelta(days=1)


class Check(Option, ABC):
    """Looks for one kind of trouble in a series; the fields are its thresholds."""

    @abstractmethod
    def check(self, series: Series, *, timezone: str) -> tuple[Finding, ...]:
        """Return what is wrong, with its place; never raises on readings, whatever they hold.

        `timezone` is the IANA zone in which days are cut and times are told.
        """


def run_checks(series: Iterable[Series], timezone: str) -> tuple[Finding, ...]:
    """Run every check with its defaults over every series; findings come by series, then by name of check."""
    checks = [cast(Check, cls()) for cls in family("checks").values()]
    return tuple(
        finding
        for one in series
        if len(one.energy_kwh)
        for check in checks
        for finding in check.check(one, timezone=timezone)
    )


def runs(mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """Return the first and the end (exclusive) of each run of true values, (R, 2)."""
    edges = np.flatnonzero(mask[1:] != mask[:-1]) + 1
    bounds = np.concatenate(([0] if mask[0] else [], edges, [len(mask)] if mask[-1] else [])).astype(np.int64)
    return bounds.reshape(-1, 2)


def place(series: Series, timezone: str, first: int, end: int) -> Place:
    """Return the place of the readings from `first` to `end` (exclusive), on the local clock."""
    if series.starts_at is None:
        return Place(meter=series.meter)
    tz, start = zone(timezone), series.starts_at.astimezone(UTC)
    return Place(
        meter=series.meter,
        starts_at=(start + first * series.step).astimezone(tz),
        ends_at=(start + end * series.step).astimezone(tz),
    )


def when(series: Series, timezone: str, position: int) -> str:
    """Return the local time of one reading for a sentence; of an undated curve, the time of day."""
    if series.starts_at is None:
        minutes = position * int(series.step.total_seconds()) // 60
        return f"{minutes // 60:02}:{minutes % 60:02}"
    return f"{(series.starts_at.astimezone(UTC) + position * series.step).astimezone(zone(timezone)):%Y-%m-%d %H:%M}"


def whole_days(series: Series) -> Energies:
    """Return the readings as runs of 24 hours from the first one, (D, readings in a day) [kWh].

    The last run is left out where it is not whole; (0, 0) where the step does not divide a day.
    """
    if DAY % series.step:
        return np.empty((0, 0))
    per_day = DAY // series.step
    day_count = len(series.energy_kwh) // per_day
    return series.energy_kwh[: day_count * per_day].reshape(day_count, per_day)

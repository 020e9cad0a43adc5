"""What a file would bring, in figures small enough for a page: spans, daily totals, what is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from energy_synergy.metering.checks.base import runs
from energy_synergy.metering.series import DIRECTIONS, Direction, Series
from energy_synergy.timeline import Timeline
from energy_synergy.units import SLOTS_PER_HOUR


@dataclass(frozen=True, slots=True)
class SeriesFacts:
    """One series in figures; `missing` counts slots, `gaps` runs of them between the first and the last reading."""

    meter: str
    direction: Direction
    starts_at: datetime | None
    ends_at: datetime | None
    slots: int
    missing: int
    gaps: int
    total_kwh: float


@dataclass(frozen=True, slots=True)
class Preview:
    """Energy of one direction [kWh], all meters together: by local day, or by hour of a typical day (`days` empty).

    A value is None where no reading is there.
    """

    direction: Direction
    days: tuple[date, ...]
    energy_kwh: tuple[float | None, ...]


def series_facts(series: Iterable[Series]) -> tuple[SeriesFacts, ...]:
    """Return series on the grid (or of one day) in figures."""
    return tuple(_facts(one) for one in series)


def _facts(series: Series) -> SeriesFacts:
    is_missing = np.isnan(series.energy_kwh)
    gaps = len(runs(is_missing)) if is_missing.any() else 0
    return SeriesFacts(
        meter=series.meter,
        direction=series.direction,
        starts_at=series.starts_at,
        ends_at=series.ends_at,
        slots=len(is_missing),
        missing=int(is_missing.sum()),
        gaps=gaps,
        total_kwh=series.total_kwh,
    )


def compute_preview(series: Iterable[Series], timezone: str) -> tuple[Preview, ...]:
    """Return the energy that each direction brings, by local day or by hour of a typical day."""
    found = list(series)
    return tuple(
        _dated(direction, ones, timezone) if ones[0].is_dated else _undated(direction, ones)
        for direction in DIRECTIONS
        if (ones := [one for one in found if one.direction == direction])
    )


def _dated(direction: Direction, series: list[Series], timezone: str) -> Preview:
    totals: dict[date, float] = {}
    for one in series:
        assert one.starts_at is not None
        timeline = Timeline(one.starts_at, len(one.energy_kwh), timezone)
        for day in timeline.local_days:
            part = one.energy_kwh[day.first_slot : day.first_slot + day.slots]
            if not np.isnan(part).all():
                totals[day.date] = totals.get(day.date, 0.0) + float(np.nansum(part))
    if not totals:
        return Preview(direction, (), ())
    first, last = min(totals), max(totals)
    days = tuple(date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1))
    return Preview(direction, days, tuple(totals.get(day) for day in days))


def _undated(direction: Direction, series: list[Series]) -> Preview:
    hours: dict[int, float] = defaultdict(float)
    for one in series:
        for hour, part in enumerate(one.energy_kwh.reshape(-1, SLOTS_PER_HOUR)):
            if not np.isnan(part).all():
                hours[hour] += float(np.nansum(part))
    return Preview(direction, (), tuple(hours.get(hour) for hour in range(24)))

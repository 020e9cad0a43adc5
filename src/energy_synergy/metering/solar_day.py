"""The shape of days: around which hour their energy lies, and how closely; the sun gives itself away by both.

Each day is a vector on a clock face of 24 hours: its angle is the middle of the day's energy, its length (0 to 1) how
closely the energy lies around it. Solar is near 0.8 on most days; wind, hydro, engines and whatever consumes run
through the night and stay far below.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt

from energy_synergy.metering.series import Energies, Series
from energy_synergy.timeline import zone

DAY = timedelta(days=1)
HOURS = 24


@dataclass(frozen=True, slots=True)
class DayShapes:
    """Runs of 24 hours of a series: energies (D, R) [kWh] with zero for what is missing, vectors (D,), totals (D,).

    The angles are on the clock of UTC; of an undated curve, on its own.
    """

    energies: Energies
    vectors: npt.NDArray[np.complex128]
    totals: Energies

    @property
    def concentration(self) -> float:
        """The median over the days with energy of how closely it lies around its middle, 0 to 1; 0 for none."""
        is_active = self.totals > 0
        return float(np.median(np.abs(self.vectors[is_active]) / self.totals[is_active])) if is_active.any() else 0.0

    @property
    def middles(self) -> Energies:
        """The hour around which each day's energy lies, 0 to 24, (D,)."""
        hours: Energies = np.angle(self.vectors) * 12 / np.pi % HOURS
        return hours


def day_shapes(series: Series, days: Energies) -> DayShapes:
    """Return the shapes of whole days (D, R) of a series, as `checks.base.whole_days` gives them.

    What is missing or below zero counts as nothing.
    """
    energies = np.maximum(np.nan_to_num(days, posinf=0.0, neginf=0.0), 0.0)
    face = _clock_face(series, days.shape[1])
    # Two real products take a fraction of the time of a complex one, for which the energies would be copied.
    vectors = energies @ face.real + 1j * (energies @ face.imag)
    return DayShapes(energies, vectors, energies.sum(axis=1))


def _clock_face(series: Series, per_day: int) -> npt.NDArray[np.complex128]:
    """Return the direction of each reading of a day on a 24-hour clock face in UTC (undated: as it is), (R,)."""
    turns = _first_turn(series) + (np.arange(per_day) + 0.5) / per_day
    face: npt.NDArray[np.complex128] = np.exp(2j * np.pi * turns)
    return face


def _first_turn(series: Series) -> float:
    start = series.starts_at.astimezone(UTC) if series.starts_at else datetime(2000, 1, 1, tzinfo=UTC)
    return (start - start.replace(hour=0, minute=0, second=0, microsecond=0)) / DAY


def offset_hours(series: Series, timezone: str, day: float) -> float:
    """Return how far the local clock is ahead of UTC so many days after the first reading [h]; 0 for a curve."""
    return float(offsets_hours(series, timezone, [day])[0])


def offsets_hours(series: Series, timezone: str, days: Iterable[float]) -> Energies:
    """Return how far the local clock is ahead of UTC at some distances in days from the first reading [h], (D,)."""
    asked = list(days)
    if series.starts_at is None:
        return np.zeros(len(asked))
    tz, first = zone(timezone), series.starts_at.timestamp()
    offsets = (datetime.fromtimestamp(first + 86_400 * day, tz).utcoffset() for day in asked)
    return np.array([one.total_seconds() / 3600 if one else 0.0 for one in offsets])


def local_hours(series: Series, timezone: str, per_day: int, day_count: int) -> Energies:
    """Return the hour on the local clock at the middle of each reading of whole days, 0 to 24, (D, R).

    The offset from UTC is that of the middle of each run of 24 hours: at a clock change it is an hour off for a part.
    """
    offsets = offsets_hours(series, timezone, np.arange(day_count) + 0.5)
    hours = (_first_turn(series) + (np.arange(per_day) + 0.5) / per_day) * HOURS
    local: Energies = (hours[None, :] + offsets[:, None]) % HOURS
    return local

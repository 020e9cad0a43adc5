"""A series of readings: one meter, one direction, one step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import Literal

import numpy as np
import numpy.typing as npt

Direction = Literal["production", "consumption"]
DIRECTIONS: tuple[Direction, ...] = ("production", "consumption")
Energies = npt.NDArray[np.float64]
Qualities = npt.NDArray[np.uint8]


class Quality(IntEnum):
    """Where a value comes from; kept as one byte beside it."""

    MISSING = 0
    MEASURED = 1
    ESTIMATED = 2
    SUBSTITUTED = 3


@dataclass(frozen=True, slots=True)
class Series:
    """Readings of one meter in one direction.

    `starts_at` is the aware start of the first interval, or None for an undated curve of one day (96 slots).
    `energy_kwh` (N,) holds kWh per `step`, NaN where missing; `quality` (N,) holds a Quality code per value.
    """

    meter: str
    direction: Direction
    starts_at: datetime | None
    step: timedelta
    energy_kwh: Energies
    quality: Qualities

    @property
    def is_dated(self) -> bool:
        """Tell whether the readings belong to calendar days, not to a typical day."""
        return self.starts_at is not None

    @property
    def ends_at(self) -> datetime | None:
        """The instant after the last interval, in UTC, or None when undated."""
        # Python adds to a time in a zone by the wall clock, which is wrong where the clock changes.
        return None if self.starts_at is None else self.starts_at.astimezone(UTC) + len(self.energy_kwh) * self.step

    @property
    def total_kwh(self) -> float:
        """The energy of all readings that are there [kWh]."""
        return float(np.nansum(self.energy_kwh))

"""The contract of a profile: a standard day of 96 values that sum to exactly 1 kWh."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from energy_synergy.metering.series import Direction
from energy_synergy.registry import Option

Curve = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a curve comes from: the source in words, and whether we made it ourselves."""

    source: str
    is_ours: bool


class Profile(Option, ABC):
    """A standard shape of a day, by calendar day where it knows one.

    `day_weight` says how much of a year falls on a day relative to the mean day, so that an annual total is
    kept when days differ (a closed Sunday, a dark December).
    """

    direction: ClassVar[Direction]
    provenance: ClassVar[Provenance]

    @abstractmethod
    def typical_day(self) -> Curve:
        """Return the mean day, (96,), summing to 1 kWh."""

    def day_curve(self, day: date) -> Curve:
        """Return the shape of one calendar day, (96,), summing to 1 kWh; the mean day unless overridden."""
        return self.typical_day()

    def day_weight(self, day: date) -> float:
        """Return the energy of a day relative to the mean day of its year; 1 unless overridden."""
        return 1.0

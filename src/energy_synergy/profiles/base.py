"""The contract of a profile: a standard day of 96 values that sum to exactly 1 kWh."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from energy_synergy.metering.series import Direction
from energy_synergy.profiles.curve import Curve
from energy_synergy.registry import Option

__all__ = ["Curve", "Profile", "Provenance"]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a curve comes from: the source in words, whether we made it ourselves, and under which licence."""

    source: str
    is_ours: bool
    licence: str = ""


class Profile(Option, ABC):
    """A standard shape of a day, by calendar day where it knows one.

    `day_weight` says how much of a year falls on a day relative to the mean day, so that an annual total is
    kept when days differ (a closed Sunday, a dark December).

    `direction` is None where the curve fits both directions; `label` and `description` are keyed by language ("en",
    "fr"); `sectors` are NACE Rev. 2 codes (a section letter, with or without a number) of the companies it stands for.
    """

    direction: ClassVar[Direction | None]
    provenance: ClassVar[Provenance]
    label: ClassVar[Mapping[str, str]]
    description: ClassVar[Mapping[str, str]] = {}
    sectors: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def typical_day(self) -> Curve:
        """Return the mean day, (96,), summing to 1 kWh."""

    def day_curve(self, day: date) -> Curve:
        """Return the shape of a calendar day by wall clock, (96,), summing to 1 kWh; the mean day unless overridden."""
        return self.typical_day()

    def day_weight(self, day: date) -> float:
        """Return the energy of a day relative to the mean day of its year; 1 unless overridden."""
        return 1.0

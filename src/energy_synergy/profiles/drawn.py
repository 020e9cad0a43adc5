"""A curve drawn by hand: 24 or 96 values in any unit."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

import numpy as np
import numpy.typing as npt
from pydantic import Field, field_validator

from energy_synergy.errors import marked
from energy_synergy.profiles.base import Curve, Profile, Provenance
from energy_synergy.profiles.curve import normalise


class Drawn(Profile):
    """A curve of your own, drawn as 24 hourly or 96 quarter-hourly values; only their proportions count."""

    name: ClassVar[str] = "drawn"
    direction: ClassVar[None] = None
    provenance: ClassVar[Provenance] = Provenance(marked("Drawn by the user."), is_ours=False)
    label: ClassVar = {"en": "Drawn by hand", "fr": "Tracé à la main"}
    description: ClassVar = {
        "en": "A curve of your own: 24 hourly or 96 quarter-hourly values; only their proportions count.",
        "fr": "Votre propre courbe : 24 valeurs horaires ou 96 par quart d’heure ; seules comptent leurs proportions.",
    }

    values: tuple[float, ...] = Field(description="24 or 96 values from midnight on, zero or more, not all zero")

    @field_validator("values", mode="before")
    @classmethod
    def _is_a_curve(cls, values: npt.ArrayLike) -> list[float]:
        normalise(values)
        return [float(value) for value in np.asarray(values)]

    @cached_property
    def _curve(self) -> Curve:
        return normalise(self.values)

    def typical_day(self) -> Curve:
        """Return the drawn day, (96,), summing to 1 kWh."""
        return self._curve

"""The catalogue of profiles: one JSON file in `catalogue/` is one option, without fields of its own."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import new_class
from typing import Any, ClassVar, cast

import numpy as np
import numpy.typing as npt

from energy_synergy.profiles.base import Curve, Profile, Provenance
from energy_synergy.profiles.curve import normalise

DAYS_OF_MONTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
NEW_YEAR = date(2025, 1, 1)


class CatalogueProfile(Profile):
    """A profile kept as data: one curve for all days or one for each month, weighted likewise."""

    day_curves: ClassVar[npt.NDArray[np.float64]]
    month_weights: ClassVar[tuple[float, ...]]

    def typical_day(self) -> Curve:
        """Return the mean day of a year of 365 days, (96,), summing to 1 kWh."""
        return _mean_day(self.name)

    def day_curve(self, day: date) -> Curve:
        """Return the curve of the day's month, (96,), summing to 1 kWh."""
        curve: Curve = self.day_curves[(day.month - 1) % len(self.day_curves)]
        return curve

    def day_weight(self, day: date) -> float:
        """Return the energy of a day of this month relative to the mean day of the year."""
        return self.month_weights[(day.month - 1) % len(self.month_weights)]

    def __reduce__(self) -> tuple[Any, ...]:
        return _by_name, (self.name,)


@cache
def _mean_day(name: str) -> Curve:
    profile = catalogue_class(name)
    if len(profile.day_curves) == 1:
        return profile().day_curve(NEW_YEAR)
    return normalise(np.multiply(profile.month_weights, DAYS_OF_MONTHS) @ profile.day_curves)


def data_options() -> tuple[type[CatalogueProfile], ...]:
    """Return the class of every profile of the catalogue, sorted by name."""
    names = (entry.name for entry in _folder().iterdir() if entry.name.endswith(".json"))
    return tuple(catalogue_class(name.removesuffix(".json")) for name in sorted(names))


@cache
def catalogue_class(name: str) -> type[CatalogueProfile]:
    """Return the class of one profile of the catalogue.

    The file holds `curves` and `weights`, one for all days or twelve by month; a curve's 96 decimals sum to exactly 1.
    """
    entry = json.loads((_folder() / f"{name}.json").read_text(encoding="utf-8"))
    curves = np.array(entry["curves"], dtype=np.float64)
    curves.setflags(write=False)
    fields = {
        "__doc__": entry["description"]["en"],
        "__module__": __name__,
        "name": name,
        "direction": entry["direction"],
        "provenance": Provenance(entry["source"], entry["is_ours"], entry["licence"]),
        "label": entry["label"],
        "description": entry["description"],
        "sectors": tuple(entry["sectors"]),
        "day_curves": curves,
        "month_weights": tuple(entry["weights"]),
    }
    created = new_class(f"Catalogue_{name}", (CatalogueProfile,), exec_body=lambda space: space.update(fields))
    return cast(type[CatalogueProfile], created)


def _by_name(name: str) -> CatalogueProfile:
    return catalogue_class(name)()


def _folder() -> Traversable:
    return files("energy_synergy.profiles").joinpath("catalogue")

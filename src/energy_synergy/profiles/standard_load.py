"""German standard load profiles (BDEW) through oemof-demand, by calendar day."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import ModuleType
from typing import ClassVar, Literal

import numpy as np
import numpy.typing as npt
from pydantic import Field, model_validator

from energy_synergy.errors import marked, require
from energy_synergy.profiles.base import Curve, Profile, Provenance
from energy_synergy.profiles.curve import normalise
from energy_synergy.units import SLOTS_PER_DAY

EXTRA = "profiles-de"
REFERENCE_YEAR = 2025
KINDS_OF_2025 = ("h25", "g25", "l25", "p25", "s25")

Kind = Literal[
    "h0", "h0_dyn", "g0", "g1", "g2", "g3", "g4", "g5", "g6", "l0", "l1", "l2", "h25", "g25", "l25", "p25", "s25"
]


class StandardLoad(Profile):
    """German standard load profile: households, trades and farms by season and day of the week."""

    name: ClassVar[str] = "standard_load"
    direction: ClassVar[Literal["consumption"]] = "consumption"
    provenance: ClassVar[Provenance] = Provenance(
        marked("Standard load profiles of BDEW (1999 and 2025), computed by the library oemof-demand."), is_ours=False
    )
    label: ClassVar = {"en": "German standard load profile", "fr": "Profil type allemand"}
    description: ClassVar = {
        "en": "German standard load profile of BDEW, by season and kind of day; public holidays count as Sundays.",
        "fr": "Profil type allemand (BDEW), par saison et type de jour ; les jours fériés comptent comme dimanches.",
    }

    kind: Kind = Field("g0", description="Profile: h households, g trades, l farms; h25 to s25 are those of 2025")
    holidays: tuple[date, ...] = Field((), description="Public holidays, which count as Sundays")

    @model_validator(mode="after")
    def _has_its_library(self) -> StandardLoad:
        require("oemof.demand", extra=EXTRA)
        return self

    def typical_day(self) -> Curve:
        """Return the mean day of 2025, (96,), summing to 1 kWh."""
        return _year(self.kind, REFERENCE_YEAR, self.holidays).mean_day

    def day_curve(self, day: date) -> Curve:
        """Return the curve of the day's season and kind of day, (96,), summing to 1 kWh."""
        return _year(self.kind, day.year, self.holidays).curves[day]

    def day_weight(self, day: date) -> float:
        """Return the energy of the day relative to the mean day of its year."""
        return _year(self.kind, day.year, self.holidays).weights[day]


@dataclass(frozen=True, slots=True)
class _Year:
    mean_day: Curve
    curves: Mapping[date, Curve]
    weights: Mapping[date, float]


@lru_cache(maxsize=32)
def _year(kind: str, year: int, holidays: tuple[date, ...]) -> _Year:
    days = [
        date.fromordinal(number) for number in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())
    ]
    # The library knows no clock changes: 96 values for each day, which `Estimate` lays along the wall clock.
    load = np.clip(_load(kind, year, holidays), 0.0, None).reshape(len(days), SLOTS_PER_DAY)
    sums = load.sum(axis=1)
    curves = load / sums[:, None]
    curves.setflags(write=False)
    weights = sums / sums.mean()
    return _Year(
        normalise(load.mean(axis=0)),
        dict(zip(days, curves, strict=True)),
        dict(zip(days, weights.tolist(), strict=True)),
    )


def _load(kind: str, year: int, holidays: tuple[date, ...]) -> npt.NDArray[np.float64]:
    """Return the load of a year, (days * 96,), in a unit that differs between the library's profiles."""
    bdew = require("oemof.demand.bdew", extra=EXTRA)
    pandas = require("pandas", extra=EXTRA)
    with warnings.catch_warnings():
        # The library still calls pandas in ways that newer versions of pandas deprecate.
        warnings.simplefilter("ignore", DeprecationWarning)
        return _library_load(bdew, pandas, kind, year, holidays)


def _library_load(
    bdew: ModuleType, pandas: ModuleType, kind: str, year: int, holidays: tuple[date, ...]
) -> npt.NDArray[np.float64]:
    closed = [pandas.Timestamp(day) for day in holidays if day.year == year]
    if kind in KINDS_OF_2025:
        index = pandas.date_range(f"{year}-01-01", f"{year + 1}-01-01", freq="15min", inclusive="left")
        profile = getattr(bdew, kind.upper())(index, holidays=closed)
    else:
        profile = bdew.ElecSlp(year, holidays=closed).get_profiles(kind)[kind]
    values: npt.NDArray[np.float64] = profile.to_numpy(dtype=np.float64)
    return values

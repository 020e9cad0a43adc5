"""A curve of your own for each season and kind of day, with how much energy such a day uses."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import ClassVar

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from energy_synergy.errors import InvalidValue, marked
from energy_synergy.profiles.base import Curve, Profile, Provenance
from energy_synergy.profiles.curve import DECIMALS, normalise

MONTHS = range(1, 13)
REFERENCE_YEAR = 2025
MOST_WEIGHT = 1000.0
LONGEST_NAME = 30
# The kind of each day from Monday on.
WEEKDAY, SATURDAY, SUNDAY = KINDS = range(3)
KIND_OF_WEEKDAY = (WEEKDAY,) * 5 + (SATURDAY, SUNDAY)
NOT_IN_A_NAME = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
Weights = npt.NDArray[np.float64]


class CalendarRefused(InvalidValue):
    """Seasons that do not make a year, or days that no energy falls on."""

    code = "calendar_refused"


class Compared(BaseModel):
    """Compared by its fields alone: what is worked out from them and kept holds arrays, which do not compare."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._told() == other._told()

    def __hash__(self) -> int:
        return hash(self._told())

    def _told(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in type(self).model_fields)


class DayShape(Compared):
    """One day: 24 or 96 values of which only the proportions count, and its energy relative to other days."""

    values: tuple[float, ...]
    weight: float = Field(1.0, ge=0, le=MOST_WEIGHT)

    @field_validator("values", mode="before")
    @classmethod
    def _is_a_curve(cls, values: npt.ArrayLike) -> list[float]:
        normalise(values)
        return [float(value) for value in np.asarray(values)]

    @field_validator("weight", mode="before")
    @classmethod
    def _is_a_weight(cls, weight: object) -> object:
        if not isinstance(weight, int | float) or not 0 <= weight <= MOST_WEIGHT:
            raise CalendarRefused(
                marked("The weight of a day is a number from 0 to {most}, not {value}."),
                most=int(MOST_WEIGHT),
                value=str(weight)[:LONGEST_NAME],
            )
        return weight

    @cached_property
    def curve(self) -> Curve:
        """The shape of the day, (96,), summing to 1 kWh."""
        return normalise(self.values)

    @property
    def decimals(self) -> list[float]:
        """The curve as whole numbers of 1e-9 kWh: its 96 decimals sum to exactly 1."""
        return [round(value, DECIMALS) for value in self.curve.tolist()]


class Season(Compared):
    """Some months of the year with their days; a Saturday left out is as a weekday, a Sunday as a Saturday."""

    name: str = Field("", max_length=LONGEST_NAME)
    months: tuple[int, ...]
    weekday: DayShape
    saturday: DayShape | None = None
    sunday: DayShape | None = None

    @field_validator("name", mode="before")
    @classmethod
    def _is_one_line(cls, name: object) -> str:
        if not isinstance(name, str) or NOT_IN_A_NAME.search(name) or len(name.strip()) > LONGEST_NAME:
            raise CalendarRefused(
                marked("The name of a season is one line of up to {most} characters."), most=LONGEST_NAME
            )
        return name.strip()

    @property
    def days(self) -> tuple[DayShape, DayShape, DayShape]:
        """The shapes of a weekday, a Saturday and a Sunday."""
        saturday = self.saturday or self.weekday
        return self.weekday, saturday, self.sunday or saturday

    def fields(self) -> dict[str, object]:
        """Return the fields that make this season again."""
        told = (("weekday", self.weekday), ("saturday", self.saturday), ("sunday", self.sunday))
        days = {name: {"values": day.decimals, "weight": day.weight} for name, day in told if day}
        return {"name": self.name, "months": list(self.months), **days}


class Calendar(Compared, Profile):
    """A curve of your own for each season and kind of day: weekdays, Saturdays and Sundays."""

    name: ClassVar[str] = "calendar"
    direction: ClassVar[None] = None
    provenance: ClassVar[Provenance] = Provenance(marked("Drawn by the user."), is_ours=False)
    label: ClassVar = {"en": "Own profile", "fr": "Profil personnel"}
    description: ClassVar = {
        "en": "Curves of your own by season and kind of day (weekdays, Saturdays, Sundays), each with its weight.",
        "fr": "Vos propres courbes par saison et type de jour (semaine, samedi, dimanche), chacune avec son poids.",
    }

    seasons: tuple[Season, ...] = Field(
        min_length=1,
        max_length=len(MONTHS),
        description="Seasons that share out the 12 months, each with the days weekday, saturday and sunday: 24 or 96 "
        "`values` and a `weight`, the energy of such a day relative to the others",
    )

    @model_validator(mode="after")
    def _makes_a_year(self) -> Calendar:
        _refuse_months([month for season in self.seasons for month in season.months])
        if any(not season.months for season in self.seasons):
            raise CalendarRefused(marked("A season without a month never comes. Give it a month or remove it."))
        if not self._relative.any():
            raise CalendarRefused(marked("Every day weighs nothing; at least one kind of day must use energy."))
        return self

    def typical_day(self) -> Curve:
        """Return the mean day of 2025, (96,), summing to 1 kWh."""
        return self._mean_day

    def day_curve(self, day: date) -> Curve:
        """Return the curve of the day's season and kind, (96,), summing to 1 kWh."""
        return self.season_of(day.month).days[KIND_OF_WEEKDAY[day.weekday()]].curve

    def day_weight(self, day: date) -> float:
        """Return the energy of the day relative to the mean day of its year."""
        weight = float(self._relative[day.month - 1, KIND_OF_WEEKDAY[day.weekday()]])
        return weight / self._mean_weight(day.year)

    def fields(self) -> dict[str, object]:
        """Return the fields that make this profile again, each curve as 96 decimals that sum to 1 kWh."""
        return {"seasons": [season.fields() for season in self.seasons]}

    def season_of(self, month: int) -> Season:
        """Return the season to which a month from 1 to 12 belongs."""
        return self._season_by_month[month]

    def shares_of_year(self) -> npt.NDArray[np.float64]:
        """Return the share of the energy of 2025 that falls on each season and kind of day, (seasons, 3)."""
        energy = days_of_year(REFERENCE_YEAR) * self._relative
        by_season = np.stack([energy[[month - 1 for month in season.months]].sum(axis=0) for season in self.seasons])
        shares: npt.NDArray[np.float64] = by_season / by_season.sum()
        return shares

    @cached_property
    def _season_by_month(self) -> dict[int, Season]:
        return {month: season for season in self.seasons for month in season.months}

    @cached_property
    def _relative(self) -> Weights:
        """The weights by month and kind of day, (12, 3), the largest 1 so that no sum of them overflows."""
        weights = np.array([[day.weight for day in self.season_of(month).days] for month in MONTHS])
        return weights / (weights.max() or 1.0)

    @cached_property
    def _mean_weights(self) -> dict[int, float]:
        return {}

    def _mean_weight(self, year: int) -> float:
        known = self._mean_weights
        if year not in known:
            days = days_of_year(year)
            known[year] = math.fsum((days * self._relative).flat) / int(days.sum())
        return known[year]

    @cached_property
    def _mean_day(self) -> Curve:
        energy = days_of_year(REFERENCE_YEAR) * self._relative
        curves = np.stack([[day.curve for day in self.season_of(month).days] for month in MONTHS])
        return normalise(np.tensordot(energy, curves, axes=2))


def _refuse_months(months: Iterable[int]) -> None:
    given = list(months)
    for month in given:
        if month not in MONTHS:
            raise CalendarRefused(marked("Months are numbered from 1 to 12, not {month}."), month=month)
    for month in MONTHS:
        if given.count(month) != 1:
            raise CalendarRefused(
                marked("Month {month} belongs to {count} seasons. Each of the 12 months belongs to one."),
                month=month,
                count=given.count(month),
            )


@lru_cache(maxsize=64)
def days_of_year(year: int) -> npt.NDArray[np.int64]:
    """Return how many days of a calendar year fall on each month and kind of day, (12, 3)."""
    counts = np.zeros((len(MONTHS), len(KINDS)), dtype=np.int64)
    day = date(year, 1, 1)
    while day.year == year:
        counts[day.month - 1, KIND_OF_WEEKDAY[day.weekday()]] += 1
        # The calendar itself ends with the year 9999.
        if day == date.max:
            break
        day += timedelta(days=1)
    counts.setflags(write=False)
    return counts

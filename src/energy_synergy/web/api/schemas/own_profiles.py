"""Profiles that people made."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool

from energy_synergy.web.api.schemas.base import Change, Line, Name, PageQuery, Record

Value = Annotated[float, Field(strict=True, ge=0, le=1e12, allow_inf_nan=False)]
Values = Annotated[
    list[Value],
    Field(min_length=24, max_length=96, description="24 hours or 96 quarters; only their proportions count"),
]
Sector = Annotated[str, Field(pattern=r"^[A-U]?$", description="Section of NACE Rev. 2, or empty")]
Way = Literal["consumption", "production", ""]


class DayIn(Record):
    """One day: its shape, and its energy relative to other days."""

    values: Values
    weight: float = Field(default=1.0, strict=True, ge=0, le=1000, allow_inf_nan=False)

    def fields(self) -> dict[str, Any]:
        """Return what makes this day."""
        return {"values": self.values, "weight": self.weight}


class SeasonIn(Record):
    """Some months of the year with their days; a Saturday left out is as a weekday, a Sunday as a Saturday."""

    name: Line = Field(default="", max_length=30)
    months: list[Annotated[int, Field(strict=True, ge=1, le=12)]] = Field(min_length=1, max_length=12)
    weekday: DayIn
    saturday: DayIn | None = None
    sunday: DayIn | None = None

    def fields(self) -> dict[str, Any]:
        """Return what makes this season."""
        days = (("weekday", self.weekday), ("saturday", self.saturday), ("sunday", self.sunday))
        return {"name": self.name, "months": self.months, **{name: day.fields() for name, day in days if day}}


def no_seasons() -> list[SeasonIn]:
    """Stand for seasons that were left out of a change."""
    return []


Seasons = Annotated[
    list[SeasonIn], Field(min_length=1, max_length=12, description="They share out the 12 months of the year")
]


class OwnProfileIn(Record):
    """A new profile, yours alone until you share it."""

    name: Name
    description: Line = Field(default="", max_length=500)
    sector: Sector = ""
    direction: Way = Field(default="", description="Empty where it fits both")
    seasons: Seasons


class OwnProfileChange(Change):
    """What to change in a profile; other curves make a new version."""

    name: Name = Field(default_factory=str)
    description: Line = Field(default_factory=str, max_length=500)
    sector: Sector = Field(default_factory=str)
    direction: Way = Field(default_factory=lambda: "")
    seasons: Seasons = Field(default_factory=no_seasons)
    is_shared: StrictBool = Field(default_factory=bool, description="Whether the group's team sees and uses it")
    is_archived: StrictBool = Field(default_factory=bool, description="Put away; what copies it keeps its figures")


class OwnProfilesQuery(PageQuery):
    """Which profiles."""

    archived: bool = Field(default=False, description="Those that were put away instead")


class OwnProfileOut(Record):
    """A profile that somebody made in a group."""

    id: int
    name: str
    description: str
    sector: str
    direction: Way
    version: int
    is_shared: bool
    archived_at: datetime | None
    maker: str
    may_change: bool


class DayOut(Record):
    """One day: 96 values that sum to 1 kWh, and its energy relative to other days."""

    values: list[float]
    weight: float


class SeasonOut(Record):
    """Some months of the year with their days."""

    name: str
    months: list[int]
    weekday: DayOut
    saturday: DayOut | None = None
    sunday: DayOut | None = None


class OwnProfileCurves(OwnProfileOut):
    """A profile with its curves and its mean day of a year."""

    seasons: list[SeasonOut]
    energy_kwh: list[float] = Field(description="The mean day: 96 values that sum to 1 kWh")

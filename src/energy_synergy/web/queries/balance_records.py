"""What the page of surplus and deficit shows, as plain records: raw numbers, times and names, never formatted text."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from energy_synergy.community.mean_days import DaySet
from energy_synergy.web.queries.overview_records import Overview

StateChoice = Literal["surplus", "deficit", "self_sustaining", "all"]
DayChoice = Literal["all", "weekday", "weekend"]
SortChoice = Literal["energy", "start", "peak", "duration"]
OrderChoice = Literal["down", "up"]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which periods the list shows, in which order; every part of it valid.

    `state` is None where the visitor has not chosen: then surplus is listed, or deficit where there is none. The day of
    a period is that on which it begins; it touches the hours from `from_hour` to `to_hour`, round midnight if need be,
    if any part of it lies in them. `company` is the number of one on whose account the period lies.
    """

    state: StateChoice | None = None
    min_kwh: float = 0.0
    min_hours: float = 0.0
    days: DayChoice = "all"
    from_hour: int = 0
    to_hour: int = 24
    company: int | None = None
    sort: SortChoice = "energy"
    order: OrderChoice = "down"
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anything but the state leaves periods out."""
        has_hours = (self.from_hour, self.to_hour) != (0, 24)
        return bool(self.min_kwh or self.min_hours or self.days != "all" or has_hours or self.company is not None)


@dataclass(frozen=True, slots=True)
class Part:
    """How much of the net energy of a period is a company's [kWh], on the side of its state."""

    name: str
    color_index: int
    energy_kwh: float


@dataclass(frozen=True, slots=True)
class Partner:
    """A likely counterpart of a period: what it could have taken or supplied at most, and when it had that [kWh]."""

    name: str
    color_index: int
    energy_kwh: float
    before_kwh: float
    inside_kwh: float
    after_kwh: float


@dataclass(frozen=True, slots=True)
class TradeLine:
    """What one company gave another inside a period [kWh]."""

    giver: str
    receiver: str
    energy_kwh: float


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """A period: its times are those of the group's clock, its parts and partners the largest first."""

    state: StateChoice
    starts_at: datetime
    ends_at: datetime
    hours: float
    energy_kwh: float
    peak_kw: float
    parts: tuple[Part, ...]
    partners: tuple[Partner, ...]
    provisional_hours: float

    @property
    def at(self) -> str:
        """Its start as addresses name it, in UTC."""
        return f"{self.starts_at.astimezone(UTC):%Y-%m-%dT%H:%MZ}"

    @property
    def first_on(self) -> date:
        """The day on which it begins."""
        return self.starts_at.date()

    @property
    def last_on(self) -> date:
        """The day of its last quarter of an hour."""
        return (self.ends_at - timedelta(minutes=1)).date()

    @property
    def is_one_day(self) -> bool:
        """Tell whether it ends on the day on which it begins, midnight included."""
        return self.first_on == self.last_on


@dataclass(frozen=True, slots=True)
class PeriodList:
    """One page of the periods that are asked for, with what all of them add up to.

    `counts` says how many there are of each state that pass everything else that is asked for.
    """

    state: StateChoice
    rows: tuple[PeriodRow, ...]
    counts: dict[StateChoice, int]
    energy_kwh: float
    hours: float
    page: int
    pages: int
    first: int

    @property
    def count(self) -> int:
        """How many periods there are on all pages."""
        return self.counts[self.state]

    @property
    def last(self) -> int:
        """The number of the last period on this page, counted from 1."""
        return self.first + len(self.rows) - 1


@dataclass(frozen=True, slots=True)
class Peak:
    """The highest mean power of a quarter of an hour [kW] and when it begins."""

    power_kw: float
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class BalanceFigures:
    """Key figures of the periods, None where there is no such thing.

    `shiftable_kwh` of the surplus could have been used inside the group at most, had consumption moved by up to a day.
    `half_surplus` is how many surplus periods, the largest first, hold half of what lies in all of them.
    """

    surplus_periods: int
    deficit_periods: int
    largest_surplus: PeriodRow | None
    largest_deficit: PeriodRow | None
    surplus_peak: Peak | None
    deficit_peak: Peak | None
    shiftable_kwh: float
    half_surplus: int


@dataclass(frozen=True, slots=True)
class BalancePage:
    """Everything on the page except the values of the charts.

    Where only months may be shown, `figures` and `listed` are None.
    """

    overview: Overview
    selection: Selection
    day_set: DaySet
    figures: BalanceFigures | None
    listed: PeriodList | None
    companies: tuple[tuple[int, str], ...] = field(default=())

    @property
    def is_coarse(self) -> bool:
        """Tell whether only months may be shown."""
        return self.figures is None

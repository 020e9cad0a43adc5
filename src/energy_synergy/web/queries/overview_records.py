"""What the overview page shows, as plain records: raw numbers, dates and names, never formatted text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from energy_synergy.community.typical_day import DayType

PeriodKind = Literal["day", "week", "month", "year", "typical"]
Step = Literal["quarter", "hour", "day", "month"]
Compare = Literal["none", "previous", "year"]
VerdictKind = Literal[
    "no_data",
    "no_production",
    "no_consumption",
    "production_unknown",
    "consumption_unknown",
    "always_surplus",
    "always_deficit",
    "always_self_sustaining",
    "mixed",
]
DaysOfWeek = Literal["weekend", "weekday", "any"]


@dataclass(frozen=True, slots=True)
class GroupHead:
    """The group as the head of the page names it."""

    slug: str
    name: str
    timezone: str
    member_count: int
    is_demo: bool


@dataclass(frozen=True, slots=True)
class PeriodHead:
    """The period on show, `ends_on` exclusive; `first_on` and `last_on` are the days that readings reach.

    `previous_on` and `next_on` are the first days of the neighbouring periods, None where no data lies there.
    A typical day is the mean over the days from `starts_on` to `ends_on`, of the type `day_type`.
    """

    kind: PeriodKind
    starts_on: date
    ends_on: date
    previous_on: date | None
    next_on: date | None
    first_on: date
    last_on: date
    day_type: DayType


@dataclass(frozen=True, slots=True)
class Completeness:
    """Where the values of the period come from, as fractions of those that there should be; all 0 without sources."""

    measured: float
    estimated: float
    substituted: float
    missing: float

    @property
    def assumed(self) -> float:
        """The fraction that something stands in for: estimated or substituted."""
        return self.estimated + self.substituted

    @property
    def received(self) -> float:
        """The fraction that is there, from whatever source."""
        return self.measured + self.estimated + self.substituted


@dataclass(frozen=True, slots=True)
class Kpis:
    """Key figures: energies [kWh] of the whole period, ratios as fractions, None where undefined or unknown.

    production = local + surplus and consumption = local + deficit, where the group is taken as one in each slot.
    A direction is None when all of its readings are missing: what follows then rests on the other one alone.
    """

    consumption_kwh: float | None
    production_kwh: float | None
    local_kwh: float
    surplus_kwh: float
    deficit_kwh: float
    shared_kwh: float
    self_sufficiency: float | None
    self_consumption: float | None
    previous_consumption_kwh: float | None = None

    @property
    def consumption_change(self) -> float | None:
        """The change of consumption against the previous period as a fraction, None where there is none to compare."""
        before, now = self.previous_consumption_kwh, self.consumption_kwh
        return now / before - 1 if before and now is not None else None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The period that this one is compared with; without key figures `reason` says why there is no change to tell."""

    period: PeriodHead
    kpis: Kpis | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StateShare:
    """How long the group is in one state, and what it does meanwhile.

    `energy_kwh` is what is left (surplus), lacking (deficit) or used inside (self-sustaining) in those hours; `share`
    is the fraction of the hours of which the state is known. The three states add up to the key figures. Where the
    visitor sees months only the energies are None: a state may last a single quarter of an hour.
    """

    state: Literal["surplus", "self_sustaining", "deficit"]
    hours: float
    share: float
    energy_kwh: float | None = None
    local_kwh: float | None = None
    surplus_kwh: float | None = None
    deficit_kwh: float | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """The shortest run of hours of the day, round the clock, that holds `share` of an energy.

    `to_hour` is exclusive: 22 to 6 wraps over midnight, `from_hour` 0 with `to_hour` 24 is the whole day.
    """

    from_hour: int
    to_hour: int
    share: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """Facts for a sentence about the period; what is None or "any" is not worth a word."""

    kind: VerdictKind
    surplus_span: Span | None = None
    surplus_days: DaysOfWeek = "any"
    deficit_span: Span | None = None
    deficit_days: DaysOfWeek = "any"
    biggest_deficit_member: str | None = None
    biggest_deficit_share: float | None = None


@dataclass(frozen=True, slots=True)
class MemberRow:
    """What one company, or all of them, brings and takes [kWh].

    production = own + given + grid_export + open_production and consumption = own + received + grid_import +
    open_consumption: the open parts were measured while the other direction was missing, so where they went is not
    known. A direction of which all readings are missing is None.
    """

    id: int
    name: str
    sector: str
    color_index: int
    consumption_kwh: float | None
    production_kwh: float | None
    own_kwh: float
    received_kwh: float
    given_kwh: float
    grid_import_kwh: float
    grid_export_kwh: float
    open_consumption_kwh: float
    open_production_kwh: float
    has_consumption: bool
    has_production: bool
    is_estimated: bool
    is_incomplete: bool


@dataclass(frozen=True, slots=True)
class Attention:
    """Something to look at: `severity` is info, warning or error, `url` leads to where it can be mended."""

    severity: str
    member: str
    sentence: str
    url: str | None


@dataclass(frozen=True, slots=True)
class SharedBy:
    """An agreement that holds in a part of a window, from one local day to another, both included.

    `reason` says why its key is not used there, so that energy is shown as shared pro rata. `is_hourly` where the
    agreement shares by longer intervals than the page, which shows quarter-hours.
    """

    agreement_id: int
    title: str
    key: str
    first_on: date
    last_on: date
    is_whole: bool
    is_hourly: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything on the overview page except the values of the charts.

    Of a group that `is_coarse` to the visitor there is nothing finer than a month.
    """

    group: GroupHead
    period: PeriodHead
    has_data: bool
    completeness: Completeness
    last_reading_at: datetime | None
    kpis: Kpis
    tolerance: float
    hours: float
    unknown_hours: float
    states: tuple[StateShare, ...]
    verdict: Verdict
    members: tuple[MemberRow, ...]
    totals: MemberRow
    attention: tuple[Attention, ...]
    is_coarse: bool = False
    comparison: Comparison | None = None
    shared_by: tuple[SharedBy, ...] = ()

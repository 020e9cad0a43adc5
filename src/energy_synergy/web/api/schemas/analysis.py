"""What an analysis of a period tells, and how a period is asked for. Energies are kWh, powers kW, null is unknown."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from energy_synergy.web.api.schemas.base import Day, Moment, Record

Kwh = Annotated[float | None, Field(description="kWh; null where it is not known")]
DayKind = Literal["all", "weekday", "weekend"]


class SpanQuery(Record):
    """Where a period lies on the group's clock, and what counts as self-sustaining in it."""

    on: Day | None = Field(default=None, description="A day in it; left out, the last period that the readings fill")
    tolerance: float | None = Field(
        default=None, ge=0, le=1, description="Self-sustaining within this fraction of consumption; else the group's"
    )
    as_of: Moment | None = Field(
        default=None, description="What was known at this instant, for those who see every company; left out: now"
    )


class DatedQuery(SpanQuery):
    """A period of the calendar."""

    period: Literal["day", "week", "month", "year"] | None = Field(
        default=None, description="Kind of period; left out, the one that the readings fit"
    )


class PeriodQuery(SpanQuery):
    """A period of the calendar, or the mean day of a year."""

    period: Literal["day", "week", "month", "year", "typical"] | None = Field(
        default=None, description="Kind of period, typical for the mean day; left out, the one that the readings fit"
    )
    day_type: DayKind = Field(default="all", description="Which days a typical day is the mean of")


class OverviewQuery(PeriodQuery):
    """A period, and what to compare it with."""

    compare: Literal["none", "previous", "year"] = Field(
        default="none", description="The period before, or the one a year (for days and weeks 52 weeks) before"
    )


class BucketsQuery(DatedQuery):
    """A period of the calendar, and how finely it is told."""

    step: Literal["quarter", "hour", "day", "month"] | None = Field(
        default=None, description="Left out: quarters for a day or a week, hours for a month, days for a year"
    )


class TypicalQuery(Record):
    """Which days a typical day is the mean of."""

    day_type: DayKind = "all"


class PeriodOut(Record):
    """The period that an answer is about; of a typical day the days that it is the mean of."""

    kind: Literal["day", "week", "month", "year", "typical"]
    starts_on: date
    ends_on: date = Field(description="The day after the last one")
    starts_at: datetime
    ends_at: datetime = Field(description="Exclusive")
    day_type: DayKind
    timezone: str


class Kpis(Record):
    """Key figures. production = local + surplus and consumption = local + deficit, the group taken as one."""

    consumption_kwh: Kwh
    production_kwh: Kwh
    local_kwh: float = Field(description="Produced and used inside the group in the same quarter of an hour")
    surplus_kwh: float
    deficit_kwh: float
    shared_kwh: float = Field(description="Energy that changed company")
    self_sufficiency: float | None = Field(description="Fraction of consumption covered inside; null where undefined")
    self_consumption: float | None = Field(description="Fraction of production used inside; null where undefined")
    previous_consumption_kwh: Kwh = None
    consumption_change: float | None = Field(description="Change against the period before, as a fraction")


class Completeness(Record):
    """Where the values come from, as fractions of those that there should be."""

    measured: float
    estimated: float
    substituted: float
    missing: float


class StateShare(Record):
    """How long the group is in a state, and what it does meanwhile."""

    state: Literal["surplus", "self_sustaining", "deficit"]
    hours: float
    share: float = Field(description="Fraction of the hours of which the state is known")
    local_kwh: Kwh = Field(description="kWh; the energies are null where you see months and years alone")
    surplus_kwh: Kwh
    deficit_kwh: Kwh


class MemberBalance(Record):
    """What one company brings and takes.

    consumption = own + received + grid_import + open_consumption, and production = own + given + grid_export +
    open_production: the open parts were measured while the company's other direction was missing.
    """

    company_id: int | None = Field(description="Null for the companies that you see only together")
    name: str
    sector: str
    consumption_kwh: Kwh
    production_kwh: Kwh
    own_kwh: float
    received_kwh: float
    given_kwh: float
    grid_import_kwh: float
    grid_export_kwh: float
    open_consumption_kwh: float
    open_production_kwh: float
    is_estimated: bool
    is_incomplete: bool


class Attention(Record):
    """Something to look at."""

    severity: str
    company: str = Field(description="Empty where it is about several")
    message: str


class ComparisonOut(Record):
    """The period that another is compared with; without key figures `reason` says why there are none."""

    period: PeriodOut
    kpis: Kpis | None
    reason: str


class SharedByOut(Record):
    """An agreement that the energy of some days is shared by, both included."""

    agreement_id: int
    title: str
    key: str = Field(description="What its sharing key is called")
    first_on: date
    last_on: date
    is_hourly: bool = Field(description="Whether it shares by the hour; the energies here are by quarter-hours")
    reason: str = Field(description="Why its key is not used and energy is shared pro rata; empty where it is used")


class OverviewOut(Record):
    """A group over a period."""

    period: PeriodOut
    is_coarse: bool = Field(description="Whether you see months and years of the group alone, to protect a company")
    has_data: bool
    tolerance: float
    hours: float
    unknown_hours: float
    kpis: Kpis
    completeness: Completeness
    states: list[StateShare]
    members: list[MemberBalance]
    attention: list[Attention]
    comparison: ComparisonOut | None = Field(description="Null where none was asked for")
    shared_by: list[SharedByOut] = Field(
        description="Agreements in force; on days without one energy is shared pro rata"
    )


class CompanyBuckets(Record):
    """One company bucket by bucket; a direction without a source is null as a whole."""

    company_id: int | None
    name: str
    consumption_kwh: list[float | None] | None
    production_kwh: list[float | None] | None


class BucketsOut(Record):
    """A period bucket by bucket: all lists are as long as `starts_at`."""

    period: PeriodOut
    step_minutes: int = Field(description="Length of a bucket; 43200 stands for a month of the calendar")
    starts_at: list[datetime]
    consumption_kwh: list[float | None]
    production_kwh: list[float | None]
    local_kwh: list[float | None]
    surplus_kwh: list[float | None]
    deficit_kwh: list[float | None]
    missing: list[int] = Field(description="Places of the buckets in which some reading is missing, from 0")
    estimated: list[int] = Field(description="Places of the buckets in which some value is estimated, from 0")
    companies: list[CompanyBuckets]


class TypicalDayOut(Record):
    """The mean day, quarter by quarter, by the clock on the wall: all lists have 96 entries."""

    period: PeriodOut
    times: list[str] = Field(examples=[["00:00", "00:15"]])
    consumption_kwh: list[float | None]
    production_kwh: list[float | None]
    local_kwh: list[float | None]
    surplus_kwh: list[float | None]
    deficit_kwh: list[float | None]
    companies: list[CompanyBuckets]


class FlowsOut(Record):
    """Who supplied whom. `given_kwh[i][j]` went from the company at place i to the one at place j."""

    period: PeriodOut
    companies: list[str]
    company_ids: list[int | None]
    given_kwh: list[list[float]]
    own_kwh: list[float] = Field(description="Own production used behind the meter")
    to_grid_kwh: list[float]
    from_grid_kwh: list[float]

"""Periods in which a group has a surplus, sustains itself or has a deficit."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from energy_synergy.web.api.schemas.analysis import DatedQuery, Kwh, PeriodOut
from energy_synergy.web.api.schemas.base import PageQuery, Record

State = Literal["surplus", "self_sustaining", "deficit"]


class PeriodsQuery(DatedQuery, PageQuery):
    """Which periods, and in which order."""

    state: State | None = Field(default=None, description="Left out: every state")
    min_kwh: float = Field(default=0.0, ge=0, le=1e12, description="At least so much energy")
    min_hours: float = Field(default=0.0, ge=0, le=1e6, description="At least so long")
    days: Literal["all", "weekday", "weekend"] = Field(default="all", description="The day on which a period begins")
    from_hour: int = Field(default=0, ge=0, le=23, description="A part of it lies between these hours of the day")
    to_hour: int = Field(default=24, ge=1, le=24, description="Exclusive; less than from_hour is round midnight")
    company: int | None = Field(default=None, ge=1, le=2**31 - 1, description="One on whose account the period lies")
    sort: Literal["start", "energy", "peak", "duration"] = "start"
    order: Literal["up", "down"] = "up"


class Share(Record):
    """How much of a period is a company's."""

    company_id: int | None
    name: str
    energy_kwh: float


class Counterpart(Record):
    """A company that could have taken or supplied energy at most, and when it had that."""

    company_id: int | None
    name: str
    energy_kwh: float
    before_kwh: float
    inside_kwh: float
    after_kwh: float


class Trade(Record):
    """What one company gave another inside the period."""

    giver: str
    receiver: str
    energy_kwh: float


class BalancePeriod(Record):
    """Consecutive quarters of an hour in one state."""

    state: State
    starts_at: datetime
    ends_at: datetime = Field(description="Exclusive")
    hours: float
    energy_kwh: float = Field(description="Left (surplus), lacking (deficit) or used inside (self-sustaining)")
    peak_kw: float
    missing_hours: float = Field(description="Hours in which some reading is missing")
    companies: list[Share] = Field(description="On whose account it lies, the largest first")
    counterparts: list[Counterpart] = Field(description="Likely partners inside the group, the largest first")
    trades: list[Trade] = Field(description="The largest flows inside it, at most 20")


class Peak(Record):
    """The highest mean power of a quarter of an hour."""

    power_kw: float
    starts_at: datetime


class Mark(Record):
    """The power that is reached or exceeded for a fraction of the known time."""

    fraction: float
    hours: float
    surplus_kw: float
    deficit_kw: float


class DurationOut(Record):
    """Net power, production less consumption, sorted from the largest surplus: it is reached for `hours` or longer."""

    period: PeriodOut
    hours: list[float]
    net_kw: list[float]
    marks: list[Mark]


class CarpetOut(Record):
    """Mean net power by day (rows) and time of the day (columns); null where nothing is known or no such time is."""

    period: PeriodOut
    dates: list[date]
    step_minutes: int
    net_kw: list[list[float | None]]


class BalanceOut(Record):
    """Key figures of surplus and deficit."""

    period: PeriodOut
    surplus_kwh: Kwh
    deficit_kwh: Kwh
    surplus_periods: int
    deficit_periods: int
    surplus_peak: Peak | None
    deficit_peak: Peak | None
    shiftable_kwh: float = Field(description="Surplus that could be used inside if consumption moved by up to a day")
    half_surplus: int = Field(description="How many surplus periods, the largest first, hold half of the surplus")

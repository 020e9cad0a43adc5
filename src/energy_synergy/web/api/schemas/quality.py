"""What the readings of a period rest on, and one company over a period."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from energy_synergy.web.api.schemas.analysis import Completeness, Kwh, PeriodOut
from energy_synergy.web.api.schemas.base import Record
from energy_synergy.web.api.schemas.companies import Direction

# Beside a field of the same name the type needs another one.
Date = date


class Gap(Record):
    """A run of quarter-hours without a reading."""

    starts_at: datetime
    ends_at: datetime = Field(description="Exclusive")
    hours: float


class SourceQuality(Record):
    """What the values of one company and direction rest on."""

    company_id: int
    company: str
    direction: Direction
    completeness: Completeness
    missing_hours: float
    gaps: int
    longest_gap: Gap | None
    last_reading_at: datetime | None = Field(description="Start of the last stored quarter of an hour")
    lag_hours: float | None = Field(description="How much earlier that is than the last reading of the group")


class FoundKind(Record):
    """One kind of problem that was found at import."""

    code: str
    label: str
    severity: str
    example: str
    count: int
    imports: list[int] = Field(description="Numbers of the imports, the latest first")


class QualityOut(Record):
    """Where the values of a period come from, and what was found in what came in."""

    period: PeriodOut
    completeness: Completeness
    sources: list[SourceQuality] = Field(description="Those that lack the most first")
    has_hidden_companies: bool = Field(description="Whether there are companies that you do not see by name")
    last_reading_at: datetime | None
    found: list[FoundKind]


class PartnerOut(Record):
    """What another company gave to this one and received from it."""

    company_id: int | None = Field(description="Null for those that you see only together")
    name: str
    received_kwh: float
    given_kwh: float


class CompanyFigures(Record):
    """What a company used, produced, gave and received.

    consumption = own + lacking + open and production = own + left + open; lacking = received + grid import and left =
    given + grid export. Those four are null where they would give another company away in so short a period.
    """

    consumption_kwh: Kwh
    production_kwh: Kwh
    own_kwh: float
    lacking_kwh: float
    left_kwh: float
    received_kwh: Kwh
    given_kwh: Kwh
    grid_import_kwh: Kwh
    grid_export_kwh: Kwh
    open_consumption_kwh: float
    open_production_kwh: float


class CompanyOverviewOut(Record):
    """One company over a period."""

    period: PeriodOut
    company_id: int
    name: str
    has_data: bool
    completeness: Completeness
    figures: CompanyFigures
    partners: list[PartnerOut]


class DayQuality(Record):
    """One local day of a source: its quarters of an hour by what they are, of those in which readings are due."""

    date: Date
    state: Literal["measured", "estimated", "substituted", "partial", "missing", "outside"]
    expected: int
    measured: int
    estimated: int
    substituted: int
    missing: int


class CalendarQuery(Record):
    """Which year."""

    year: int | None = Field(default=None, ge=1990, le=2099, description="Left out: that of the last reading")


class SourceDays(Record):
    """A company in one direction over a year, day by day."""

    company_id: int
    company: str
    direction: Direction
    source: Literal["readings", "typical_day", "estimate"]
    days: list[DayQuality]


class CompletenessOut(Record):
    """What every day of a year rests on; days to come and days outside of a membership are outside."""

    year: int
    sources: list[SourceDays]

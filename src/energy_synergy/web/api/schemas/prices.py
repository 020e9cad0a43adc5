"""Day-ahead prices: areas, prices of a period, what a file of them holds and would change, what was fetched."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from energy_synergy.web.api.schemas.base import LINE, Change, Day, Finding, Moment, Record

AreaName = Annotated[
    str, Field(max_length=20, pattern=r"^[A-Za-z0-9-]*$", examples=["FR"], description="Short name of a bidding area")
]


class AreaOut(Record):
    """A bidding area of the European day-ahead market."""

    name: str
    eic: str = Field(description="Energy Identification Code")
    label: str = Field(description="In the language of Accept-Language")
    timezone: str
    until: date | None = Field(description="Last day of delivery of an area that is no more")


class PriceAreaOut(Record):
    """The bidding area whose prices a group uses."""

    area: str = Field(description="Empty where none is chosen")
    currency: str


class PriceAreaChange(Change):
    """Another bidding area; empty for none."""

    area: AreaName


class PricesQuery(Record):
    """Which slots; by default the current local year."""

    starts_at: Moment | None = None
    ends_at: Moment | None = None


class PricesOut(Record):
    """The prices of consecutive slots of 15 minutes, per kWh; null where a price is not known."""

    area: str
    currency: str
    starts_at: datetime
    ends_at: datetime
    step_minutes: Literal[15] = 15
    own_slots: int = Field(description="How many prices were given by the group itself; they come before fetched ones")
    prices: list[float | None]


class PriceFileQuery(Record):
    """How a file of prices is read; what is left out is taken from the file."""

    dry_run: bool = Field(default=False, description="Check the file and save nothing")
    file_name: str | None = Field(
        default=None, max_length=255, pattern=LINE, description="Name of a file that is the whole body"
    )
    unit: Literal["MWh", "kWh", "ct/kWh"] | None = Field(default=None, description="What a price is for")
    timezone: str | None = Field(
        default=None, max_length=64, pattern=r"^[A-Za-z0-9_+/-]+$", description="Zone of times without an offset"
    )
    date_order: Literal["dmy", "mdy", "ymd"] | None = None
    decimal_mark: Literal["point", "comma"] | None = None
    column: str | None = Field(default=None, max_length=120, pattern=LINE, description="Header of the prices")
    sequence: int | None = Field(default=None, ge=1, le=99, description="Auction to read where an area has several")


class PriceFileOut(Record):
    """What a file of prices holds, and what it changes among the prices that the group gave before."""

    format: str
    detected: dict[str, str]
    area: str
    currency: str
    starts_at: datetime
    ends_at: datetime
    rows: int
    bad_rows: int
    known_slots: int
    new_slots: int
    changed_slots: int
    findings: list[Finding]


class FetchIn(Record):
    """Local days of the area, both included."""

    first_on: Day
    last_on: Day


class FetchedOut(Record):
    """What was fetched and stored for every group of the area."""

    area: str
    first_on: date
    last_on: date
    new_slots: int
    changed_slots: int
    findings: list[Finding]

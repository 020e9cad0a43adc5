"""Data that comes in: files, readings, annual totals, and what became of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from energy_synergy.web.api.schemas.base import LINE, Finding, Moment, PageQuery, Record, SentNumber
from energy_synergy.web.api.schemas.companies import Direction, SourceKind
from energy_synergy.web.api.schemas.readings import MOST_READINGS


class ImportSeries(Record):
    """One series that an import brought; of an annual total the total and its profile."""

    direction: Direction
    meter: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    values: int | None = None
    missing: int | None = None
    total_kwh: float | None = None
    profile: str = ""


class ImportOut(Record):
    """Something that came in for a company; nothing of it is ever overwritten."""

    id: int
    company_id: int
    company: str
    kind: SourceKind
    file_name: str
    format: str
    detected: dict[str, str] = Field(description="What the reader found out: unit, zone, decimal mark ...")
    series: list[ImportSeries]
    rows: int
    left_out: int = Field(description="Bad rows that were left out on request")
    days_added: int
    days_replaced: int
    problems: int = Field(description="Findings that are more than information")
    recorded_at: datetime
    recorded_by: str
    undoes: int | None = Field(description="SentNumber of the import that this one takes back")
    undone_at: datetime | None
    undone_by: str
    undo_until: datetime | None = Field(description="Until when it can be undone; null where it cannot")


class ImportsQuery(PageQuery):
    """Which imports."""

    company: int | None = Field(default=None, ge=1, le=2**53 - 1)


class FindingsQuery(PageQuery):
    """Which findings."""

    company: int | None = Field(default=None, ge=1, le=2**53 - 1)
    severity: Literal["info", "warning", "error"] | None = None
    code: str | None = Field(default=None, max_length=60, pattern=r"^[a-z_]+$")


class ImportFinding(Finding):
    """A finding with the import that it came with."""

    id: int
    import_id: int
    company_id: int
    recorded_at: datetime
    is_undone: bool


class UploadQuery(Record):
    """How a file is read; what is left out is detected."""

    dry_run: bool = Field(default=False, description="Check the file and save nothing")
    good_rows_only: bool = Field(default=False, description="Leave bad rows out: their values are missing")
    file_name: str | None = Field(
        default=None, max_length=255, pattern=LINE, description="Name of a file that is the whole body"
    )
    format: str | None = Field(
        default=None, max_length=60, pattern=r"^[a-z0-9_]+$", description="One of /options/formats"
    )
    unit: Literal["Wh", "kWh", "MWh", "W", "kW", "MW"] | None = None
    stamp: Literal["start", "end"] | None = Field(default=None, description="What a time names: start or end")
    date_order: Literal["dmy", "mdy", "ymd"] | None = None
    decimal_mark: Literal["point", "comma"] | None = None
    direction: Direction | None = None
    timezone: str | None = Field(
        default=None, max_length=64, pattern=r"^[A-Za-z0-9_+/-]+$", description="Zone of times without an offset"
    )
    doubles: Literal["first", "last"] | None = Field(default=None, description="Which of two rows of one time counts")
    negatives: Literal["absolute", "other_direction", "missing"] | None = Field(
        default=None, description="What a value below zero is"
    )
    spikes: Literal["missing", "thousandth"] | None = Field(
        default=None, description="What values far above all others are"
    )
    gaps: Literal["interpolated"] | None = Field(default=None, description="Fill gaps of up to two hours")


class RemedyOut(Record):
    """What may be done about a problem: sent as a parameter of the kind's name, or `good_rows_only` for leave_out."""

    kind: str
    to: str
    message: str


class ProblemOut(Record):
    """One kind of problem of a file, with its first findings."""

    code: str
    severity: str
    count: int
    is_left_out: bool
    examples: list[Finding]
    remedies: list[RemedyOut]


class CheckedSeries(Record):
    """One series of a file."""

    meter: str
    direction: Direction
    starts_at: datetime | None
    ends_at: datetime | None
    slots: int
    missing: int
    gaps: int
    total_kwh: float


class ReplacedValue(Record):
    """A stored value that another would replace."""

    meter: str
    direction: Direction
    starts_at: datetime
    old_kwh: float
    new_kwh: float


class SourceChange(Record):
    """A direction whose energy would be read from something else."""

    direction: Direction
    before: SourceKind | None
    after: SourceKind
    dropped: list[str] = Field(default=[], description="Names of meters that would no longer be used; empty: unnamed")


class ReplacementOut(Record):
    """What saving would do to what is stored; days are UTC days of a meter."""

    days_added: int
    days_replaced: int
    days_unchanged: int
    slots_added: int
    slots_equal: int
    slots_replaced: int
    first_at: datetime | None
    last_at: datetime | None
    examples: list[ReplacedValue]
    sources: list[SourceChange]


class DayTotals(Record):
    """Energy by local day, or by hour of a typical day where there are no days."""

    direction: Direction
    days: list[date]
    energy_kwh: list[float | None]


class CheckOut(Record):
    """What a file is, what is wrong with it and what it would do; nothing was saved."""

    is_ready: bool = Field(description="Whether it would be imported as it is")
    can_import_good_rows: bool = Field(description="Whether it would be imported with good_rows_only")
    format: str
    detected: dict[str, Any]
    rows: int
    rows_ready: int
    rows_bad: int
    refusal: Finding | None = Field(description="Why the file as a whole cannot be read")
    problems: list[ProblemOut]
    series: list[CheckedSeries]
    preview: list[DayTotals]
    replacement: ReplacementOut | None


class ReadingIn(Record):
    """The energy of one interval, named by its start."""

    starts_at: Moment
    energy_kwh: float | None = Field(strict=True, ge=0, le=1e9, allow_inf_nan=False, description="Null is missing")
    quality: Literal["measured", "estimated", "substituted"] = "measured"


class ReadingsIn(Record):
    """Readings of one meter; what is sent again with another value becomes a new version."""

    direction: Direction
    meter: str = Field(
        default="", max_length=120, pattern=LINE, description="Empty for the company's only one in this direction"
    )
    step_minutes: Literal[5, 10, 15, 30, 60] = 15
    readings: list[ReadingIn] = Field(min_length=1, max_length=MOST_READINGS)


class ReadingsOptions(Record):
    """How readings are taken."""

    dry_run: bool = Field(default=False, description="Check the readings and save nothing")


class SentCheck(Record):
    """What readings would do; nothing was saved."""

    findings: list[Finding]
    replacement: ReplacementOut


class AnnualTotalIn(Record):
    """An annual total with the profile that spreads it over the days of a year."""

    annual_kwh: float = Field(strict=True, gt=0, le=1e12, allow_inf_nan=False, examples=[68000.0])
    profile: str | None = Field(
        default=None, max_length=60, pattern=r"^[a-z0-9_]+$", examples=["office"], description="One of /profiles"
    )
    own_profile: SentNumber | None = Field(default=None, description="Instead: one of the profiles made in the group")
    direction: Direction | None = Field(default=None, description="Left out: the profile's own")


class UndoneOut(Record):
    """What taking an import back did."""

    import_id: int = Field(description="SentNumber of the import that brings back what was there before")
    days_restored: int
    days_removed: int
    days_kept: int = Field(description="Days that a later import changed stay")
    source_changed: bool


class UseSourceIn(Record):
    """Which stored kind of source to use for a direction."""

    direction: Direction
    kind: SourceKind

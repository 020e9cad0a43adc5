"""Companies, their bonds to a group, their sites and meters."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool, StrictInt

from energy_synergy.web.api.schemas.base import Change, Country, Day, Line, Name, Record, SentNumber, Slug, nothing

Visibility = Literal["totals", "hourly", "quarter_hour"]
Direction = Literal["consumption", "production"]
SourceKind = Literal["readings", "typical_day", "estimate"]
SizeClass = Literal["", "micro", "small", "medium", "large"]
Part = Annotated[float, Field(strict=True, gt=0, le=1, allow_inf_nan=False, examples=[0.4])]
Kw = Annotated[float, Field(strict=True, gt=0, le=1e6, allow_inf_nan=False, examples=[36.0])]
InstalledKw = Annotated[float, Field(strict=True, ge=0, le=1e6, allow_inf_nan=False, examples=[99.0])]
GridLevel = Annotated[int, Field(strict=True, ge=1, le=7, examples=[7])]
Spot = Annotated[Line, Field(max_length=80)]
Degrees = Annotated[float, Field(strict=True, allow_inf_nan=False)]


def empty() -> SizeClass:
    """Stand for a size that was left out of a change."""
    return ""


def consumption() -> Direction:
    """Stand for a direction that was left out of a change."""
    return "consumption"


class MembershipOut(Record):
    """How a company belongs to a group, and how far the other members see it."""

    first_on: date | None = Field(description="First day, on the group's clock; null is open")
    last_on: date | None = Field(description="Last day, included; null is open")
    active_from: datetime | None = Field(description="The instant at which first_on begins")
    active_to: datetime | None = Field(description="The instant at which last_on is over, exclusive")
    visibility: Visibility = Field(description="How far others see its curve: in totals alone, by hours, by quarters")
    agreed_at: datetime | None = Field(description="When it accepted that totals of few companies may give it away")
    participation: float = Field(description="Fraction of its surplus and deficit that enters the group")


class CompanyOut(Record):
    """A company in a group."""

    id: int
    name: str
    sector: str
    registration_id: str = Field(description="SentNumber in the register of its country (SIREN, KBO, HRB ...)")
    country: str
    size_class: SizeClass = Field(description="By the EU's 2003/361/EC")
    is_public: bool = Field(description="Whether it is a public body, which is no enterprise whatever its size")
    color_index: int = Field(description="Its colour on every chart, the same for life")
    gaps: dict[str, Any] = Field(description="What stands in for its missing readings: {name, ...}; {} leaves them")
    membership: MembershipOut
    rights: list[str] = Field(description="What the caller may do for it: see, import, edit_company, invite ...")


class SiteOut(Record):
    """A place of a company; coordinates in degrees, WGS 84."""

    id: int
    name: str
    address: str
    postcode: str
    municipality: str
    latitude: float | None
    longitude: float | None
    building: str = Field(description="Building or plot")
    grid_node: str = Field(description="Transformer, cabin or connection point")
    substation: str
    distribution_operator: str
    grid_level: int | None = Field(description="From 1, the highest voltage, to 7, the low voltage")
    connection_kw: float | None = Field(description="What the connection allows")
    installed_kw: float | None = Field(description="Power of the plant there; 0 for none, null where nobody told")


class MeterOut(Record):
    """A metering point with one direction."""

    id: int
    name: str = Field(description="Empty for the company's only meter in its direction")
    direction: Direction
    site_id: int | None
    source: SourceKind | None = Field(description="What its energy is read from; null where it takes no part")
    first_at: datetime | None = Field(description="Start of its first dated reading")
    last_at: datetime | None = Field(description="End of its last dated reading, exclusive")
    has_data: bool
    contracted_kw: float | None = Field(description="Power that the contract allows")


class SourceOut(Record):
    """One kind of source that is stored for a company and direction."""

    direction: Direction
    kind: SourceKind
    is_in_use: bool
    meters: list[str]
    first_at: datetime | None = Field(description="Start of the first dated reading")
    last_at: datetime | None = Field(description="Start of the last dated reading")
    total_kwh: float | None = Field(description="Of one day for a typical day, of a year for an estimate")
    profile: str = Field(description="What an estimate is spread by, in the language of Accept-Language")


class CompanyIn(Record):
    """A new company of a group."""

    name: Name
    sector: Line = Field(default="", max_length=60, examples=["Bakery"])
    registration_id: Line = Field(default="", max_length=40, description="Its digits are checked in FR, BE and CH")
    country: Country | None = Field(default=None, description="Left out: the group's")
    size_class: SizeClass = ""
    is_public: StrictBool = False


class CompanyChange(Change):
    """What to change in a company; it is the same in every group that it belongs to."""

    name: Name = Field(default_factory=str)
    sector: Line = Field(default_factory=str, max_length=60)
    registration_id: Line = Field(default_factory=str, max_length=40)
    country: Country = Field(default_factory=str)
    size_class: SizeClass = Field(default_factory=empty)
    is_public: StrictBool = Field(default_factory=bool)


class MembershipIn(Record):
    """A company of another group that you manage."""

    company_id: SentNumber


class MembershipChange(Change):
    """From when until when a company belongs to a group; null is open."""

    first_on: Day | None = Field(default_factory=nothing)
    last_on: Day | None = Field(default_factory=nothing, description="Included")
    participation: Part | None = Field(
        default_factory=nothing,
        description="Fraction of its surplus and deficit that enters the group; null: all of it",
    )


class LeaveIn(Record):
    """The last day of a company in a group."""

    last_on: Day


class GapsIn(Record):
    """What stands in for the missing readings of a company: the name of an option of `gaps`, and what is set of it.

    `leave_missing` leaves them missing; the quarters of an hour in which they lie are provisional for the group.
    """

    name: Slug
    settings: dict[Slug, StrictInt | Line] = Field(default_factory=dict, max_length=10, examples=[{"weeks": 4}])


class SharingIn(Record):
    """How far the other members see a company.

    With `is_agreed` it accepts that its data can be worked out from the totals of the group where few others stand
    behind them; that is needed for its curve to be shown.
    """

    visibility: Visibility
    is_agreed: StrictBool


class SiteIn(Record):
    """A place of a company; both coordinates or neither, in degrees, WGS 84."""

    name: Name
    address: Line = Field(default="", max_length=200)
    postcode: Line = Field(default="", max_length=12)
    municipality: Line = Field(default="", max_length=120)
    latitude: Degrees | None = Field(default=None, ge=-90, le=90, examples=[48.8566])
    longitude: Degrees | None = Field(default=None, ge=-180, le=180, examples=[2.3522])
    building: Spot = Field(default="", description="Building or plot; spelled alike where it is the same")
    grid_node: Spot = Field(default="", description="Transformer, cabin or connection point")
    substation: Spot = ""
    distribution_operator: Spot = ""
    grid_level: GridLevel | None = Field(default=None, description="From 1, the highest voltage, to 7")
    connection_kw: Kw | None = Field(default=None, description="What the connection allows")
    installed_kw: InstalledKw | None = Field(default=None, description="Power of the plant there; 0 for none")


class SiteChange(Change):
    """What to change in a site."""

    name: Name = Field(default_factory=str)
    address: Line = Field(default_factory=str, max_length=200)
    postcode: Line = Field(default_factory=str, max_length=12)
    municipality: Line = Field(default_factory=str, max_length=120)
    latitude: Degrees | None = Field(default_factory=nothing, ge=-90, le=90)
    longitude: Degrees | None = Field(default_factory=nothing, ge=-180, le=180)
    building: Spot = Field(default_factory=str)
    grid_node: Spot = Field(default_factory=str)
    substation: Spot = Field(default_factory=str)
    distribution_operator: Spot = Field(default_factory=str)
    grid_level: GridLevel | None = Field(default_factory=nothing)
    connection_kw: Kw | None = Field(default_factory=nothing)
    installed_kw: InstalledKw | None = Field(default_factory=nothing)


class MeterIn(Record):
    """A metering point of a company."""

    direction: Direction
    name: Line = Field(default="", max_length=120, description="Empty for the only one in its direction")
    site_id: SentNumber | None = None
    contracted_kw: Kw | None = Field(default=None, description="Power that the contract allows")


class MeterChange(Change):
    """What to change in a meter; one with data keeps its direction."""

    direction: Direction = Field(default_factory=consumption)
    name: Line = Field(default_factory=str, max_length=120)
    site_id: SentNumber | None = Field(default_factory=nothing)
    contracted_kw: Kw | None = Field(default_factory=nothing)

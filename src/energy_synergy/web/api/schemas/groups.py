"""Groups, and what the caller may do in them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from energy_synergy.web.api.schemas.base import Change, Country, Name, Record

Zone = Annotated[
    str,
    StringConstraints(max_length=64, pattern=r"^[A-Za-z0-9_+/-]+$"),
    Field(examples=["Europe/Paris"], description="IANA zone of the group's clock"),
]
Currency = Annotated[
    str, StringConstraints(pattern=r"^[A-Z]{3}$"), Field(examples=["EUR"], description="ISO 4217 code")
]


class GroupOut(Record):
    """A Project Group: companies whose production and consumption are looked at together."""

    slug: str = Field(description="The group's name in addresses")
    name: str
    timezone: str = Field(description="IANA zone of the group's clock", examples=["Europe/Paris"])
    country: str = Field(description="ISO 3166 code of two letters, empty where it is not told")
    currency: str = Field(description="ISO 4217 code")
    tolerance: float = Field(
        description="The group is self-sustaining where |production - consumption| <= tolerance x consumption"
    )
    is_demo: bool = Field(description="Whether its data is simulated")
    created_at: datetime
    archived_at: datetime | None = Field(description="Since when it can be read and no longer changed")
    company_count: int
    first_at: datetime | None = Field(description="Start of the first dated reading in use")
    last_at: datetime | None = Field(description="End of the last dated reading in use, exclusive")
    rights: list[str] = Field(
        description="What the caller may do: see, see_all, audit, import, edit_company, edit_profiles, invite, manage"
    )


class GroupIn(Record):
    """A new group; what is left out follows from the country."""

    name: Name
    country: Country = ""
    timezone: Zone | None = Field(default=None, description="Left out: that of the country, else Europe/Paris")
    currency: Currency | None = Field(default=None, description="Left out: that of the country, else EUR")


class GroupChange(Change):
    """What to change in a group. In another time zone memberships begin and end on the same dates as before."""

    name: Name = Field(default_factory=str)
    country: Country = Field(default_factory=str)
    timezone: Zone = Field(default_factory=str)
    currency: Currency = Field(default_factory=str)
    tolerance: float = Field(default_factory=float, strict=True, ge=0, le=1, allow_inf_nan=False)

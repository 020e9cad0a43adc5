"""Groups, and what the caller may do in them."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from energy_synergy.web.api.schemas.base import Record


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

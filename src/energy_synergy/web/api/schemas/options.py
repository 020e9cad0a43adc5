"""Options of the product, and profiles."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from energy_synergy.web.api.schemas.base import Record


class FamilyOut(Record):
    """A family of options."""

    name: str
    options: list[str]


class OptionOut(Record):
    """One way of doing something; `fields` is a JSON schema of what may be set."""

    name: str
    summary: str
    fields: dict[str, Any]


class ProfileOut(Record):
    """A standard shape of a day that spreads an annual total."""

    name: str
    label: str = Field(description="In the language of Accept-Language")
    description: str
    direction: Literal["consumption", "production"] | None = Field(description="Null where it fits both")
    sectors: list[str] = Field(description="NACE Rev. 2 codes of the companies that it stands for")
    source: str
    is_ours: bool
    licence: str
    has_fields: bool = Field(description="Whether it must be told something before it can be used")


class ProfileCurveOut(ProfileOut):
    """A profile with its mean day: 96 values, one for each quarter of an hour, that sum to 1 kWh."""

    energy_kwh: list[float] | None = Field(description="Null for a profile that must be told something first")

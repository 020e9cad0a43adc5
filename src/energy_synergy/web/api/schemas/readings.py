"""Readings of a company."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from energy_synergy.web.api.schemas.analysis import Kwh
from energy_synergy.web.api.schemas.base import Moment, Page, PageQuery, Record

Quality = Literal["measured", "estimated", "substituted", "missing"]
MOST_READINGS = 10_000


class ReadingsQuery(PageQuery):
    """Which readings; the two ends lie on whole quarters of an hour."""

    starts_at: Moment | None = Field(default=None, description="Left out: where the readings of the group begin")
    ends_at: Moment | None = Field(default=None, description="Exclusive; left out: where they end")
    as_of: Moment | None = Field(default=None, description="What was known at this instant; left out: now")
    limit: int = Field(default=1_000, ge=4, le=MOST_READINGS, description="Most items on the page")


class ReadingOut(Record):
    """What a company consumed and produced from `starts_at` on. A direction without any source has no quality."""

    starts_at: datetime
    consumption_kwh: Kwh
    consumption_quality: Quality | None
    production_kwh: Kwh
    production_quality: Quality | None


class ReadingsPage(Page[ReadingOut]):
    """One page of readings: by quarters of an hour, or by hours where the company shows no more to you."""

    step_minutes: Literal[15, 60]

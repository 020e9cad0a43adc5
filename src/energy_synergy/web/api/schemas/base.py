"""The shapes that every area shares: records, pages of records, findings and refusals."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Generic, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

Item = TypeVar("Item")
MOST_ON_A_PAGE = 1_000
# Names and notes are one line of text without control characters.
LINE = r"^[^\x00-\x1f\x7f]*$"
Moment = Annotated[AwareDatetime, Field(examples=["2025-06-02T00:00:00+02:00"])]
Number = Annotated[int, Field(ge=1, le=2**53 - 1)]


class Record(BaseModel):
    """Something that the interface gives out or takes in; a field that it does not know is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Place(Record):
    """Where a finding lies: in a file (lines count from 1), on the clock, or in a field of the request."""

    file: str | None = None
    sheet: str | None = None
    line: int | None = None
    column: str | None = None
    meter: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    field: str | None = Field(default=None, description="Field of the request, such as body.name or query.limit")


class Finding(Record):
    """A problem, with its place and what was expected there."""

    code: str = Field(description="Stable name of the kind of problem")
    severity: str = Field(description="info, warning or error; an error blocks")
    message: str = Field(description="A sentence in the language of Accept-Language")
    count: int = Field(default=1, description="How many times it was met")
    place: Place = Place()
    value: str | None = Field(default=None, description="What was found")
    expected: str | None = Field(default=None, description="What was expected")
    advice: str | None = Field(default=None, description="What to do")


class Refusal(Record):
    """Why a request was not answered; `code` is stable, `message` is for people."""

    code: str
    message: str = Field(description="A sentence in the language of Accept-Language")
    findings: list[Finding] = []


class Page(Record, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    next: str | None = Field(description="Address of the next page, relative to the server; null on the last page")


class PageQuery(Record):
    """Which part of a list."""

    limit: int = Field(default=100, ge=1, le=MOST_ON_A_PAGE, description="Most items on the page")
    cursor: str | None = Field(
        default=None,
        max_length=200,
        pattern=r"^[A-Za-z0-9_-]+$",
        description="Where the page begins: leave it out for the first page, then follow `next`",
    )

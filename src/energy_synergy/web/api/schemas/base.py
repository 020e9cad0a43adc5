"""The shapes that every area shares: records, pages of records, findings and refusals."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any, Generic, Self, TypeVar

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

Item = TypeVar("Item")
MOST_ON_A_PAGE = 1_000
# Names and notes are one line of text without control characters.
LINE = r"^[^\x00-\x1f\x7f]*$"

ISO_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*", re.ASCII)
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
LOST_PLUS = re.compile(r" (?=\d\d:?\d\d$)")


def _iso_moment(value: object) -> object:
    """Refuse numbers as times, and years that no reading has.

    A plus sign that was not written as %2B in an address arrives as a space.
    """
    if not isinstance(value, str) or not ISO_MOMENT.fullmatch(value) or not "1970" <= value[:4] < "2200":
        raise PydanticCustomError("datetime_parsing", "no ISO 8601 time")
    return value[:16] + LOST_PLUS.sub("+", value[16:])


def _iso_day(value: object) -> object:
    if not isinstance(value, str) or not ISO_DAY.fullmatch(value):
        raise PydanticCustomError("date_parsing", "no ISO 8601 date")
    return value


Moment = Annotated[AwareDatetime, BeforeValidator(_iso_moment), Field(examples=["2025-06-02T00:00:00+02:00"])]
Day = Annotated[
    date, BeforeValidator(_iso_day), Field(ge=date(1970, 1, 2), le=date(2199, 12, 31), examples=["2025-06-09"])
]
Number = Annotated[int, Field(ge=1, le=2**53 - 1)]
# In a body a number is a number; in an address it is written with digits.
SentNumber = Annotated[int, Field(strict=True, ge=1, le=2**53 - 1)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, pattern=LINE)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120, pattern=LINE)]
Country = Annotated[
    str,
    StringConstraints(pattern=r"^([A-Z]{2})?$"),
    Field(examples=["FR"], description="ISO 3166 code of two letters; empty where it is not told"),
]
Slug = Annotated[str, StringConstraints(min_length=1, max_length=50, pattern=r"^[-a-zA-Z0-9_]+$")]


class Record(BaseModel):
    """Something that the interface gives out or takes in; a field that it does not know is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @classmethod
    def of(cls, source: object, **more: Any) -> Self:
        """Return this record with the fields that another one has by the same names, and some more."""
        known = {name: getattr(source, name) for name in cls.model_fields if name not in more and hasattr(source, name)}
        return cls(**known, **more)


def nothing() -> None:
    """Stand for a field of a change that was left out: the value stays as it is."""


class Change(Record):
    """A change of something: a field that is left out stays as it is."""

    def told(self) -> dict[str, Any]:
        """Return the fields that were sent."""
        return {name: getattr(self, name) for name in self.model_fields_set}


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

"""Agreements of a group: a sharing key and a price rule, from one day to another."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, JsonValue, StringConstraints

from energy_synergy.web.api.schemas.base import Change, Day, Name, Record, Slug, nothing

Stage = Literal["draft", "coming", "in_force", "past", "withdrawn"]
Interval = Annotated[Literal[15, 60], Field(description="Minutes in which surplus and need are compared")]
# A note has lines; other control characters say nothing.
Note = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=2000, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]*$")
]


class ChosenOption(Record):
    """An option by its name with its fields; one with an entry a member is a table by the number of the company."""

    name: Slug
    settings: dict[Slug, JsonValue] = Field(
        default_factory=dict, max_length=20, examples=[{"shares": {"1": 0.6, "2": 0.4}}]
    )


class AgreementIn(Record):
    """A draft of an agreement; days are those of the group's clock, both included."""

    title: Name
    note: Note = ""
    key: ChosenOption = Field(description="An option of the family `sharing`")
    rule: ChosenOption = Field(description="An option of the family `pricing`")
    interval_minutes: Interval = 15
    first_on: Day | None = None
    last_on: Day | None = Field(default=None, description="Null is open")


class AgreementChange(Change):
    """A change of a draft; what is left out stays as it is."""

    title: Name = Field(default_factory=str)
    note: Note = Field(default_factory=str)
    key: ChosenOption = Field(default_factory=lambda: ChosenOption(name="pro_rata"))
    rule: ChosenOption = Field(default_factory=lambda: ChosenOption(name="mid_market_rate"))
    interval_minutes: Interval = Field(default_factory=lambda: 15)
    first_on: Day | None = Field(default_factory=nothing)
    last_on: Day | None = Field(default_factory=nothing)


class EndIn(Record):
    """The last day of an agreement, included."""

    last_on: Day


class InForceQuery(Record):
    """The day for which the agreement is wanted."""

    on: Day | None = Field(default=None, description="Left out: today")


class AgreementOut(Record):
    """An agreement; drafts are told to those who see every company, and entries of companies that you see."""

    id: int
    title: str
    note: str
    stage: Stage
    key: dict[str, Any] = Field(description="{name, ...}; entries by the number of the company, of those that you see")
    key_label: str
    rule: dict[str, Any] = Field(description="{name, ...}")
    rule_label: str
    interval_minutes: int
    first_on: date | None
    last_on: date | None = Field(description="Included; null is open")
    drafted_at: datetime
    published_at: datetime | None
    problem: str = Field(description="Why the key does not fit the members any more; empty where it does")


class InForceOut(Record):
    """The agreement that holds on a day."""

    on: date
    agreement: AgreementOut | None = Field(description="Null where none is in force")


class BringsLine(Record):
    """What an agreement brings one company."""

    company_id: int
    company: str
    given_kwh: float
    received_kwh: float
    earned: float
    paid: float
    settled: float = Field(description="Paid besides the local price, so that the rule keeps its promise")
    saves: float = Field(description="Compared with the grid alone")


class BringsOut(Record):
    """What an agreement would have brought with the last twelve months of readings; amounts without VAT."""

    first_on: date
    last_on: date
    currency: str
    lines: list[BringsLine] = Field(description="Of the companies whose amounts you see")
    total: float | None = Field(description="Null for those who do not see every company")
    shared_kwh: float | None
    notes: list[str] = Field(description="What its prices lack")
    reason: str = Field(description="Why nothing can be computed; empty where it can")

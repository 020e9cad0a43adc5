"""Country schemes, and how a group fits its own."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from energy_synergy.web.api.schemas.base import Change, Day, Finding, Line, Record, Slug

Confidence = Literal["H", "M", "L"]
SchemeName = Annotated[str, Field(max_length=40, pattern=r"^[a-z0-9_]*$", examples=["fr_acc_extended"])]


class AnswerOut(Record):
    """One way of answering a question."""

    value: str
    label: str = Field(description="In the language of Accept-Language")


class QuestionOut(Record):
    """What a scheme wants to know of the whole group."""

    name: str
    label: str = Field(description="In the language of Accept-Language")
    default: str = Field(description="What counts where nobody answered; empty for nothing")
    answers: list[AnswerOut]


class StatementOut(Record):
    """One thing that a scheme says, with its source."""

    topic: str = Field(description="What it is about, such as distance, power_cap or discount")
    text: str = Field(description="What it says, in the language of Accept-Language")
    value: float | None = Field(description="Its figure, where it has one; fractions run from 0 to 1")
    unit: str = Field(description="Of the figure; empty where it has none")
    when: dict[str, list[str]] = Field(description="Answers under which it holds, by question; {} always")
    note: str
    valid_from: date | None
    valid_to: date | None = Field(description="Exclusive")
    source: str
    confidence: Confidence = Field(description="H read, M known to specialists, L uncertain")


class SchemeOut(Record):
    """A scheme of a country."""

    name: str
    country: str = Field(description="ISO 3166 code of two letters; EU for the frame of national schemes")
    title: str = Field(description="As its country writes it")
    label: str = Field(description="In the language of Accept-Language")
    valid_from: date | None = Field(description="First day on which it is in force, where that is known")


class SchemeDetailOut(SchemeOut):
    """A scheme with what it says on a day."""

    on: date
    questions: list[QuestionOut]
    statements: list[StatementOut]


class OnDay(Record):
    """The day whose rules are wanted."""

    on: Day | None = Field(default=None, description="Left out: today")


class LocalFeeOut(Record):
    """What a company still pays of the energy-based grid fee on shared energy."""

    company: str
    factor: float | None = Field(description="1 all of it, 0 nothing; null where it is not known")


class GroupSchemeOut(Record):
    """The scheme that a group follows, and what of the group does not fit it."""

    scheme: str = Field(description="Empty where none is chosen")
    answers: dict[str, str] = Field(description="Answers to its questions")
    on: date
    findings: list[Finding]
    local_fees: list[LocalFeeOut]
    locality: str | None = Field(description="Type of the group by its least local member, where the scheme has types")


def no_answers() -> dict[Slug, Line]:
    """Stand for answers that were left out of a change."""
    return {}


class GroupSchemeChange(Change):
    """Which scheme a group follows, empty for none; answers to questions it does not ask are left out."""

    scheme: SchemeName = Field(default_factory=str)
    answers: dict[Slug, Line] = Field(default_factory=no_answers, max_length=20, examples=[{"area": "rural"}])


class CoefficientQuery(Record):
    """What the file of coefficients is named by."""

    cau: Line = Field(
        default="", max_length=40, description="Code of the installation: its CUPS with A and three digits"
    )
    year: int | None = Field(default=None, ge=1971, le=2198, description="Left out: this year")


class CoefficientFileOut(Record):
    """A file for the distributor: write `text` as UTF-8 under `name`."""

    name: str
    text: str

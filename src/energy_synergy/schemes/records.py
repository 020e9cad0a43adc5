"""What a country scheme says, statement by statement, each with its source, its confidence and its dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AllowInfNan, BaseModel, ConfigDict, Field

from energy_synergy.units import KW_PER_UNIT

Confidence = Literal["H", "M", "L"]
Number = Annotated[float, Field(ge=0), AllowInfNan(False)]
KM_PER_UNIT = {"m": 0.001, "km": 1.0}
SamePlace = Literal[
    "building", "grid_node", "substation", "municipality", "distribution_operator", "grid_level", "country"
]


class Strict(BaseModel):
    """A record that refuses fields it does not know and never changes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(Strict):
    """A text in the languages of the product."""

    en: str = Field(min_length=1)
    fr: str = Field(min_length=1)

    def __str__(self) -> str:
        return self.en

    def in_language(self, language: str) -> str:
        """Return the text in a language such as "fr" or "fr-be"; English where there is no other."""
        return self.fr if language.lower().startswith("fr") else self.en


class Statement(Strict):
    """One thing that a scheme says: from where, how sure (H read, M known to specialists, L uncertain), and when.

    It holds from `valid_from` to `valid_to` (end exclusive, None = open or unknown). `when` limits it to groups that
    answer questions of the scheme in one of the ways named.
    """

    source: str = Field(min_length=1)
    confidence: Confidence
    valid_from: date | None = None
    valid_to: date | None = None
    when: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    note: Words | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether the statement is in force on a day."""
        return not (self.valid_from and day < self.valid_from) and not (self.valid_to and day >= self.valid_to)

    def fits(self, answers: Mapping[str, str]) -> bool:
        """Tell whether nothing that was answered speaks against the statement."""
        return all(answers.get(name) in (None, "", *values) for name, values in self.when.items())

    def open_questions(self, answers: Mapping[str, str]) -> frozenset[str]:
        """Return the questions that must be answered before the statement is known to apply."""
        return frozenset(name for name in self.when if not answers.get(name))


class Interval(Statement):
    """How long an interval of sharing is."""

    value: Number
    unit: Literal["min"]


class Keys(Statement):
    """The sharing keys that the scheme admits, by their names here; `is_free` admits every key."""

    value: tuple[str, ...] = ()
    is_free: bool = False


class Distance(Statement):
    """How far the places of a group may lie apart, measured between any two of them or not known between which."""

    value: Number
    unit: Literal["m", "km"]
    between: Literal["any_two", "unknown"] = "unknown"

    @property
    def km(self) -> float:
        """The distance [km]."""
        return self.value * KM_PER_UNIT[self.unit]


class Same(Statement):
    """What all places of a group must have in common."""

    place: SamePlace


class GridLevels(Statement):
    """The levels of the grid at which the members are connected, both ends included (1 the highest voltage)."""

    lowest: int = Field(ge=1, le=7)
    highest: int = Field(ge=1, le=7)


class Territory(Statement):
    """A bound that only the grid operator or the authority can judge."""

    words: Words


class PowerCap(Statement):
    """The largest power of generation, of the group or of each plant.

    `concerns` names what is lost above it, where that is not the scheme itself.
    """

    value: Number
    unit: Literal["kW", "MW"]
    per: Literal["group", "plant"]
    only_with_large_companies: bool = False
    concerns: Words | None = None

    @property
    def kw(self) -> float:
        """The power [kW]."""
        return self.value * KW_PER_UNIT[self.unit]


class LargeCompanies(Statement):
    """Whether companies that are no SME may join (2003/361/EC)."""

    rule: Literal["admitted", "excluded", "conditional"]


class MinimumGeneration(Statement):
    """The least power of generation, as a fraction of the power of the connections of all who take part."""

    value: Annotated[float, Field(ge=0, le=1), AllowInfNan(False)]
    unit: Literal["fraction"]


class Discount(Statement):
    """The part of the energy-based grid fee that is not due on shared energy.

    `grid_levels` limits it to members connected there; `locality` to groups of that type.
    """

    value: Annotated[float, Field(ge=0, le=1), AllowInfNan(False)]
    unit: Literal["fraction"]
    grid_levels: tuple[int, ...] = ()
    locality: str = ""


class Locality(Statement):
    """A type of group by how near its members are; the first type that fits everybody is the group's.

    `place` is what they must have in common for it; None fits every group.
    """

    name: str
    place: SamePlace | None = None
    words: Words


class Remark(Statement):
    """Anything else that the scheme says, with its figure where there is one; nothing is computed from it."""

    words: Words
    value: Number | None = None
    unit: str = ""


class Answer(Strict):
    """One way of answering a question."""

    value: str
    label: Words


class Question(Strict):
    """What the scheme wants to know of the whole group; `default` counts where nobody answered."""

    name: str
    label: Words
    answers: tuple[Answer, ...] = Field(min_length=2)
    default: str = ""


class Scheme(Strict):
    """A scheme of a country as it is known; what is unknown is absent.

    `title` is its name as its country writes it, `label` what it is in the languages of the product.
    """

    name: str = Field(pattern=r"^[a-z0-9_]+$")
    country: str = Field(pattern=r"^[A-Z]{2}$")
    currency: str | None = Field(None, pattern=r"^[A-Z]{3}$")
    title: str
    label: Words
    valid_from: date | None = None
    least_local_for_all: bool = False
    question: tuple[Question, ...] = ()
    interval: tuple[Interval, ...] = ()
    keys: tuple[Keys, ...] = ()
    distance: tuple[Distance, ...] = ()
    same: tuple[Same, ...] = ()
    grid_levels: tuple[GridLevels, ...] = ()
    territory: tuple[Territory, ...] = ()
    power_cap: tuple[PowerCap, ...] = ()
    large_companies: tuple[LargeCompanies, ...] = ()
    minimum_generation: tuple[MinimumGeneration, ...] = ()
    locality: tuple[Locality, ...] = ()
    discount: tuple[Discount, ...] = ()
    remark: tuple[Remark, ...] = ()

    def statements(self) -> tuple[tuple[str, Statement], ...]:
        """Return every statement with its topic, topics in the order of the fields."""
        return tuple((topic, one) for topic in TOPICS for one in getattr(self, topic))

    def on(self, day: date) -> Self:
        """Return the scheme with the statements that are in force on a day."""
        return self.model_copy(
            update={topic: tuple(one for one in getattr(self, topic) if one.holds_on(day)) for topic in TOPICS}
        )

    def answers(self, told: Mapping[str, str]) -> dict[str, str]:
        """Return the answers that count: what was told and is one of the answers, else the default of the question."""
        chosen = {one.name: one.default for one in self.question} | self.known_answers(told)
        return {name: value for name, value in chosen.items() if value}

    def known_answers(self, told: Mapping[str, str]) -> dict[str, str]:
        """Return those of some answers that answer a question of the scheme in one of its ways."""
        known = {one.name: {answer.value for answer in one.answers} for one in self.question}
        return {name: value for name, value in told.items() if value in known.get(name, ())}


TOPICS = (
    "interval",
    "keys",
    "distance",
    "same",
    "grid_levels",
    "territory",
    "power_cap",
    "large_companies",
    "minimum_generation",
    "locality",
    "discount",
    "remark",
)

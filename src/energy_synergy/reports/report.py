"""What a report holds: a document of sentences, key figures, charts and tables, all numbers raw, all words written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from energy_synergy.reports.chart_records import Chart
from energy_synergy.reports.numbers import amount
from energy_synergy.reports.tables import Bar, Table

Language = Literal["en", "fr"]
Severity = Literal["ok", "info", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a sentence."""

    text: str
    is_strong: bool = False


Sentence = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in a unit, to be shown with some decimals; None is not known. A percentage is 67.1 in the unit %."""

    value: float | None
    unit: str
    decimals: int = 1

    def text(self, language: str) -> str:
        """Return it as a language writes it."""
        return amount(self.value, self.unit, self.decimals, language)


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure; `color` names the colour of the quantity, empty for none."""

    label: str
    amount: Amount
    hint: str = ""
    color: str = ""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Energies from each row to each column, the stronger the darker; None is left empty."""

    caption: str
    corner: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[float | None, ...], ...]
    unit: str
    decimals: int = 1


@dataclass(frozen=True, slots=True)
class Point:
    """Something to look at: how serious it is, in a word too, whom it concerns, and the sentence."""

    severity: Severity
    severity_word: str
    subject: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Definition:
    """How a quantity is computed, or what a word means."""

    term: str
    text: str


@dataclass(frozen=True, slots=True)
class Points:
    """What to look at, the most urgent first."""

    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Glossary:
    """Definitions in order."""

    definitions: tuple[Definition, ...]


Block = Chart | Table | Bar | Matrix | Points | Glossary


@dataclass(frozen=True, slots=True)
class Section:
    """A question, the words that lead to the answer, and what answers it."""

    title: str
    lead: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A group or a company over a period.

    `facts` are short texts on what was analysed, `page` is the text of the foot with places for {page} and {pages}.
    """

    language: Language
    kind: str
    title: str
    subtitle: str
    facts: tuple[str, ...]
    made_at: datetime
    made: str
    verdict: Sentence
    figures: tuple[Figure, ...]
    sections: tuple[Section, ...]
    page: str

    @property
    def made_on(self) -> date:
        """The day on which it was made, on the clock of the group."""
        return self.made_at.date()

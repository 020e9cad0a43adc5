"""What the columns of a profile's file are called, in English and French."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from energy_synergy.profiles.calendar import KINDS, MONTHS

Language = Literal["en", "fr"]
TIME_WORD: Mapping[Language, str] = {"en": "Time", "fr": "Heure"}
WEIGHT_WORD: Mapping[Language, str] = {"en": "weight", "fr": "poids"}
DAY_WORDS: Mapping[Language, tuple[str, str, str]] = {
    "en": ("weekday", "saturday", "sunday"),
    "fr": ("semaine", "samedi", "dimanche"),
}
TIME_HEADINGS = frozenset(("", "time", "hour", "heure", "h", "quarter", "quart d’heure", "quart d'heure"))
KIND_OF_WORD = {word: kind for words in DAY_WORDS.values() for kind, word in zip(KINDS, words, strict=True)}
HEADING = re.compile(
    rf"(?P<season>.*?)\s*(\((?P<months>[0-9]+( [0-9]+)*)\))?\s*\b(?P<day>{'|'.join(KIND_OF_WORD)})", re.IGNORECASE
)
# A spreadsheet takes text that begins so for a formula.
BEGINS_FORMULA = ("=", "+", "-", "@", "'")


@dataclass(frozen=True, slots=True)
class Heading:
    """What a column is about: a season with its months and a kind of day."""

    season: str
    months: tuple[int, ...]
    kind: int


def heading_of(season: str, months: tuple[int, ...], kind: int, language: Language) -> str:
    """Return the heading of a column: the season with its months where they are not the whole year, and the day."""
    name = f"'{season}" if season.startswith(BEGINS_FORMULA) else season
    told = "" if len(months) == len(MONTHS) else f"({' '.join(map(str, months))})"
    return " ".join(filter(None, (name, told, DAY_WORDS[language][kind])))


def read_heading(text: str) -> Heading | None:
    """Return what a column is about, None where its heading names no kind of day."""
    found = HEADING.fullmatch(text.strip())
    if found is None:
        return None
    season = found["season"].strip()
    months = tuple(map(int, found["months"].split())) if found["months"] else tuple(MONTHS)
    return Heading(season[1:] if season.startswith("'") else season, months, KIND_OF_WORD[found["day"].lower()])

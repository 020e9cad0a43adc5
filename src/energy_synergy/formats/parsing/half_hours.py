"""The columns of UK tables with a row per day: one for each half-hour, and flags beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence

PER_DAY = 48
CLOCK = re.compile(r"(?:[a-z]+ )?([0-2]?[0-9]) ?([03]0)(?: 00)?(?: (?:to )?[0-2]?[0-9] ?[03]0(?: 00)?)?")
NUMBERED = re.compile(r"[a-z ]{0,24}0?([0-9]{1,2})")
EXTRA = re.compile(r"25 ?a|25 ?b|24 30|25 00|[a-z ]{0,24}(?:49|50)")
FLAG = re.compile(r".*(?:flag|status|quality|type|\bae?\b|est).*")


def slot_columns(names: Sequence[str]) -> list[int]:
    """Return the columns of 48 half-hours in order and up to two more of an autumn day; none where they are lacking.

    Names are as `words.plain` gives them: times that name starts or ends, or numbers from 1.
    """
    clocks = [(place, int(found[1]) * 60 + int(found[2])) for place, found in _matches(CLOCK, names)]
    numbered = [(place, int(found[1]) * 30) for place, found in _matches(NUMBERED, names)]
    for columns in (clocks, numbered):
        for begin in (30, 0):
            chain = _chain(columns, begin)
            if len(chain) == PER_DAY:
                more = [place for place, _ in _matches(EXTRA, names) if place > chain[-1]]
                return [*chain, *more[:2]]
    return []


def _matches(pattern: re.Pattern[str], names: Sequence[str]) -> list[tuple[int, re.Match[str]]]:
    return [(place, found) for place, name in enumerate(names) if (found := pattern.fullmatch(name))]


def _chain(columns: Sequence[tuple[int, int]], begin: int) -> list[int]:
    """Return the columns whose minutes follow each other from `begin`, half an hour apart, for one day."""
    chain: list[int] = []
    for place, minutes in columns:
        due = begin + 30 * len(chain)
        if len(chain) < PER_DAY and minutes in (due, due % 1_440):
            chain.append(place)
    return chain


def flag_columns(slots: Sequence[int], names: Sequence[str]) -> list[int]:
    """Return the column that stands behind that of each half-hour and says how its value was had, if there is one."""
    behind = [place + 1 for place in slots if place + 1 < len(names) and FLAG.fullmatch(names[place + 1])]
    return behind if len(behind) == len(slots) else []

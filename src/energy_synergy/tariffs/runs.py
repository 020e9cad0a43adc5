"""Weekdays and months as short texts: 1-5 7 is Monday to Friday and Sunday, 11-3 is November to March."""

from __future__ import annotations

import re
from collections.abc import Sequence

from energy_synergy.errors import InvalidValue, marked

RUN = re.compile(r"(\d{1,2})(?:\s*[-–]\s*(\d{1,2}))?")
LAST_WEEKDAY, LAST_MONTH = 7, 12


def read_runs(text: str, last: int) -> tuple[int, ...]:
    """Return the numbers from 1 to `last` that a text names, in order; a run may pass the end, as 11-3 does.

    Raises InvalidValue for anything else.

    >>> read_runs("1-5 7", 7), read_runs("11-3", 12), read_runs("", 12)
    ((1, 2, 3, 4, 5, 7), (1, 2, 3, 11, 12), ())
    """
    named: set[int] = set()
    for part in re.split(r"[\s,;+]+", re.sub(r"\s*[-–]\s*", "-", text.strip())) if text.strip() else ():
        match = RUN.fullmatch(part)
        first, end = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not (1 <= first <= last and 1 <= end <= last):
            raise InvalidValue(
                marked("{text} is no list of numbers from 1 to {last}. Write it as 1-5 or 1 3 5."), text=text, last=last
            )
        named |= {(place - 1) % last + 1 for place in range(first, end + 1 if end >= first else end + last + 1)}
    return tuple(sorted(named))


def runs_text(numbers: Sequence[int]) -> str:
    """Return numbers as a text that `read_runs` reads back.

    >>> runs_text((1, 2, 3, 4, 5, 7)), runs_text((11, 12, 1))
    ('1-5 7', '1 11-12')
    """
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return " ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def read_weekdays(text: str) -> tuple[int, ...]:
    """Return the weekdays, Monday 0 to Sunday 6, that a text names by 1 to 7; all of them is none named."""
    named = tuple(number - 1 for number in read_runs(text, LAST_WEEKDAY))
    return named if len(named) < LAST_WEEKDAY else ()


def weekdays_text(weekdays: Sequence[int]) -> str:
    """Return weekdays, Monday 0 to Sunday 6, by 1 to 7."""
    return runs_text([number + 1 for number in weekdays])


def read_months(text: str) -> tuple[int, ...]:
    """Return the months that a text names; all of them is none named."""
    named = read_runs(text, LAST_MONTH)
    return named if len(named) < LAST_MONTH else ()

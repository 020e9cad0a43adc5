"""The columns of a day in a table with a row per day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from energy_synergy.formats.base import Stamp
from energy_synergy.formats.parsing.columns import DAY_COLUMNS, day_minute


@dataclass(frozen=True, slots=True)
class DayColumns:
    """The columns of the day: their positions (C,), the step [min], the regular number a day, and the stamps."""

    positions: tuple[int, ...]
    step: int
    per_day: int
    stamp: Stamp


def day_columns(headers: Sequence[str]) -> DayColumns | None:
    """Return the columns of a day that headers name by time or number, or None when they do not."""
    minutes = [day_minute(header) for header in headers]
    labelled = [i for i, minute in enumerate(minutes) if minute is not None]
    if len(labelled) < DAY_COLUMNS or labelled[-1] - labelled[0] + 1 != len(labelled):
        return _numbered(headers)
    times = [minute for minute in minutes if minute is not None]
    step = min((b - a for a, b in pairwise(times) if b > a), default=0)
    if not step or 1_440 % step or step > 60:
        return None
    is_range = any(mark in headers[labelled[0]] for mark in "-–")
    is_end = not is_range and times[0] == step and times[-1] in (0, 1_440)
    if (not is_end and times[0] != 0) or len({m % 1_440 for m in times}) != 1_440 // step:
        return None
    per_day = 1_440 // step
    extra = range(labelled[-1] + 1, len(headers)) if len(times) == per_day else ()
    return DayColumns((*labelled, *_extras(extra, 60 // step)), step, per_day, "end" if is_end else "start")


def _extras(positions: Sequence[int], per_hour: int) -> Sequence[int]:
    return positions if len(positions) in (per_hour, per_hour // 2) else ()


def _numbered(headers: Sequence[str]) -> DayColumns | None:
    """Find columns numbered 1 to 24, 48 or 96, with a letter before at most, and their extra ones."""
    numbers = [_number(header) for header in headers]
    firsts = [i for i, number in enumerate(numbers) if number == 1]
    for first in firsts:
        count = 0
        while first + count < len(numbers) and numbers[first + count] == count + 1:
            count += 1
        for per_day in (96, 48, 24):
            if per_day <= count <= per_day + per_day // 24:
                return DayColumns(tuple(range(first, first + count)), 1_440 // per_day, per_day, "start")
    return None


def _number(header: str) -> int | None:
    digits = header.strip().lstrip("HhQqPpTt_ ")
    return int(digits) if digits.isdecimal() and len(digits) <= 3 else None

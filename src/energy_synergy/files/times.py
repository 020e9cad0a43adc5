"""Written times to seconds: dates in any order, clocks up to 24:00, offsets from UTC."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
import numpy.typing as npt

from energy_synergy.files.cells import ByteColumn
from energy_synergy.files.numbers import Cell

DateOrder = Literal["ymd", "dmy", "mdy"]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
DAY = 86_400
NAIVE = np.iinfo(np.int64).min
YEARS = (1990, 2100)
ZONE_HOURS = {"cet": 1, "mez": 1, "cest": 2, "mesz": 2, "wet": 0, "west": 1, "bst": 1, "z": 0, "utc": 0, "gmt": 0}
DATE = r"(?P<a>[0-9]{1,4})(?P<mark>[-/.])(?P<b>[0-9]{1,2})(?P=mark)(?P<c>[0-9]{2,4})"
CLOCK = r"(?P<hour>[0-9]{1,2})(?::|[hH](?=[0-9]))(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,][0-9]{1,9})?)?"
OFFSET = r"(?:\s?(?P<offset>[+-][0-9]{2}:?[0-9]{2}|[+-][0-9]{2}|[A-Za-z]{1,4}))?"
MOMENT = re.compile(rf"{DATE}(?:(?:T|,?\s+){CLOCK}{OFFSET})?")
CLOCK_ONLY = re.compile(CLOCK)
COMPACT = re.compile(
    r"(?P<a>(?:19|20)[0-9]{2})(?P<b>[01][0-9])(?P<c>[0-3][0-9])"
    r"[T ]?(?P<hour>[0-2][0-9])(?P<minute>[0-5][0-9])(?P<second>[0-5][0-9])?"
)
FIELDS = 8


@dataclass(frozen=True, slots=True)
class Labels:
    """Times as written: `local` seconds as if the clock were UTC, `offset` seconds or NAIVE, all (N,).

    `is_valid` is False where a label is no time; `has_24` tells that some label says 24:00.
    """

    local: Ints
    offset: Ints
    is_valid: Bools
    order: DateOrder
    is_order_certain: bool
    has_24: bool


def label_text(cell: Cell | None) -> str:
    """Return a cell of a time column as text."""
    if isinstance(cell, str):
        return cell.strip()
    return "" if cell is None else f"{cell:.15g}"


def kind_of(cell: Cell | None) -> str:
    """Tell whether a cell is a "moment", a "date", a "clock" or none of them ("")."""
    text = label_text(cell)
    return _kind_of_text(text) if len(text) <= 40 else ""


@lru_cache(maxsize=4_096)
def _kind_of_text(text: str) -> str:
    if CLOCK_ONLY.fullmatch(text):
        return "clock"
    if match := MOMENT.fullmatch(text):
        return "date" if match["hour"] is None else "moment"
    return "moment" if COMPACT.fullmatch(text) else ""


def read_clock(text: str) -> int | None:
    """Return the minutes since midnight that a clock label names, 24:00 included, or None."""
    match = CLOCK_ONLY.fullmatch(text.strip())
    if not match or int(match["second"] or 0):
        return None
    minutes = int(match["hour"]) * 60 + int(match["minute"])
    return minutes if minutes <= 1_440 and int(match["minute"]) < 60 else None


def read_labels(texts: Sequence[str], order: DateOrder | None = None) -> Labels:
    """Return the times of a column; `order` overrides what its dates say together."""
    fields = read_uniform_fields(texts)
    return _combined(read_fields_one_by_one(texts) if fields is None else fields, texts, order)


def read_fields_one_by_one(texts: Sequence[str]) -> Ints:
    """Return a, b, c, hour, minute, second, offset, year-first per label, (N, 8); a = -1 where it is no time."""
    fields = np.full((len(texts), FIELDS), -1, dtype=np.int64)
    for position, text in enumerate(texts):
        found = _fields(text)
        if found:
            fields[position] = found
    return fields


def _fields(text: str) -> tuple[int, ...] | None:
    match = (MOMENT.fullmatch(text) or COMPACT.fullmatch(text)) if len(text) <= 40 else None
    if not match:
        return None
    groups = match.groupdict()
    offset = _offset_seconds(groups.get("offset"))
    is_year_first = len(groups["a"]) == 4
    if offset is None or (not is_year_first and len(groups["c"]) == 3) or len(groups["a"]) == 3:
        return None
    first, last = int(groups["a"]), int(groups["c"])
    if not is_year_first and len(groups["c"]) == 2:
        last += 2000
    clock = (int(groups["hour"] or 0), int(groups["minute"] or 0), int(groups["second"] or 0))
    return (first, int(groups["b"]), last, *clock, offset, int(is_year_first))


def _offset_seconds(text: str | None) -> int | None:
    if text is None:
        return NAIVE
    if text[0] in "+-":
        digits = text[1:].replace(":", "").ljust(4, "0")
        seconds = int(digits[:2]) * 3600 + int(digits[2:]) * 60
        return (seconds if text[0] == "+" else -seconds) if seconds <= 14 * 3600 else None
    hours = ZONE_HOURS.get(text.lower())
    return None if hours is None else hours * 3600


def read_uniform_fields(texts: Sequence[str]) -> Ints | None:
    """Do what `read_fields_one_by_one` does, all rows at once, or return None when they differ in layout.

    Every row must have the marks of the first in the same places and digits in the others.
    """
    first_text = texts[0] if len(texts) else ""
    match = MOMENT.fullmatch(first_text) if len(first_text) <= 40 else None
    if not match or match["hour"] is None:
        return None
    grid = _grid(texts, len(first_text))
    first = _fields(first_text)
    if grid is None or first is None or not _has_same_marks(grid, first_text, match):
        return None
    fields = np.empty((FIELDS, len(texts)), dtype=np.int64)
    for place, name in enumerate(("a", "b", "c", "hour", "minute", "second")):
        fields[place] = _digits(grid, match.span(name)) if match[name] is not None else 0
    if len(match["c"]) == 2 and not first[7]:
        fields[2] += 2000
    fields[6] = _offsets(grid, match, first[6])
    fields[7] = first[7]
    return None if first[6] != NAIVE and (np.abs(fields[6]) > 14 * 3600).any() else fields.T


def _grid(texts: Sequence[str], width: int) -> npt.NDArray[np.uint8] | None:
    """Return the characters of texts of one width, (width, N), or None when they differ in width."""
    if isinstance(texts, ByteColumn):
        return texts.grid(width) if texts.width() == width else None
    if set(map(len, texts)) != {width}:
        return None
    try:
        characters = np.frombuffer("".join(texts).encode("ascii"), dtype=np.uint8)
    except UnicodeEncodeError:
        return None
    return np.ascontiguousarray(characters.reshape(len(texts), width).T)


def _has_same_marks(grid: npt.NDArray[np.uint8], text: str, match: re.Match[str]) -> bool:
    sign = match.start("offset") if match["offset"] and match["offset"][0] in "+-" else -1
    for place, character in enumerate(text):
        row = grid[place]
        if "0" <= character <= "9":
            if row.min() < 48 or row.max() > 57:
                return False
        elif place == sign:
            if not ((row == 43) | (row == 45)).all():
                return False
        elif row.min() != ord(character) or row.max() != ord(character):
            return False
    return True


def _digits(grid: npt.NDArray[np.uint8], span: tuple[int, int]) -> Ints:
    total = np.zeros(grid.shape[1], dtype=np.int32)
    for place in range(*span):
        total *= 10
        total += grid[place]
    return total.astype(np.int64) - 48 * int("1" * (span[1] - span[0]))


def _offsets(grid: npt.NDArray[np.uint8], match: re.Match[str], first: int) -> Ints | int:
    text = match["offset"]
    if not text or text[0] not in "+-":
        return first
    start, end = match.span("offset")
    seconds = _digits(grid, (start + 1, start + 3)) * 3600
    if len(text) > 3:
        seconds += _digits(grid, (end - 2, end)) * 60
    return np.where(grid[start] == 43, seconds, -seconds)


def _combined(fields: Ints, texts: Sequence[str], order: DateOrder | None) -> Labels:
    a, b, c, hour, minute, second, offset, year_first = fields.T
    is_time = a >= 0
    is_open = is_time & (year_first == 0)
    order, is_certain = _decided(a[is_open], b[is_open], c[is_open], texts, is_open, order)
    if is_open.any():
        year = np.where(is_open, c, a)
        month, day = (a, b) if order == "mdy" else (b, a)
        month, day = np.where(is_open, month, b), np.where(is_open, day, c)
    else:
        year, month, day = a, b, c
    has_24 = hour.max(initial=0) >= 24
    midnight = (hour == 24) & (minute == 0) & (second == 0)
    is_valid = is_time & (year >= YEARS[0]) & (year <= YEARS[1]) & (month >= 1) & (month <= 12) & (day >= 1)
    is_valid &= ((hour <= 23) | midnight) & (minute <= 59) & (second <= 59)
    months = np.where(is_valid, (year - 1970) * 12 + month - 1, 0)
    days = _FIRST_DAYS[np.clip(months, 0, len(_FIRST_DAYS) - 2)]
    is_valid &= day <= _FIRST_DAYS[np.clip(months, 0, len(_FIRST_DAYS) - 2) + 1] - days
    local = np.where(is_valid, (days + day - 1) * DAY + hour * 3600 + minute * 60 + second, 0)
    offset = np.where(is_valid, offset, NAIVE)
    return Labels(local, offset, is_valid, order, is_certain, bool(has_24 and (midnight & is_valid).any()))


_FIRST_DAYS: Ints = np.arange("1970-01", "2101-03", dtype="datetime64[M]").astype("datetime64[D]").astype(np.int64)


def _decided(
    a: Ints, b: Ints, c: Ints, texts: Sequence[str], is_open: Bools, order: DateOrder | None
) -> tuple[DateOrder, bool]:
    if not len(a):
        return "ymd", True
    if order in ("dmy", "mdy"):
        return order, True
    day_first, month_first = int((a > 12).sum()), int((b > 12).sum())
    if day_first != month_first:
        return ("dmy" if day_first > month_first else "mdy"), True
    if "." in texts[int(np.flatnonzero(is_open)[0])][:3]:
        return "dmy", True
    jumps_dmy, jumps_mdy = _jumps(c * 372 + b * 31 + a), _jumps(c * 372 + a * 31 + b)
    return ("mdy", True) if jumps_mdy < jumps_dmy else ("dmy", jumps_dmy < jumps_mdy)


def _jumps(days: Ints) -> int:
    """Count how often a date is followed by one that is not the next: the right order has fewer."""
    steps = np.abs(np.diff(days))
    return int((steps > 1).sum())

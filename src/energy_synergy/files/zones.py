"""The wall clock to UTC: hours that come twice in autumn, hours that never come in spring."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import numpy as np

from energy_synergy.files.times import DAY, Bools, Ints
from energy_synergy.timeline import zone

PROBE = DAY // 2


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the clock: the instant [s] and the offsets before and after it [s]."""

    instant: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Localised:
    """`utc` [s] per row (N,), where the clock never showed the time, and repeated hours given only once.

    `unordered` are repeated hours given twice by rows that are not in order of time, so that their order decides ill.
    """

    utc: Ints
    never_shown: Bools
    given_once: tuple[Change, ...]
    unordered: tuple[Change, ...] = ()


def offset_at(instant: int, timezone_name: str) -> int:
    """Return the offset of a zone from UTC at an instant [s]."""
    moment = datetime.fromtimestamp(instant, zone(timezone_name))
    return int((moment.utcoffset() or timedelta()).total_seconds())


@lru_cache(maxsize=512)
def _changes_of_year(timezone_name: str, year: int) -> tuple[Change, ...]:
    first = int(datetime(year, 1, 1, tzinfo=UTC).timestamp())
    end = int(datetime(year + 1, 1, 1, tzinfo=UTC).timestamp())
    found = []
    low, before = first, offset_at(first, timezone_name)
    while low < end:
        high = min(low + PROBE, end)
        after = offset_at(high, timezone_name)
        if after != before:
            found.append(Change(_instant(low, high, before, timezone_name), before, after))
        low, before = high, after
    return tuple(found)


def _instant(low: int, high: int, before: int, timezone_name: str) -> int:
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if offset_at(middle, timezone_name) == before else (low, middle)
    return high


def changes(first: int, last: int, timezone_name: str) -> list[Change]:
    """Return the changes of the clock between two instants [s], a few days beyond included."""
    years = range(
        datetime.fromtimestamp(first - 3 * DAY, UTC).year, datetime.fromtimestamp(last + 3 * DAY, UTC).year + 1
    )
    found = [change for year in years for change in _changes_of_year(timezone_name, year)]
    return [change for change in found if first - 3 * DAY <= change.instant <= last + 3 * DAY]


def local_from_utc(utc: Ints, timezone_name: str) -> Ints:
    """Return what the wall clock shows at instants [s], as if it were UTC, (N,)."""
    found = changes(int(utc.min()), int(utc.max()), timezone_name)
    start = found[0].before if found else offset_at(int(utc.min()), timezone_name)
    offsets = np.array([start, *(change.after for change in found)], dtype=np.int64)
    local: Ints = utc + offsets[np.searchsorted([change.instant for change in found], utc, side="right")]
    return local


def utc_from_local(local: Ints, timezone_name: str) -> Localised:
    """Return the instants of naive local times [s] in the order of the file, (N,).

    In an hour that comes twice, the order of the rows decides which one is meant; rows newest first are
    read backwards. An hour that never comes keeps the offset before the change and is marked.
    """
    first, last = int(local.min()), int(local.max())
    found = changes(first, last, timezone_name)
    start = found[0].before if found else offset_at(first, timezone_name)
    offsets = np.array([start, *(change.after for change in found)], dtype=np.int64)
    passed = [change.instant + max(change.before, change.after) for change in found]
    utc = local - offsets[np.searchsorted(passed, local, side="right")]
    never_shown = np.zeros(len(local), dtype=np.bool_)
    once, twice = [], []
    is_backwards = len(local) > 1 and int((np.diff(local) < 0).sum()) * 2 > len(local)
    for change in found:
        low, high = sorted((change.instant + change.before, change.instant + change.after))
        rows = np.flatnonzero((local >= low) & (local < high))
        if not len(rows):
            continue
        if change.after > change.before:
            never_shown[rows] = True
            continue
        in_time = rows[::-1] if is_backwards else rows
        second = _second_time(local[in_time])
        utc[in_time[second]] += change.before - change.after
        if second.any():
            twice.append(change)
        if not second.any() and first < low and last >= high:
            once.append(change)
    return Localised(utc, never_shown, tuple(once), () if _is_in_order(utc) else tuple(twice))


def _is_in_order(utc: Ints) -> bool:
    steps = np.diff(utc)
    return bool((steps >= 0).all() or (steps <= 0).all())


def _second_time(labels: Ints) -> Bools:
    """Tell which rows of a repeated hour belong to its second pass, (N,)."""
    back = np.flatnonzero(np.diff(labels) < 0)
    second = np.zeros(len(labels), dtype=np.bool_)
    if len(back) == 1:
        second[back[0] + 1 :] = True
        return second
    seen: set[int] = set()
    for position, label in enumerate(labels.tolist()):
        second[position] = label in seen
        seen.add(label)
    return second

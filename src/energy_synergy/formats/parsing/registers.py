"""Readings of a register that counts on and on, turned into the energy between them; every sudden drop is named."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

import numpy as np

from energy_synergy.files.numbers import Floats
from energy_synergy.files.times import Bools, Ints

LONGEST_GAP = 3_600
SMALLEST_WIDTH = 10_000
FASTER_THAN_USUAL = 20
NEAR = 10
OF_A_WIDTH = 10
OF_A_WIDTH_UNSEEN = 1_000
DECIMALS = 6


class Drop(Enum):
    """Why a register shows less than before."""

    ROLLED_OVER = "rolled_over"
    RESET = "reset"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Fall:
    """A drop at a reading (its position in the given arrays), and what the register showed before and after."""

    row: int
    drop: Drop
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Counter:
    """A register without its roll-overs and without readings that cannot be.

    `times` (K,) [s] rise, `totals` (K,) never fall within one of the `eras` (K,): where an era ends, what was counted
    until the next reading is not known. `rows` (K,) are positions in the given arrays, `backwards` the positions left
    out because a neighbour contradicts them.
    """

    times: Ints
    totals: Floats
    eras: Ints
    rows: Ints
    falls: tuple[Fall, ...] = ()
    backwards: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """What a register counted in each step: starts (M,) [s], amounts (M,) in its unit, NaN where not known.

    `is_estimated` (M,) where a bound lies between two readings and the register was taken to rise evenly between them;
    `rows` (M,) is the reading at or before the end. `gaps` (G,) are the positions in the counter after which no reading
    follows for longer than is spread.
    """

    starts: Ints
    amounts: Floats
    is_estimated: Bools
    rows: Ints
    gaps: Ints


def unwrapped(times: Ints, registers: Floats) -> Counter:
    """Return readings of one register (N,) at rising times (N,) [s] as one counter.

    A drop is a roll-over where the register stood just below a power of ten and what it counted since is no more than
    it can count in that time. It is a wrong reading where leaving out one side of it puts the others in order. Any
    other drop is a reset (it starts again near zero) or another meter.
    """
    rows = np.flatnonzero(~np.isnan(registers))
    fastest = _fastest(times[rows], registers[rows])
    kept = _without_backwards(times, registers, rows, fastest)
    times, values = times[kept], registers[kept]
    falls: list[Fall] = []
    shifts, eras = np.zeros(len(kept)), np.zeros(len(kept), dtype=np.int64)
    for place in (np.flatnonzero(np.diff(values) < 0) + 1).tolist():
        before, after = float(values[place - 1]), float(values[place])
        room = _room(fastest, int(times[place] - times[place - 1]))
        drop = _drop(before, after, room)
        falls.append(Fall(int(kept[place]), drop, before, after))
        if drop is Drop.ROLLED_OVER:
            shifts[place:] += width_above(before)
        else:
            eras[place:] += 1
    return Counter(times, values + shifts, eras, kept, tuple(falls), tuple(np.setdiff1d(rows, kept).tolist()))


def width_above(value: float) -> float:
    """Return the power of ten at which a register that shows a value starts again, 10,000 at least.

    >>> width_above(999_999.9), width_above(1_000_000.0), width_above(9.7)
    (1000000.0, 10000000.0, 10000.0)
    """
    return max(float(SMALLEST_WIDTH), 10.0 ** math.floor(math.log10(max(value, 1.0)) + 1))


def _fastest(times: Ints, values: Floats) -> float | None:
    """Return more than the register usually counts in a second, or None where it is never seen to count."""
    rises, seconds = np.diff(values), np.diff(times)
    is_rise = (rises > 0) & (seconds > 0)
    return float(np.quantile(rises[is_rise] / seconds[is_rise], 0.9)) * FASTER_THAN_USUAL if is_rise.any() else None


def _room(fastest: float | None, seconds: int) -> float | None:
    return None if fastest is None else fastest * seconds


def _rolls_over(before: float, after: float, room: float | None) -> bool:
    width = width_above(before)
    counted = width - before + after
    return counted <= (width / OF_A_WIDTH_UNSEEN if room is None else min(room, width / OF_A_WIDTH))


def _drop(before: float, after: float, room: float | None) -> Drop:
    if _rolls_over(before, after, room):
        return Drop.ROLLED_OVER
    return Drop.RESET if after <= max(room or 0.0, before / OF_A_WIDTH_UNSEEN) else Drop.REPLACED


def _without_backwards(times: Ints, registers: Floats, rows: Ints, fastest: float | None) -> Ints:
    """Leave out readings that a neighbour on each side contradicts; where either side of a drop may be wrong, both."""
    values = registers[rows]
    is_wrong = np.zeros(len(rows), dtype=np.bool_)
    for place in np.flatnonzero(np.diff(values) < 0).tolist():
        room = _room(fastest, int(times[rows[place + 1]] - times[rows[place]]))
        if _rolls_over(float(values[place]), float(values[place + 1]), room):
            continue
        is_wrong[place] |= place > 0 and values[place - 1] <= values[place + 1]
        is_wrong[place + 1] |= place + 2 < len(values) and values[place] <= values[place + 2]
    return rows[~is_wrong]


def counted_by_step(counter: Counter, step: int, longest: int = LONGEST_GAP) -> Counted:
    """Return what was counted in each step [s] between whole multiples of it since 1970.

    The register at such a mark is its reading nearest to it, a tenth of a step away at most; else it is taken to rise
    evenly between the readings on both sides, and what is counted up to there is estimated. Readings further apart
    than `longest` [s] say nothing of when the energy flowed: those steps are left out.
    The amounts of steps that follow each other add up to the difference of the counter at their two ends.
    """
    marks = _marks(counter.times, step, longest)
    totals, eras, rows, is_between = _at(counter, marks, step, longest)
    is_step = np.diff(marks) == step
    first, second = np.flatnonzero(is_step), np.flatnonzero(is_step) + 1
    amounts = np.where(eras[first] == eras[second], totals[second] - totals[first], np.nan)
    is_estimated = is_between[first] | is_between[second]
    amounts = np.where(is_estimated, amounts, _without_noise(amounts, counter.totals))
    return Counted(
        marks[first],
        np.maximum(amounts, 0.0),
        is_estimated,
        rows[second],
        np.flatnonzero(np.diff(counter.times) > longest),
    )


def _without_noise(amounts: Floats, totals: Floats) -> Floats:
    """Return differences of large readings with the few decimals that the readings have: 7000.1 - 7000 is 0.1."""
    has_few = np.allclose(np.round(totals, DECIMALS), totals, rtol=1e-15, atol=0.0)
    found: Floats = np.round(amounts, DECIMALS) if has_few else amounts
    return found


def _marks(times: Ints, step: int, longest: int) -> Ints:
    """Return the multiples of the step [s] near a reading or between two that are not too far apart, in order."""
    nearest = (times + step // 2) // step
    near = nearest[np.abs(times - nearest * step) * NEAR <= step]
    first, last = -(-times[:-1] // step), times[1:] // step
    counts = np.where(np.diff(times) <= longest, np.maximum(last - first + 1, 0), 0)
    ends = np.cumsum(counts)
    inside = np.arange(int(counts.sum())) - np.repeat(ends - counts, counts) + np.repeat(first, counts)
    return np.unique(np.concatenate([near, inside])) * step


def _at(counter: Counter, marks: Ints, step: int, longest: int) -> tuple[Floats, Ints, Ints, Bools]:
    """Return the counter at each mark (M,), NaN where not known, its era, its row, and where it lies between two."""
    times = counter.times
    right = np.clip(np.searchsorted(times, marks), 1, max(1, len(times) - 1))
    left = right - 1
    right = np.minimum(right, len(times) - 1)
    nearest = np.where(np.abs(times[right] - marks) < np.abs(times[left] - marks), right, left)
    is_near = np.abs(times[nearest] - marks) * NEAR <= step
    spans = np.maximum(times[right] - times[left], 1)
    share = (marks - times[left]) / spans
    risen = counter.totals[left] + share * (counter.totals[right] - counter.totals[left])
    is_known = (counter.eras[left] == counter.eras[right]) & (spans <= longest)
    between = np.where(is_known, risen, np.nan)
    totals = np.where(is_near, counter.totals[nearest], between)
    return (
        totals,
        counter.eras[np.where(is_near, nearest, left)],
        counter.rows[np.where(is_near, nearest, left)],
        ~is_near,
    )

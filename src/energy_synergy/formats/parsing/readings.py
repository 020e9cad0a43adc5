"""Readings as a file gives them, each with its own start and length, and the series that they make."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.numbers import Floats
from energy_synergy.files.refused import refusal
from energy_synergy.files.times import Ints
from energy_synergy.findings import Severity
from energy_synergy.formats.base import Format
from energy_synergy.formats.parsing.assemble import fill, lay_out
from energy_synergy.formats.parsing.doubles import without_doubles
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.signs import by_direction, refuse_clash
from energy_synergy.metering.series import Direction, Qualities, Quality, Series
from energy_synergy.units import kwh_per_unit

LONGEST = 3_600


@dataclass(frozen=True, slots=True)
class Readings:
    """Readings of one meter in one direction, in the order of the file.

    `starts` (N,) [s, UTC], `lengths` (N,) [s], `numbers` (N,) in `unit`, NaN where missing, `lines` (N,) in the file,
    `quality` (N,), all measured where it is None.
    """

    meter: str
    direction: Direction
    starts: Ints
    lengths: Ints
    numbers: Floats
    unit: str
    lines: Ints
    quality: Qualities | None = None


def series_of(readings: Iterable[Readings], hints: Format, report: Report) -> tuple[Series, ...]:
    """Return the series of what a file holds; several parts of one meter and direction are one series.

    Raises FileRefused for lengths that are not 1 to 60 whole minutes, and when there is no reading at all.
    """
    made: list[Series] = []
    for one in _joined(readings):
        made += _series(one, hints, report)
    refuse_clash(made, hints)
    if not made:
        raise refusal(
            "no_readings",
            marked("The file has the right form but holds no reading that can be used."),
            advice=marked("Export it again for a period in which the meter was read; the other findings say more."),
        )
    return tuple(made)


def _joined(readings: Iterable[Readings]) -> list[Readings]:
    by_key: dict[tuple[str, Direction], list[Readings]] = {}
    for one in readings:
        if len(one.starts):
            by_key.setdefault((one.meter, one.direction), []).append(one)
    return [concatenated(parts) for parts in by_key.values()]


def concatenated(parts: Sequence[Readings]) -> Readings:
    """Return parts of one meter and direction as one, in the unit of the first."""
    if len(parts) == 1:
        return parts[0]
    first = parts[0]
    same_unit = [one if one.unit == first.unit else _in_unit(one, first.unit) for one in parts]
    return replace(
        first,
        starts=np.concatenate([one.starts for one in same_unit]),
        lengths=np.concatenate([one.lengths for one in same_unit]),
        numbers=np.concatenate([one.numbers for one in same_unit]),
        lines=np.concatenate([one.lines for one in same_unit]),
        quality=np.concatenate([_quality(one) for one in same_unit]),
    )


def _in_unit(one: Readings, unit: str) -> Readings:
    factors = np.array([_factor(one.unit, s) / _factor(unit, s) for s in one.lengths.tolist()])
    return replace(one, numbers=one.numbers * factors, unit=unit)


def _factor(unit: str, seconds: int) -> float:
    return kwh_per_unit(unit, timedelta(seconds=seconds))


def _quality(one: Readings) -> Qualities:
    return np.full(len(one.starts), Quality.MEASURED, dtype=np.uint8) if one.quality is None else one.quality


def _series(one: Readings, hints: Format, report: Report) -> list[Series]:
    step = _step(one.lengths)
    report.detected["step_minutes"] = str(step // 60)
    spans = one.lengths // step
    axis = lay_out(one.starts, step, one.lines, [one.numbers], report, one.meter, hints.doubles, spans)
    if axis is None:
        return []
    return [
        fill(axis, energy, one.unit, one.meter, way, one.quality)
        for energy, way in by_direction(one.numbers, one.direction, hints.negatives)
    ]


def _step(lengths: Ints) -> int:
    found = np.unique(lengths)
    step = math.gcd(*found.tolist())
    if step % 60 or step < 60 or found[0] < 60 or found[-1] > LONGEST:
        raise refusal(
            "step_not_supported",
            marked("The readings are {minutes} minutes apart; 1 to 60 whole minutes can be read."),
            advice=marked("Export the load curve (quarter-hours or hours), not daily totals or register readings."),
            minutes=f"{(found[-1] if found[-1] > LONGEST else step) / 60:g}",
        )
    return step


def add_up(parts: Sequence[Readings], hints: Format, report: Report, *, is_each_needed: bool = True) -> Readings:
    """Return the sum of registers that are counted apart (day and night) as one reading per interval.

    An interval that a register lacks is missing: the part that is there is not the whole. It is the whole where not
    each is needed, as in a file that gives only the register that counted.
    """
    first = parts[0]
    if len(parts) == 1:
        return first
    parts = [one if one.unit == first.unit else _in_unit(one, first.unit) for one in parts]
    starts = np.unique(np.concatenate([one.starts for one in parts]))
    total, count = np.zeros(len(starts)), np.zeros(len(starts), dtype=np.int64)
    lengths, lines = np.zeros(len(starts), dtype=np.int64), np.zeros(len(starts), dtype=np.int64)
    quality = np.full(len(starts), Quality.MEASURED, dtype=np.uint8)
    for one in parts:
        kept = _once(one, hints, report)
        places = np.searchsorted(starts, one.starts[kept])
        total[places] += one.numbers[kept]
        count[places] += 1
        lengths[places], lines[places] = one.lengths[kept], one.lines[kept]
        quality[places] = np.maximum(quality[places], _quality(one)[kept])
    is_lacking = count < (len(parts) if is_each_needed else 1)
    if is_lacking.any():
        at = int(np.flatnonzero(is_lacking)[0])
        report.add(
            "register_missing",
            Severity.WARNING,
            marked("Line {line}: one of the {registers} registers of {meter} has no row for {value}."),
            line=int(lines[at]),
            value=report.told(int(starts[at])),
            count=int(is_lacking.sum()),
            expected=marked("a row of each register"),
            advice=marked("The interval counts as missing: the other registers alone are not its whole energy."),
            registers=len(parts),
            meter=first.meter,
        )
    total[is_lacking] = np.nan
    return replace(first, starts=starts, lengths=lengths, numbers=total, lines=lines, quality=quality)


def _once(one: Readings, hints: Format, report: Report) -> Ints:
    rows = np.argsort(one.starts, kind="stable")
    return without_doubles(rows, one.starts, one.lines, [one.numbers], report, hints.doubles)

"""Rows of one meter laid on its regular axis: sorted, doubles and strays named, gaps kept as missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.limits import MAX_VALUES
from energy_synergy.files.numbers import Floats
from energy_synergy.files.refused import refusal
from energy_synergy.files.times import Ints
from energy_synergy.findings import Severity
from energy_synergy.formats.base import Doubles
from energy_synergy.formats.parsing.aside import without_far, without_overlaps, without_strays
from energy_synergy.formats.parsing.doubles import without_doubles
from energy_synergy.formats.parsing.report import Report
from energy_synergy.metering.series import Direction, Qualities, Quality, Series
from energy_synergy.units import kwh_per_unit

COARSE_RUN = 8


@dataclass(frozen=True, slots=True)
class Axis:
    """A regular axis and the rows on it.

    `rows` (K,) are positions in the file's order, `slots` (K,) where they lie, `spans` (K,) how many steps each covers.
    """

    first: int
    step: int
    length: int
    rows: Ints
    slots: Ints
    spans: Ints


def lay_out(
    utc: Ints,
    step: int,
    lines: Ints,
    values: Sequence[Floats],
    report: Report,
    meter: str,
    doubles: Doubles | None = None,
    spans: Ints | None = None,
) -> Axis | None:
    """Return the axis of one meter's rows (N,), and note what does not lie on it; None without any row.

    `doubles` tells which row of a time that comes twice counts; where it is not told the first does, and each other
    one with other values is named. `spans` (N,) tells how many steps each row covers; where it is not told, a long run
    of equally wider distances shows it.

    Raises FileRefused when the times lie too far apart to be one meter's readings.
    """
    rows = np.arange(len(utc))
    if not len(rows):
        return None
    steps = np.diff(utc)
    if (steps == step).all() and (spans is None or (spans == 1).all()):
        return Axis(int(utc[0]), step, len(utc), rows, rows, np.ones(len(rows), dtype=np.int64))
    if (steps < 0).any():
        rows = np.argsort(utc, kind="stable")
        _note_disorder(steps, lines, report, meter)
    rows = without_far(rows, utc, lines, report)
    rows = without_doubles(rows, utc, lines, values, report, doubles)
    rows = without_strays(rows, utc, step, lines, report)
    if spans is not None:
        rows = without_overlaps(rows, utc, step * spans, lines, report)
    return _axis(rows, utc, step, lines, report, meter, spans)


def _axis(
    rows: Ints, utc: Ints, step: int, lines: Ints, report: Report, meter: str, told_spans: Ints | None = None
) -> Axis:
    first = int(utc[rows[0]])
    slots = (utc[rows] - first) // step
    spans = _spans(slots) if told_spans is None else told_spans[rows]
    axis = Axis(first, step, int(slots[-1] + spans[-1]), rows, slots, spans)
    if axis.length > MAX_VALUES or axis.length > 100_000 + 100 * len(rows):
        raise refusal(
            "times_too_sparse",
            marked("{rows} readings lie scattered between {starts_at} and {ends_at}."),
            advice=marked("Check the dates of the file, or give the order of day, month and year."),
            rows=len(rows),
            starts_at=report.told(first),
            ends_at=report.told(int(utc[rows[-1]])),
        )
    _note_coarse(axis, report, meter)
    _note_gaps(axis, lines, report, meter)
    return axis


def _moment(instant: int) -> datetime:
    return datetime.fromtimestamp(instant, UTC)


def _spans(slots: Ints) -> Ints:
    """Return how many steps each row covers: more than one in a long run of equally wider distances."""
    distances = np.diff(slots, append=slots[-1] + 1)
    spans = np.ones(len(slots), dtype=np.int64)
    bounds = np.flatnonzero(np.diff(distances, prepend=0, append=0))
    for start, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        if end - start >= COARSE_RUN and 1 < distances[start] <= 60:
            spans[start:end] = distances[start]
    return spans


def _note_coarse(axis: Axis, report: Report, meter: str) -> None:
    wide = np.flatnonzero(axis.spans > 1)
    if len(wide):
        report.add(
            "step_changes",
            Severity.WARNING,
            marked("{count} readings are {minutes} minutes apart; each is spread evenly over its steps and estimated."),
            count=len(wide),
            minutes=int(axis.spans[wide[0]]) * axis.step // 60,
            place={"meter": meter, "starts_at": _moment(axis.first + int(axis.slots[wide[0]]) * axis.step)},
        )


def _note_gaps(axis: Axis, lines: Ints, report: Report, meter: str) -> None:
    missing = np.diff(axis.slots) - axis.spans[:-1]
    for position in np.flatnonzero(missing > 0).tolist():
        starts = axis.first + int(axis.slots[position] + axis.spans[position]) * axis.step
        ends = axis.first + int(axis.slots[position + 1]) * axis.step
        report.add(
            "rows_missing",
            Severity.INFO,
            marked("After line {line}, {count} rows are missing: from {starts_at} to {ends_at}."),
            line=int(lines[axis.rows[position]]),
            count=int(missing[position]),
            expected=marked("a row every {minutes} minutes"),
            advice=marked("They count as missing, never as zero. Upload them later if you find them."),
            place={"meter": meter, "starts_at": _moment(starts), "ends_at": _moment(ends)},
            minutes=axis.step // 60,
            starts_at=report.told(starts),
            ends_at=report.told(ends),
        )


def _note_disorder(steps: Ints, lines: Ints, report: Report, meter: str) -> None:
    back = np.flatnonzero(steps < 0)
    report.add(
        "out_of_order",
        Severity.INFO,
        marked("The rows are not in order of time, first at line {line}; they were sorted."),
        line=int(lines[back[0] + 1]),
        count=len(back),
        place={"meter": meter},
    )


def fill(
    axis: Axis, numbers: Floats, unit: str, meter: str, direction: Direction, quality: Qualities | None = None
) -> Series:
    """Return the series of one column: numbers (N,) in `unit`, one per row of the file, to kWh per step.

    `quality` (N,) says where each number comes from; where it is not told, they are measured.
    """
    factor = kwh_per_unit(unit, timedelta(seconds=axis.step))
    given = np.full(len(numbers), Quality.MEASURED, dtype=np.uint8) if quality is None else quality
    if len(axis.rows) == axis.length == len(numbers) and (axis.spans == 1).all():
        in_order, found = numbers[axis.rows] * factor, given[axis.rows]
        found = np.where(np.isnan(in_order), np.uint8(Quality.MISSING), found).astype(np.uint8)
        return Series(meter, direction, _moment(axis.first), timedelta(seconds=axis.step), in_order, found)
    energy = np.full(axis.length, np.nan)
    found = np.full(axis.length, Quality.MISSING, dtype=np.uint8)
    per_step = numbers[axis.rows] * factor
    if unit in ("Wh", "kWh", "MWh"):
        per_step = per_step / axis.spans
    for shift in range(int(axis.spans.max(initial=1))):
        reached = axis.spans > shift
        energy[axis.slots[reached] + shift] = per_step[reached]
        its_own = given[axis.rows[reached]]
        found[axis.slots[reached] + shift] = np.where(axis.spans[reached] > 1, Quality.ESTIMATED, its_own)
    found[np.isnan(energy)] = Quality.MISSING
    return Series(meter, direction, _moment(axis.first), timedelta(seconds=axis.step), energy, found)

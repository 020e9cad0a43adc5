"""Blocks of a Swiss SDAT document as readings: an interval, a resolution, observations counted from 1."""

from __future__ import annotations

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.numbers import LARGEST, Floats, Wrong
from energy_synergy.files.refused import FileRefused, refusal
from energy_synergy.files.times import NAIVE, Ints, read_labels
from energy_synergy.files.zones import utc_from_local
from energy_synergy.findings import Severity
from energy_synergy.formats.base import Format
from energy_synergy.formats.parsing.readings import LONGEST, Readings
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.row_notes import note_bad_cell
from energy_synergy.formats.parsing.sdat_blocks import Block
from energy_synergy.formats.parsing.status_words import qualities
from energy_synergy.metering.series import Direction, Quality

# 21 temporary and 56 estimated, both replaced later; 46 says that nothing was metered.
CONDITIONS = {
    **dict.fromkeys(("21", "56"), Quality.ESTIMATED),
    "46": Quality.MISSING,
}
MINUTES = {"MIN": 60, "HUR": 3_600, "SEC": 1, "DAY": 86_400}


def readings_of(block: Block, direction: Direction, unit: str, hints: Format, report: Report) -> Readings:
    """Return the readings of a block, in the order of the file.

    Raises FileRefused for an interval or a resolution that cannot be read: no observation would have a time.
    """
    starts, ends = _interval(block, report)
    sequences = np.array(block.sequences, dtype=np.int64)
    lines = np.array(block.lines, dtype=np.int64)
    step = _step(block, ends - starts, sequences)
    numbers = _numbers(block, hints, report)
    quality = qualities(block.conditions, CONDITIONS, "Condition", report)
    numbers[quality == Quality.MISSING] = np.nan
    kept = _inside(sequences, lines, (ends - starts) // step, report)
    _note_lacking(block, len(np.unique(sequences[kept])), (ends - starts) // step, starts, ends, report)
    at = starts + (sequences[kept] - 1) * step
    lengths = np.full(len(kept), step, dtype=np.int64)
    return Readings(block.meter, direction, at, lengths, numbers[kept], unit, lines[kept], quality[kept])


def _interval(block: Block, report: Report) -> tuple[int, int]:
    labels = read_labels([block.starts, block.ends])
    is_naive = labels.offset == NAIVE
    utc = labels.local - np.where(is_naive, 0, labels.offset)
    if is_naive.any() and report.timezone:
        utc = np.where(is_naive, utc_from_local(labels.local, report.timezone).utc, utc)
    if not labels.is_valid.all() or utc[1] <= utc[0]:
        raise _no_interval(block)
    return int(utc[0]), int(utc[1])


def _step(block: Block, span: int, sequences: Ints) -> int:
    """Return the resolution [s]; where it is not told, observations without a gap share the interval evenly."""
    factor = MINUTES.get(block.resolution_unit.upper())
    if block.resolution.isdecimal() and len(block.resolution) < 6 and factor and int(block.resolution):
        return int(block.resolution) * factor
    count = len(sequences)
    is_whole = bool(count) and np.array_equal(np.sort(sequences), np.arange(1, count + 1))
    if block.resolution or not is_whole or span % count or not 60 <= span // count <= LONGEST:
        raise _no_interval(block)
    return span // count


def _numbers(block: Block, hints: Format, report: Report) -> Floats:
    numbers = np.array(block.volumes, dtype=np.float64)
    is_wrong = ~((numbers >= 0) & (numbers <= LARGEST))
    if hints.negatives:
        is_wrong &= ~((numbers < 0) & (numbers >= -LARGEST))
    for place in np.flatnonzero(is_wrong).tolist():
        text = block.texts.get(place, f"{numbers[place]:g}")
        is_text = place in block.texts
        reason = (Wrong.NOT_A_NUMBER if text else Wrong.MISSING) if is_text else Wrong.TOO_LARGE
        reason = Wrong.NEGATIVE if numbers[place] < 0 else reason
        if block.conditions[place] != "46":
            note_bad_cell(reason, text, block.lines[place], "Volume", report)
    numbers[is_wrong] = np.nan
    return numbers


def _inside(sequences: Ints, lines: Ints, count: int, report: Report) -> Ints:
    """Return the places of the observations that lie in the interval; the others are named."""
    is_inside = (sequences >= 1) & (sequences <= count)
    for place in np.flatnonzero(~is_inside).tolist():
        report.bad_row(
            "outside_interval",
            marked("Reading {line}: its number in the interval is {value}; there are {intervals}."),
            line=int(lines[place]),
            value=int(sequences[place]),
            expected=marked("a number from 1 to {intervals}"),
            advice=marked("The interval or the resolution is wrong. Ask the grid operator for the document again."),
            intervals=count,
        )
    return np.flatnonzero(is_inside)


def _note_lacking(block: Block, found: int, count: int, starts: int, ends: int, report: Report) -> None:
    if found < count:
        report.add(
            "observations_missing",
            Severity.WARNING,
            marked("Readings of {meter} that are not there between {starts_at} and {ends_at}: {count}."),
            count=count - found,
            advice=marked("They count as missing, never as zero."),
            place={"meter": block.meter},
            meter=block.meter,
            starts_at=report.told(starts),
            ends_at=report.told(ends),
        )


def _no_interval(block: Block) -> FileRefused:
    return refusal(
        "interval_unknown",
        marked("The interval {starts} to {ends} of {meter}, or its resolution {resolution}, cannot be read."),
        advice=marked("No observation has a time without them. Ask the grid operator for the document again."),
        starts=block.starts[:40] or "-",
        ends=block.ends[:40] or "-",
        meter=block.meter,
        resolution=f"{block.resolution[:20]} {block.resolution_unit[:20]}".strip() or "-",
    )

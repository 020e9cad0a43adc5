"""Row times of one meter to starts in UTC: the step, start or end stamps, the zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.refused import FileRefused, refusal
from energy_synergy.files.times import DAY, NAIVE, Bools, Ints, Labels
from energy_synergy.files.zones import Change, Localised, utc_from_local
from energy_synergy.findings import Severity
from energy_synergy.formats.base import Format, Stamp
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.row_notes import note_order

OLDEST_STEP = 3_600


@dataclass(frozen=True, slots=True)
class Starts:
    """Starts of the intervals [s, UTC] (N,), the step [s], and which rows name a time that never was."""

    utc: Ints
    step: int
    never_shown: Bools


def needs_zone(labels: Labels) -> bool:
    """Tell whether any time carries no offset."""
    return bool((labels.offset[labels.is_valid] == NAIVE).any())


def zone_needed() -> FileRefused:
    """Return the refusal of naive times without a zone to read them in."""
    return refusal(
        "zone_needed",
        marked("The times carry no offset and no time zone was given, so they could mean different instants."),
        advice=marked("Give the time zone of the meter, for example Europe/Paris."),
    )


def detect_step(seconds: Ints) -> int | None:
    """Return the shortest distance that is common between neighbouring times [s], or None when no two differ.

    Common is a tenth of all: a meter that changes from hours to quarter-hours has two steps, a stray row has none.
    """
    steps = np.diff(seconds)
    if len(steps) and steps[0] > 0 and (steps == steps[0]).sum() * 10 > 9 * len(steps):
        return int(steps[0])
    if (steps < 0).any():
        steps = np.diff(np.unique(seconds))
    steps = steps[steps > 0]
    if not len(steps):
        return None
    found, counts = np.unique(steps, return_counts=True)
    return int(found[(counts * 10 >= len(steps)) | (counts == counts.max())].min())


def step_of(seconds: Ints, hints: Format) -> int:
    """Return the step of one meter [s].

    Raises FileRefused when there is none to be seen or it is not 1 to 60 whole minutes.
    """
    step = hints.step_minutes * 60 if hints.step_minutes else detect_step(seconds)
    if step is None:
        raise refusal(
            "step_unknown",
            marked("The file holds a single time, so the length of its interval cannot be seen."),
            advice=marked("Give the minutes between two readings, or a file with more rows."),
        )
    if step % 60 or not 60 <= step <= OLDEST_STEP:
        raise refusal(
            "step_not_supported",
            marked("The readings are {minutes} minutes apart; 1 to 60 whole minutes can be read."),
            advice=marked("Export the load curve (quarter-hours or hours), not daily totals or register readings."),
            minutes=f"{step / 60:g}",
        )
    return step


def detect_stamp(labels: Labels, local: Ints, step: int) -> Stamp | None:
    """Return what the first and last clock say about the stamps, or None when they leave it open.

    A file of whole days runs from 00:00 to one step before midnight, or from one step after midnight to 00:00.
    Both the ends of the file and its earliest and latest time are asked: rows may be shuffled, or a year mistyped.
    """
    if labels.has_24:
        return "end"
    for first, last in (sorted(local[[0, -1]].tolist()), (int(local.min()), int(local.max()))):
        if first % DAY == step % DAY and last % DAY == 0:
            return "end"
        if first % DAY == 0 and last % DAY == DAY - step:
            return "start"
    return None


def without_offset(local: Ints, offset: Ints) -> Ints:
    """Return instants where times carry an offset, and the wall clock as it is where they do not, [s] (N,)."""
    is_naive = offset == NAIVE
    if is_naive.all():
        return local.copy()
    utc: Ints = local - np.where(is_naive, 0, offset)
    return utc


def starts_of(
    local: Ints, offset: Ints, lines: Ints, step: int, stamp: Stamp, timezone: str | None, report: Report
) -> Starts:
    """Return the start of each row of one meter, in the order of the file, and note what the clock change hides."""
    is_naive = offset == NAIVE
    utc = without_offset(local, offset)
    shift = step if stamp == "end" else 0
    never_shown = np.zeros(len(local), dtype=np.bool_)
    if not is_naive.any() or timezone is None:
        return Starts(utc - shift, step, never_shown)
    found, is_shifted = _localised(local[is_naive], shift, timezone)
    utc[is_naive] = found.utc + (shift if is_shifted else 0)
    never_shown[is_naive] = found.never_shown
    for change in found.given_once:
        _note_once(change, lines, report)
    for change in found.unordered:
        note_order(report.told(change.instant)[:10], int(lines[0]), report)
    return Starts(utc - shift, step, never_shown)


def _localised(local: Ints, shift: int, timezone: str) -> tuple[Localised, bool]:
    """Read end stamps as instants, or as start plus step, whichever leaves fewer doubles in the repeated hour."""
    as_written = utc_from_local(local, timezone)
    if not shift:
        return as_written, False
    as_start = utc_from_local(local - shift, timezone)
    return (as_start, True) if _flaws(as_start) < _flaws(as_written) else (as_written, False)


def _flaws(found: Localised) -> int:
    return len(found.utc) - len(np.unique(found.utc)) + int(found.never_shown.sum()) + 60 * len(found.given_once)


def _note_once(change: Change, lines: Ints, report: Report) -> None:
    moment = datetime.fromtimestamp(change.instant, UTC)
    date = report.told(change.instant)[:10]
    report.add(
        "repeated_hour_once",
        Severity.WARNING,
        marked("The hour that comes twice on {date} is there only once; its second pass is missing."),
        line=int(lines[0]),
        expected=marked("both passes of the hour, in order"),
        advice=marked(
            "If the meter never changes its clock, give its fixed zone (Etc/GMT-1 for winter time in France) instead."
        ),
        place={"starts_at": moment},
        date=date,
    )

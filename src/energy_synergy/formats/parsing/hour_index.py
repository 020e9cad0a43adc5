"""Hours and quarters numbered from 1 within a local day: 1 to 24, 23 or 25, or four times as many."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.times import DAY, Bools, Ints
from energy_synergy.files.zones import utc_from_local
from energy_synergy.findings import Severity
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.row_notes import note_never_shown, note_order

HOUR, QUARTER = 3_600, 900
LABEL = re.compile(r"(?P<hour>[0-9]{1,3})(?::(?P<minute>00|15|30|45)(?::00)?)?")
NUMBER_EXPECTED = marked("a number of the day from 1, or an hour from 01:00 to 24:00 (25:00 in autumn)")


@dataclass(frozen=True, slots=True)
class Numbered:
    """Rows of one meter in the order of the file, (N,) each.

    `days` since 1970, `numbers` of the interval within its day from 1, `lines` in the file; `step` [s].
    """

    days: Ints
    numbers: Ints
    lines: Ints
    step: int
    timezone: str


def day_numbers(texts: Sequence[str], step_minutes: int | None = None) -> tuple[Ints, int]:
    """Return the number that each label names (N,), -1 where it names none, and the step [s].

    A label is a number or a clock that may go to 25:00. Numbers above 25 and clocks beside the hour mean quarters.

    >>> day_numbers(["01:00", "24:00", "25:00", "x"])[0].tolist()
    [1, 24, 25, -1]
    """
    matches = {text: LABEL.fullmatch(text.strip()) for text in set(texts)}
    found = {text: match for text, match in matches.items() if match}
    is_quarter = any(match["minute"] not in (None, "00") for match in found.values()) or any(
        match["minute"] is None and int(match["hour"]) > 25 for match in found.values()
    )
    step = step_minutes * 60 if step_minutes else QUARTER if is_quarter else HOUR
    known = {text: _number(match, step) for text, match in found.items()}
    return np.array([known.get(text, -1) for text in texts], dtype=np.int64), step


def _number(match: re.Match[str], step: int) -> int:
    hour = int(match["hour"])
    if match["minute"] is None:
        return hour if hour <= 25 * HOUR // step else -1
    seconds = hour * HOUR + int(match["minute"]) * 60
    return -1 if seconds % step or seconds > 25 * HOUR else seconds // step


def from_one(rows: Numbered, report: Report) -> Numbered:
    """Return rows numbered from 1 where the file begins with 0, which is the first or the end of the day before."""
    is_zero = rows.numbers == 0
    if not is_zero.any():
        return rows
    earliest = int(np.lexsort((rows.numbers, rows.days))[0])
    if is_zero[earliest]:
        report.add(
            "hours_from_zero",
            Severity.INFO,
            marked("The hours of the day are numbered from 0; 0 was read as the first hour of its day."),
        )
        return Numbered(rows.days, rows.numbers + 1, rows.lines, rows.step, rows.timezone)
    days = np.where(is_zero, rows.days - 1, rows.days)
    return Numbered(days, np.where(is_zero, DAY // rows.step, rows.numbers), rows.lines, rows.step, rows.timezone)


def numbered_starts(rows: Numbered, report: Report) -> tuple[Ints, Bools]:
    """Return the start of each row [s, UTC] (N,) and whether its day has such an interval (N,).

    Two countings are met on a day on which the clock changes. Most operators count what passes, to 23 or 25; some name
    the hour by what the clock shows at its end, so that 3 comes twice in autumn and never in spring. The rows of the
    day tell which it is; where they leave it open, what was taken is noted.
    """
    days, places = np.unique(rows.days, return_inverse=True)
    firsts, ends = (utc_from_local((days + after) * DAY, rows.timezone).utc for after in (0, 1))
    starts: Ints = firsts[places] + (rows.numbers - 1) * rows.step
    is_there: Bools = (rows.numbers >= 1) & (starts < ends[places])
    for number in np.flatnonzero(ends - firsts != DAY).tolist():
        its_rows = np.flatnonzero(places == number)
        slots = int(ends[number] - firsts[number]) // rows.step
        if _is_by_clock(rows, its_rows, slots, report):
            found, is_shown = _by_clock(rows, its_rows, report)
            starts[its_rows], is_there[its_rows] = found, is_shown & (rows.numbers[its_rows] >= 1)
    return starts, is_there


def _is_by_clock(rows: Numbered, places: Ints, slots: int, report: Report) -> bool:
    """Tell whether the rows of a day of 23 or 25 hours are named by the clock; note what they leave open."""
    numbers, regular = rows.numbers[places], DAY // rows.step
    highest = int(numbers.max())
    if slots < regular:
        return _is_by_clock_in_spring(rows, places, slots, report)
    if highest > regular:
        return False
    if len(np.unique(numbers)) < len(numbers):
        return True
    if highest == regular:
        said = marked("{date} has 24 of its 25 hours; they were read as the clock shows them, without the second pass.")
        _note_assumed(said, rows, places, report)
    elif highest * rows.step > 2 * HOUR:
        said = marked(
            "The rows of {date} end before the day does; its hours were counted to 25, not named by the clock."
        )
        _note_assumed(said, rows, places, report)
    return highest == regular


def _is_by_clock_in_spring(rows: Numbered, places: Ints, slots: int, report: Report) -> bool:
    """Tell whether a day of 23 hours is named by the clock: by its last hour, else by a hole where the clock skips."""
    numbers = rows.numbers[places]
    highest = int(numbers.max())
    if highest > slots:
        return highest <= DAY // rows.step
    local = rows.days[places[0]] * DAY + np.arange(DAY // rows.step) * rows.step
    skipped = np.flatnonzero(utc_from_local(local, rows.timezone).never_shown) + 1
    if np.isin(skipped, numbers).any() or highest < skipped.max(initial=0):
        return False
    said = marked("{date} lacks the hour that the clock skips and its last one; it was read as the clock shows it.")
    _note_assumed(said, rows, places, report)
    return True


def _note_assumed(said: str, rows: Numbered, places: Ints, report: Report) -> None:
    report.add(
        "counting_assumed",
        Severity.WARNING,
        said,
        line=int(rows.lines[places[0]]),
        expected=marked("whole days, with 23 or 25 hours where the clock changes"),
        advice=marked("Export whole days, and compare one hour of this day with the bill or the portal."),
        date=_day(rows, places),
    )


def _day(rows: Numbered, places: Ints) -> str:
    return (date(1970, 1, 1) + timedelta(days=int(rows.days[places[0]]))).isoformat()


def _by_clock(rows: Numbered, places: Ints, report: Report) -> tuple[Ints, Bools]:
    local = rows.days[places] * DAY + (rows.numbers[places] - 1) * rows.step
    found = utc_from_local(local, rows.timezone)
    for _ in found.unordered:
        note_order(_day(rows, places), int(rows.lines[places[0]]), report)
    hidden = found.never_shown
    note_never_shown(rows.lines[places][hidden], local[hidden], report)
    return found.utc, ~hidden

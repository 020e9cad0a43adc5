"""Values that each have a start, an end and a status of their own, kept small until they become readings."""

from __future__ import annotations

import re
from array import array
from datetime import date

import numpy as np
import numpy.typing as npt

from energy_synergy.errors import marked
from energy_synergy.files.numbers import LARGEST, Wrong
from energy_synergy.files.times import DAY, NAIVE, YEARS
from energy_synergy.formats.base import Format
from energy_synergy.formats.parsing.edifact import read_quantity
from energy_synergy.formats.parsing.intervals import lengths_between
from energy_synergy.formats.parsing.readings import LONGEST, Readings
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.row_notes import note_bad_cell, note_never_shown
from energy_synergy.formats.parsing.stamps import starts_of
from energy_synergy.formats.parsing.status_words import qualities
from energy_synergy.metering.series import Direction, Quality

Instant = tuple[int, int]
EPOCH = date(1970, 1, 1).toordinal()
INSTANT = re.compile(r"([0-9]{12})([0-9]{2})?([+-][0-9]{2})?")
# 220 true; 67 substitute and Z18 provisional, both replaced later; 187 forecast, 201 proposal; 20, Z30: no value.
STATUS = {
    "220": Quality.MEASURED,
    **dict.fromkeys(("67", "z18"), Quality.SUBSTITUTED),
    **dict.fromkeys(("187", "201", "79"), Quality.ESTIMATED),
    **dict.fromkeys(("20", "z30"), Quality.MISSING),
}


def read_instant(text: str) -> Instant | None:
    """Return the wall clock [s] and the offset from UTC [s] (or NAIVE) of a time of EDIFACT, or None.

    >>> read_instant("202506012200+00"), read_instant("2025060122")
    ((1748815200, 0), None)
    """
    match = INSTANT.fullmatch(text)
    if not match or not YEARS[0] <= int(text[:4]) <= YEARS[1]:
        return None
    hour, minute, second = int(text[8:10]), int(text[10:12]), int(match[2] or 0)
    try:
        days = date(int(text[:4]), int(text[4:6]), int(text[6:8])).toordinal() - EPOCH
    except ValueError:
        return None
    if hour > 23 or minute > 59 or second > 59:
        return None
    return days * DAY + hour * 3_600 + minute * 60 + second, int(match[3]) * 3_600 if match[3] else NAIVE


class MeteredValues:
    """The values of one meter and register, in the order of the file."""

    def __init__(self) -> None:
        self._lines, self._starts, self._ends = array("q"), array("q"), array("q")
        self._offsets, self._end_offsets = array("q"), array("q")
        self._statuses: list[str] = []
        self._texts: list[str] = []
        self._without_times: list[int] = []

    def add(self, line: int, status: str, text: str, starts: Instant | None, ends: Instant | None) -> None:
        """Add a value; one without both its times is kept aside, to be named."""
        if starts is None or ends is None:
            self._without_times.append(line)
            return
        self._lines.append(line)
        self._starts.append(starts[0])
        self._offsets.append(starts[1])
        self._ends.append(ends[0])
        self._end_offsets.append(ends[1])
        self._statuses.append(status)
        self._texts.append(text)

    def readings(self, meter: str, direction: Direction, unit: str, hints: Format, report: Report) -> Readings:
        """Return the values as readings, and note which of them are none."""
        self._note_without_times(report)
        lines, local, offsets, ends, end_offsets = (
            np.array(column, dtype=np.int64)
            for column in (self._lines, self._starts, self._offsets, self._ends, self._end_offsets)
        )
        quality = qualities(self._statuses, STATUS, "QTY", report)
        numbers = np.array([self._number(place, hints, report) for place in range(len(lines))], dtype=np.float64)
        numbers[quality == Quality.MISSING] = np.nan
        is_dated = (offsets != NAIVE) & (end_offsets != NAIVE)
        lengths = lengths_between(local, ends, report.timezone)
        lengths[is_dated] = (ends - end_offsets - local + offsets)[is_dated]
        kept = self._lengths_that_can_be(lengths, lines, report)
        found = starts_of(local[kept], offsets[kept], lines[kept], 0, "start", report.timezone, report)
        note_never_shown(lines[kept][found.never_shown], local[kept][found.never_shown], report)
        kept, starts = kept[~found.never_shown], found.utc[~found.never_shown]
        unit = hints.unit or unit
        return Readings(meter, direction, starts, lengths[kept], numbers[kept], unit, lines[kept], quality[kept])

    def _number(self, place: int, hints: Format, report: Report) -> float:
        text = self._texts[place]
        number = read_quantity(text)
        if number is not None and (0 <= number <= LARGEST or (hints.negatives and -LARGEST <= number < 0)):
            return number
        if STATUS.get(self._statuses[place].lower()) is not Quality.MISSING:
            reason = Wrong.MISSING if not text else Wrong.NOT_A_NUMBER if number is None else Wrong.TOO_LARGE
            reason = Wrong.NEGATIVE if number is not None and number < 0 else reason
            note_bad_cell(reason, text, self._lines[place], "QTY", report)
        return float("nan")

    def _lengths_that_can_be(
        self, lengths: npt.NDArray[np.int64], lines: npt.NDArray[np.int64], report: Report
    ) -> npt.NDArray[np.int64]:
        is_odd = (lengths < 60) | (lengths % 60 > 0)
        # A series of nothing but days or months is refused for its step, which says what to ask for instead.
        is_odd |= (lengths > LONGEST) & bool((lengths <= LONGEST).any())
        for row in np.flatnonzero(is_odd).tolist():
            report.bad_row(
                "interval_length",
                marked("Reading {line}: its interval is {minutes} minutes long."),
                line=int(lines[row]),
                expected=marked("an interval of 1 to 60 minutes"),
                advice=marked("Correct the start or the end."),
                minutes=f"{lengths[row] / 60:g}",
            )
        return np.flatnonzero(~is_odd)

    def _note_without_times(self, report: Report) -> None:
        for line in self._without_times:
            report.bad_row(
                "interval_missing",
                marked("Reading {line}: its start or its end is not there."),
                line=line,
                expected=marked("the start and the end of the interval"),
                advice=marked("It is left out. Ask the sender for the message again."),
            )

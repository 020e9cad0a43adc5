"""The records of an Australian meter data file: 200 names a register, 300 holds a day of it, 400 its quality."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.limits import (
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_VALUES,
    TOO_MANY_COLUMNS,
    TOO_MANY_ROWS,
    too_many,
)
from energy_synergy.files.numbers import Floats, Wrong, read_numbers
from energy_synergy.files.times import Bools, read_labels
from energy_synergy.findings import Severity
from energy_synergy.formats.parsing.report import Report
from energy_synergy.metering.series import Qualities, Quality

FIRST = re.compile(r"\s*(?:100(?P<mark>[,;\t|])\s*\"?NEM1[23]|200[,;\t|]\"?[A-Z0-9]{10,11}\"?[,;\t|])", re.IGNORECASE)
METHOD = re.compile(r"([AEFNSV])[0-9]{0,2}")
LETTERS = {
    "A": Quality.MEASURED,
    "E": Quality.ESTIMATED,
    "F": Quality.SUBSTITUTED,
    "S": Quality.SUBSTITUTED,
    "N": Quality.MISSING,
    "V": Quality.MISSING,
}
VARIES = "V"


@dataclass(frozen=True, slots=True)
class Register:
    """A 200 record: meter, the registers it is said to have, the one that follows, its unit and step [min]."""

    line: int
    meter: str
    configuration: str
    suffix: str
    unit: str
    minutes: int


@dataclass(slots=True)
class Day:
    """A 300 record: local midnight [s], numbers (S,), quality (S,); `is_told` (S,) where a record says the quality.

    `wrong` holds the cells that are no numbers from zero up, with the reason, by their place.
    """

    line: int
    register: Register
    midnight: int
    numbers: Floats
    wrong: dict[int, tuple[Wrong, str]]
    quality: Qualities
    is_told: Bools
    varies: bool = field(default=False)


def records(text: bytes, mark: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the line number and cells of each record.

    Raises FileRefused for more lines or cells than any such file has.
    """
    if text.count(b"\n") > MAX_ROWS or text.count(mark.encode()) > MAX_VALUES:
        raise too_many(TOO_MANY_ROWS, MAX_ROWS)
    for number, line in enumerate(text.split(b"\n"), 1):
        if line.strip():
            cells = [cell.strip().strip('"').strip() for cell in str(line, "utf-8", "replace").split(mark)]
            if len(cells) > 2 * MAX_COLUMNS:
                raise too_many(TOO_MANY_COLUMNS, 2 * MAX_COLUMNS)
            yield number, cells


def read_register(line: int, cells: list[str], report: Report) -> Register | None:
    """Return what a 200 record says, or None where it is no such record, which is noted."""
    meter, configuration, _, suffix, _, _, unit, minutes = [*cells, *[""] * 9][1:9]
    step = int(minutes) if minutes.isdecimal() and minutes.isascii() and len(minutes) <= 2 else 0
    if re.fullmatch(r"[A-Za-z0-9]{2,20}", meter) and suffix and unit and 1 <= step <= 60 and 1_440 % step == 0:
        return Register(line, meter, configuration, suffix.upper(), unit, step)
    report.bad_row(
        "bad_register",
        marked("Line {line}: the 200 record does not name a meter, a register, a unit and a step."),
        line=line,
        value=",".join(cells)[:80],
        expected=marked("200,NMI,configuration,register,suffix,stream,serial number,unit,minutes,date"),
        advice=marked("The days below it are left out. Ask for the file again."),
    )
    return None


def read_day(line: int, cells: list[str], register: Register, report: Report) -> Day | None:
    """Return what a 300 record says, or None where it has another number of values than its step tells."""
    slots = 1_440 // register.minutes
    date = [*cells, ""][1]
    labels = read_labels([f"{date} 0000"])
    method = METHOD.fullmatch(cells[2 + slots].upper()) if len(cells) > 2 + slots else None
    if method is None or len(date) != 8 or not labels.is_valid[0]:
        report.bad_row(
            "bad_day",
            marked("Line {line}: the 300 record of {value} is not a date, {slots} values and their quality."),
            line=line,
            value=date,
            expected=marked("a value for each step of the day, then A, E, F, N, S or V"),
            advice=marked("The day is left out. A line that was cut off or a wrong step looks like this."),
            slots=slots,
        )
        return None
    quality = np.full(slots, LETTERS[method[1]], dtype=np.uint8)
    values = cells[2 : 2 + slots]
    numbers, wrong = read_numbers(values, "point")
    varies = method[1] == VARIES
    return Day(
        line,
        register,
        int(labels.local[0]),
        numbers,
        {place: (reason, values[place]) for place, reason in wrong.items()},
        quality,
        np.full(slots, not varies, dtype=np.bool_),
        varies,
    )


def take_quality(line: int, cells: list[str], day: Day | None, report: Report) -> None:
    """Take the quality that a 400 record says of some values of the day above it."""
    first, last, method = [*cells, "", "", ""][1:4]
    found = METHOD.fullmatch(method.upper())
    is_range = first.isdecimal() and last.isdecimal() and len(first) < 5 and len(last) < 5
    start, end = (int(first) - 1, int(last)) if is_range else (0, 0)
    if (
        day
        and found
        and found[1] != VARIES
        and 0 <= start < end <= len(day.numbers)
        and not day.is_told[start:end].any()
    ):
        day.quality[start:end] = LETTERS[found[1]]
        day.is_told[start:end] = True
        return
    report.bad_row(
        "bad_quality_record",
        marked("Line {line}: the 400 record does not fit the day above it: intervals {value}."),
        line=line,
        value=f"{first}-{last} {method}",
        expected=marked("a part of a day of quality V that no other 400 record names"),
        advice=marked("It is left out, and so are values of which nothing says how they were had."),
    )


def note_untold(day: Day, report: Report) -> None:
    """Note a day of quality V whose 400 records leave values without a quality; those count as missing."""
    if not day.is_told.all():
        report.bad_row(
            "quality_untold",
            marked("Line {line}: {count} values have quality V and no 400 record says which they have."),
            line=day.line,
            value=VARIES,
            count=int((~day.is_told).sum()),
            expected=marked("400 records that cover the whole day"),
            advice=marked("They count as missing: some may stand for values that were never read."),
        )


def note_unknown_record(line: int, kind: str, report: Report) -> None:
    """Note a record of another kind."""
    report.add(
        "unknown_record",
        Severity.WARNING,
        marked("Line {line}: a record {value} is none of a NEM12 file and was left out."),
        line=line,
        value=kind,
        expected=marked("100, 200, 300, 400, 500 or 900"),
    )

"""The template: one undated day of 96 quarter-hours with a production and a consumption column."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.numbers import Floats
from energy_synergy.files.times import Bools, Ints, label_text, read_clock
from energy_synergy.findings import Severity
from energy_synergy.formats.base import Format
from energy_synergy.formats.parsing.columns import Column, Outline, outline
from energy_synergy.formats.parsing.grid import Grid, described, not_this_layout
from energy_synergy.formats.parsing.meaning import note_unknown_columns, stem
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.row_notes import note_overlong, note_total
from energy_synergy.formats.parsing.signs import by_direction, refuse_clash
from energy_synergy.formats.parsing.values import Source, value_numbers
from energy_synergy.formats.parsing.words import TOTAL, plain
from energy_synergy.metering.series import Direction, Quality, Series
from energy_synergy.units import SLOT, SLOTS_PER_DAY, kwh_per_unit

TIMES = tuple(f"{minute // 60:02d}:{minute % 60:02d}" for minute in range(0, 1_440, 15))


def find_template(grid: Grid, hints: Format | None = None) -> Outline | None:
    """Return the shape of a table with a clock but no date, or None when it is none."""
    shape = outline(grid.head, hints.columns if hints else None)
    if shape is None or shape.one("clock") is None or shape.with_role("time", "date", "end", "meter"):
        return None
    return shape if shape.with_role("production", "consumption") else None


def read_template(grid: Grid, hints: Format, report: Report) -> tuple[Series, ...]:
    """Return one undated series of 96 values for each column that is not all zero.

    Raises FileRefused when the table is no template.
    """
    shape = find_template(grid, hints)
    clock = shape.one("clock") if shape else None
    if shape is None or clock is None:
        raise not_this_layout(report.file_name)
    columns = [c for c in (shape.one("production"), shape.one("consumption")) if c]
    body = grid.body(shape.first_row, shape.width, [clock.position, *(c.position for c in columns)])
    report.rows += len(body.lines)
    report.detected |= {"columns": described(shape), "step_minutes": "15", "stamp": "start"}
    slots, good = _slots(body.columns[0], body.lines, body.overlong, report)
    source = Source(body.lines, good, grid.is_comma_separated)
    numbers = value_numbers(body.columns[1:], columns, hints, report, source)
    units = [hints.unit or column.unit or "kWh" for column in columns]
    note_unknown_columns(shape, hints, report)
    if len(set(units)) == 1:
        report.detected["unit"] = units[0]
    made = [
        _series(way, energy, slots, good, unit, report)
        for column, number, unit in zip(columns, numbers, units, strict=True)
        for energy, way in by_direction(number, _direction(column), hints.negatives)
    ]
    series = tuple(one for one in made if one is not None)
    refuse_clash(series, hints)
    if not series and not any(finding.severity is Severity.ERROR for finding in report.findings()):
        report.add(
            "template_not_filled",
            Severity.ERROR,
            marked("Every value is zero: the template has not been filled in."),
            expected=marked("energy in kWh for each quarter-hour, in one of the columns at least"),
            advice=marked("Write the energy of each quarter-hour in the column Production or Consumption."),
        )
    return series


def _slots(cells: Sequence[object], lines: Ints, overlong: Bools, report: Report) -> tuple[Ints, Bools]:
    """Return the quarter-hour of each row (N,) and whether the row counts, and name what is extra or lacking."""
    slots = np.zeros(len(cells), dtype=np.int64)
    good = np.zeros(len(cells), dtype=np.bool_)
    seen: dict[int, int] = {}
    for row, cell in enumerate(cells):
        text = label_text(cell)  # type: ignore[arg-type]
        minute = read_clock(text)
        line = int(lines[row])
        if minute is None and TOTAL.fullmatch(plain(text)):
            note_total(line, text, report)
        elif overlong[row]:
            note_overlong(line, report)
        elif minute is None or minute % 15 or minute >= 1_440:
            _bad(report, "bad_time", marked("Line {line}: {value} is not a quarter-hour of the template."), line, text)
        elif minute // 15 in seen:
            _bad(report, "duplicate_time", marked("Line {line} repeats the time {value}."), line, text)
        else:
            seen[minute // 15] = row
            slots[row], good[row] = minute // 15, True
    _note_lacking([TIMES[slot] for slot in range(SLOTS_PER_DAY) if slot not in seen], report)
    _note_order(slots[good], report)
    return slots, good


def _bad(report: Report, code: str, sentence: str, line: int, text: str) -> None:
    report.bad_row(
        code,
        sentence,
        line=line,
        value=text,
        expected=marked("each of the 96 times from 00:00 to 23:45 once"),
        advice=marked("Compare the file with the template. A decimal comma needs semicolons between the columns."),
    )


def _note_lacking(times: list[str], report: Report) -> None:
    if times:
        report.add(
            "times_lacking",
            Severity.ERROR,
            marked("The template lacks {count} of its 96 times: {times}."),
            count=len(times),
            expected=marked("each of the 96 times from 00:00 to 23:45 once"),
            advice=marked("Add a row for each of them, with 0 where there was no energy."),
            times=", ".join(times[:12]) + (", ..." if len(times) > 12 else ""),
        )


def _note_order(slots: Ints, report: Report) -> None:
    if (np.diff(slots) < 0).any():
        report.add("out_of_order", Severity.INFO, marked("The rows are not in order of time; they were sorted."))


def _direction(column: Column) -> Direction:
    return "production" if column.role == "production" else "consumption"


def _series(
    direction: Direction, numbers: Floats, slots: Ints, good: Bools, unit: str, report: Report
) -> Series | None:
    is_there = good & ~np.isnan(numbers)
    if not is_there.any() or not numbers[is_there].any():
        return None
    energy = np.full(SLOTS_PER_DAY, np.nan)
    energy[slots[is_there]] = numbers[is_there] * kwh_per_unit(unit, SLOT)
    quality = np.where(np.isnan(energy), Quality.MISSING, Quality.MEASURED).astype(np.uint8)
    return Series(stem(report.file_name), direction, None, SLOT, energy, quality)

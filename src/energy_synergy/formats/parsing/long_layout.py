"""A row per reading: one time, one or several values, perhaps a meter and a direction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.cells import ByteColumn
from energy_synergy.files.numbers import Cell, Floats
from energy_synergy.files.refused import FileRefused, refusal
from energy_synergy.files.times import DAY, NAIVE, Bools, Ints, Labels, label_text, read_labels
from energy_synergy.files.zones import local_from_utc
from energy_synergy.findings import Severity
from energy_synergy.formats.base import Format, Stamp
from energy_synergy.formats.parsing.assemble import fill, lay_out
from energy_synergy.formats.parsing.columns import Column, Outline, outline, value_columns
from energy_synergy.formats.parsing.grid import Body, Grid, described, not_this_layout
from energy_synergy.formats.parsing.meaning import Meaning, note_order_assumed, read_meaning
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.row_notes import (
    note_bad_time,
    note_cut_short,
    note_never_shown,
    note_overlong,
    note_total,
)
from energy_synergy.formats.parsing.signs import by_direction, refuse_clash
from energy_synergy.formats.parsing.stamps import (
    detect_stamp,
    detect_step,
    needs_zone,
    starts_of,
    step_of,
    without_offset,
    zone_needed,
)
from energy_synergy.formats.parsing.values import Source, value_numbers
from energy_synergy.formats.parsing.words import TOTAL, direction_in, plain
from energy_synergy.metering.series import Direction, Series

MAX_GROUPS = 500


@dataclass(frozen=True, slots=True)
class Part:
    """The rows (N,) of one meter in one direction: all rows where the file names neither."""

    meter: str | None
    direction: Direction | None
    rows: Ints


def find_long(grid: Grid, hints: Format | None = None) -> Outline | None:
    """Return the shape of a table with a dated row per reading, or None when it is none."""
    shape = outline(grid.head, hints.columns if hints else None)
    if shape is None or (shape.one("meter") and not value_columns(shape)[0]):
        return None
    has_time = shape.one("time") or shape.one("end") or (shape.one("date") and shape.one("clock"))
    return shape if has_time and value_columns(shape)[0] else None


def read_long(grid: Grid, hints: Format, report: Report) -> tuple[Series, ...]:
    """Return the series of a long table.

    Raises FileRefused when it is none, when a zone or a direction is lacking, or when no row can be read.
    """
    shape = find_long(grid, hints)
    if shape is None:
        raise not_this_layout(report.file_name)
    columns, left_out = value_columns(shape)
    meaning = read_meaning(shape, columns, hints, report, left_out)
    timing = [c for c in (shape.one("time") or shape.one("end") or shape.one("date"), _clock(shape)) if c]
    grouping = [c for c in (shape.one("meter"), shape.one("direction")) if c]
    wanted = [*timing, *columns, *grouping]
    body = grid.body(shape.first_row, shape.width, [column.position for column in wanted])
    report.rows += len(body.lines)
    report.detected["columns"] = described(shape, left_out)
    texts = _time_texts(body.columns[: len(timing)])
    labels = read_labels(texts, hints.date_order)
    good = _good_rows(texts, labels, body, timing[0].header, report)
    if not good.any():
        raise _nothing_read(report)
    if needs_zone(labels) and meaning.timezone is None:
        raise zone_needed()
    _note_order(labels, hints, report)
    cells = body.columns[len(timing) : len(timing) + len(columns)]
    source = Source(body.lines, good, grid.is_comma_separated)
    numbers = value_numbers(cells, columns, hints, report, source)
    _leave_out_bad(numbers, body.lines, report)
    _leave_out_cut(grid, labels, numbers, body.lines, report)
    parts = _parts(body.columns[len(timing) + len(columns) :], grouping, good)
    timed = _Timed(labels, body.lines, hints, meaning, shape)
    series = [one for part in parts for one in _series_of(part, timed, columns, numbers, report)]
    refuse_clash(series, hints)
    return tuple(series)


def _leave_out_bad(numbers: Sequence[Floats], lines: Ints, report: Report) -> None:
    """Leave a row out whole when one of its values is wrong: it can be corrected and sent again as it is."""
    if len(numbers) > 1 and report.bad_rows:
        is_bad = report.are_bad(lines)
        for column in numbers:
            column[is_bad] = np.nan


def _leave_out_cut(grid: Grid, labels: Labels, numbers: Sequence[Floats], lines: Ints, report: Report) -> None:
    """Leave out the values of a last row that nothing ends, unless a day ends or begins with it: they may be cut."""
    clock = int(labels.local[-1]) % DAY
    step = detect_step(labels.local[labels.is_valid]) or DAY
    if grid.unended_line == lines[-1] and labels.is_valid[-1] and clock not in (0, step, DAY - step):
        note_cut_short(int(lines[-1]), report)
        for column in numbers:
            column[-1] = np.nan


def _clock(shape: Outline) -> Column | None:
    return None if shape.one("time") or shape.one("end") else shape.one("clock")


def _time_texts(columns: Sequence[Sequence[Cell]]) -> Sequence[str]:
    if len(columns) == 1 and isinstance(columns[0], ByteColumn):
        return columns[0]
    first = [cell if type(cell) is str else label_text(cell) for cell in columns[0]]
    if len(columns) == 1:
        return first
    days = [day.replace("T", " ").partition(" ")[0] for day in first]
    return [f"{day} {label_text(clock)}" for day, clock in zip(days, columns[1], strict=True)]


def _good_rows(texts: Sequence[str], labels: Labels, body: Body, column: str, report: Report) -> Bools:
    good = labels.is_valid & ~body.overlong
    for row in np.flatnonzero(~good).tolist():
        line = int(body.lines[row])
        if TOTAL.fullmatch(plain(texts[row])):
            note_total(line, texts[row], report)
        elif body.overlong[row]:
            note_overlong(line, report)
        else:
            expected = marked("a time such as 2025-06-30 13:45 or 30/06/2025 13:45")
            note_bad_time(line, column, texts[row], expected, report)
    return good


def _nothing_read(report: Report) -> FileRefused:
    return FileRefused(
        marked("None of the {rows} rows could be read; the first findings say why."),
        findings=report.findings(),
        rows=report.rows,
    )


def _note_order(labels: Labels, hints: Format, report: Report) -> None:
    report.detected["date_order"] = labels.order
    if not labels.is_order_certain and hints.date_order is None:
        note_order_assumed(report)


def _parts(cells: Sequence[Sequence[Cell]], grouping: Sequence[Column], good: Bools) -> list[Part]:
    rows = np.flatnonzero(good)
    if not grouping:
        return [Part(None, None, rows)]
    keys: dict[tuple[str, Direction | None], list[int]] = {}
    by_role = {column.role: column_cells for column, column_cells in zip(grouping, cells, strict=True)}
    for row in rows.tolist():
        meter = _id_text(by_role["meter"][row]) if "meter" in by_role else ""
        direction = direction_in(str(by_role["direction"][row]))[0] if "direction" in by_role else None
        keys.setdefault((meter, direction), []).append(row)
        if len(keys) > MAX_GROUPS:
            raise refusal(
                "too_many_meters",
                marked("The file names more than {limit} meters."),
                advice=marked("Check which column holds the meter, or split the file."),
                limit=MAX_GROUPS,
            )
    return [Part(meter or None, direction, np.array(found)) for (meter, direction), found in keys.items()]


def _id_text(cell: Cell) -> str:
    return f"{cell:.15g}" if isinstance(cell, float) else cell.strip('="')


@dataclass(frozen=True, slots=True)
class _Timed:
    labels: Labels
    lines: Ints
    hints: Format
    meaning: Meaning
    shape: Outline


def _series_of(
    part: Part, timed: _Timed, columns: Sequence[Column], numbers: Sequence[Floats], report: Report
) -> list[Series]:
    labels, rows, zone_name = timed.labels, part.rows, timed.meaning.timezone
    local, offset = labels.local[rows], labels.offset[rows]
    utc_like = without_offset(local, offset)
    step = step_of(utc_like, timed.hints)
    ends = np.array([utc_like[0], utc_like.min(), utc_like.max(), utc_like[-1]])
    wall = ends if zone_name is None or (offset == NAIVE).any() else local_from_utc(ends, zone_name)
    stamp = _stamp(timed, wall, step, report)
    starts = starts_of(local, offset, timed.lines[rows], step, stamp, zone_name, report)
    kept = rows[~starts.never_shown] if starts.never_shown.any() else rows
    utc = starts.utc[~starts.never_shown]
    hidden = rows[starts.never_shown]
    if len(hidden):
        is_blank = np.logical_and.reduce([np.isnan(column[hidden]) for column in numbers])
        note_never_shown(timed.lines[hidden[~is_blank]], local[starts.never_shown][~is_blank], report)
    report.detected["step_minutes"] = str(step // 60)
    values = [column[kept] if len(kept) < len(column) else column for column in numbers]
    name = part.meter or timed.meaning.meter
    axis = lay_out(utc, step, timed.lines[kept], values, report, name, timed.hints.doubles)
    if axis is None:
        return []
    made = []
    for column, value in zip(columns, values, strict=True):
        direction = part.direction or timed.meaning.direction_of(column)
        is_blank = len(columns) > 1 and bool(np.isnan(value).all())
        if not is_blank:
            meter = part.meter or timed.meaning.meter_of(column)
            for energy, way in by_direction(value, direction, timed.hints.negatives):
                made.append(fill(axis, energy, timed.meaning.unit_of(column), meter, way))
    return made


def _stamp(timed: _Timed, wall: Ints, step: int, report: Report) -> Stamp:
    end = timed.shape.one("end")
    said: Stamp | None = "end" if end else "start" if timed.shape.is_start_said else None
    found = timed.hints.stamp or said or detect_stamp(timed.labels, wall, step)
    if found is None and "stamp" not in report.detected:
        report.add(
            "stamp_assumed",
            Severity.INFO,
            marked("Nothing says whether a time names the start or the end of its interval; the start was assumed."),
            advice=marked("If the first interval of the day is labelled {label}, the times name the end: say so."),
            label=f"00:{step // 60:02d}" if step < 3600 else "01:00",
        )
    report.detected["stamp"] = found or "start"
    return found or "start"

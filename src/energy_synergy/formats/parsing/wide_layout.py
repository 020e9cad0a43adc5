"""A row per day: a date, and a column for each step of the day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.refused import FileRefused
from energy_synergy.files.times import DAY, Ints, label_text, read_labels
from energy_synergy.formats.base import Format
from energy_synergy.formats.parsing.assemble import fill, lay_out
from energy_synergy.formats.parsing.columns import Column, Outline, outline
from energy_synergy.formats.parsing.cut_off import decimals
from energy_synergy.formats.parsing.day_columns import DayColumns, day_columns
from energy_synergy.formats.parsing.day_readings import DayReadings, RowsOf
from energy_synergy.formats.parsing.grid import Body, Grid, not_this_layout
from energy_synergy.formats.parsing.meaning import note_order_assumed, read_meaning
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.row_notes import note_cut_short, note_overlong, note_total
from energy_synergy.formats.parsing.signs import by_direction, note_below, refuse_clash
from energy_synergy.formats.parsing.stamps import zone_needed
from energy_synergy.formats.parsing.words import TOTAL, direction_in, plain
from energy_synergy.metering.series import Direction, Series

Key = tuple[str, Direction | None]


def find_wide(grid: Grid, hints: Format | None = None) -> tuple[Outline, DayColumns] | None:
    """Return the shape of a table with a row per day and its columns of the day, or None when it is none."""
    shape = outline(grid.head, hints.columns if hints else None)
    if shape is None or shape.header_row is None or not (shape.one("date") or shape.one("time")):
        return None
    days = day_columns(shape.headers)
    return (shape, days) if days else None


def read_wide(grid: Grid, hints: Format, report: Report) -> tuple[Series, ...]:
    """Return the series of a wide table.

    Raises FileRefused when it is none, when a zone or a direction is lacking, or when no row can be read.
    """
    found = find_wide(grid, hints)
    if found is None:
        raise not_this_layout(report.file_name)
    shape, days = found
    value = Column(days.positions[0], "values", "value", next((c.unit for c in shape.columns if c.unit), None))
    meaning = read_meaning(shape, [value], hints, report)
    if meaning.timezone is None:
        raise zone_needed()
    day_column = shape.one("date") or shape.one("time")
    grouping = [c for c in (shape.one("meter"), shape.one("direction")) if c]
    wanted = [day_column.position if day_column else 0, *(c.position for c in grouping), *days.positions]
    body = grid.body(shape.first_row, shape.width, wanted)
    report.rows += len(body.lines)
    _note_shape(shape, days, hints, report)
    rows = _day_rows(body, hints, report)
    cells = RowsOf(body.columns[1 + len(grouping) :])
    cells = _without_cut(grid, cells, shape.width, rows, body.lines, report)
    headers = [shape.headers[i] for i in days.positions]
    readings = DayReadings(cells, headers, body.lines, days, meaning.timezone, hints.negatives)
    readings.read_mark(hints, report, is_comma_separated=grid.is_comma_separated)
    made: list[Series] = []
    for (meter, direction), members in _grouped(body, grouping, rows).items():
        axis_rows = [readings.of_day(row, rows[row], report) for row in members]
        utc, numbers, lines = (np.concatenate(part) for part in zip(*axis_rows, strict=True))
        utc = utc + _shift(days, hints)
        name = meter or meaning.meter
        axis = lay_out(utc, days.step * 60, lines, [numbers], report, name, hints.doubles)
        ways = by_direction(numbers, direction or meaning.direction_of(value), hints.negatives) if axis else []
        made += [fill(axis, energy, meaning.unit_of(value), name, way) for energy, way in ways if axis]
    note_below(readings.below, hints, report)
    refuse_clash(made, hints)
    if not made:
        raise _nothing_read(report)
    return tuple(made)


def _without_cut(grid: Grid, cells: RowsOf, width: int, rows: dict[int, date], lines: Ints, report: Report) -> RowsOf:
    """Leave out a last row that nothing ends and that lacks cells, or its last value where digits of it are lacking.

    How many values a day has says where they lie, so what is left of a row says nothing.
    """
    last = len(lines) - 1
    if grid.unended_line != lines[last] or last not in rows:
        return cells
    row = cells[last]
    filled = [place for place, cell in enumerate(row) if cell != ""]
    if not filled or len(grid.rows_at([int(lines[last])])[int(lines[last])]) < width:
        note_cut_short(int(lines[last]), report)
        del rows[last]
    elif decimals(row[filled[-1]]) < min(decimals(row[place]) for place in filled[:-1] or filled):
        note_cut_short(int(lines[last]), report)
        return RowsOf(cells.columns, frozenset({(last, filled[-1])}))
    return cells


def _nothing_read(report: Report) -> FileRefused:
    return FileRefused(
        marked("None of the {rows} rows could be read; the first findings say why."),
        findings=report.findings(),
        rows=report.rows,
    )


def _shift(days: DayColumns, hints: Format) -> int:
    """Return the seconds by which a given stamp moves readings whose headers say another."""
    if hints.stamp in (None, days.stamp):
        return 0
    return days.step * (60 if hints.stamp == "start" else -60)


def _note_shape(shape: Outline, days: DayColumns, hints: Format, report: Report) -> None:
    roles = "; ".join(f"{c.header}={c.role}" for c in shape.columns if c.position not in days.positions)
    report.detected |= {
        "columns": roles,
        "step_minutes": str(days.step),
        "stamp": hints.stamp or days.stamp,
        "columns_of_the_day": str(len(days.positions)),
    }


def _day_rows(body: Body, hints: Format, report: Report) -> dict[int, date]:
    texts = [label_text(cell) for cell in body.columns[0]]
    labels = read_labels(texts, hints.date_order)
    report.detected["date_order"] = labels.order
    if not labels.is_order_certain and hints.date_order is None:
        note_order_assumed(report)
    rows = {}
    for row, text in enumerate(texts):
        line = int(body.lines[row])
        if body.overlong[row]:
            note_overlong(line, report)
        elif labels.is_valid[row]:
            rows[row] = date(1970, 1, 1) + timedelta(days=int(labels.local[row]) // DAY)
        elif TOTAL.fullmatch(plain(text)):
            note_total(line, text, report)
        else:
            report.bad_row(
                "bad_time",
                marked("Line {line}: {value} is not a date."),
                line=line,
                value=text,
                expected=marked("a date such as 2025-06-30 or 30/06/2025"),
                advice=marked("Correct the date, or delete the row if it is a note."),
            )
    return rows


def _grouped(body: Body, grouping: Sequence[Column], rows: dict[int, date]) -> dict[Key, list[int]]:
    groups: dict[Key, list[int]] = {}
    for row in rows:
        meter, direction = "", None
        for place, column in enumerate(grouping, 1):
            cell = body.columns[place][row]
            if column.role == "meter":
                meter = f"{cell:.15g}" if isinstance(cell, float) else cell.strip('="')
            else:
                direction = direction_in(str(cell))[0]
        groups.setdefault((meter, direction), []).append(row)
    return groups

"""What the values mean: unit, direction, meter, zone; from hints, headers, what stands above, the file's name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from energy_synergy.errors import marked
from energy_synergy.files.refused import FileRefused, refusal
from energy_synergy.findings import Severity
from energy_synergy.formats.base import Format
from energy_synergy.formats.parsing.columns import Column, Outline
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.words import METER, UNIT_LABEL, direction_in, plain, unit_in
from energy_synergy.metering.series import Direction
from energy_synergy.timeline import zone

UTC_WORD = re.compile(r"\b(utc|gmt)\b")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one table's values mean."""

    timezone: str | None
    meter: str
    units: Mapping[int, str]
    directions: Mapping[int, Direction]
    meters: Mapping[int, str]

    def unit_of(self, column: Column) -> str:
        """Return the unit of a column's values."""
        return self.units[column.position]

    def direction_of(self, column: Column) -> Direction:
        """Return the direction of a column's values."""
        return self.directions[column.position]

    def meter_of(self, column: Column) -> str:
        """Return the name under which a column's series goes."""
        return self.meters[column.position]


def stem(file_name: str) -> str:
    """Return the name of a file without its folder and endings."""
    name = PurePath(file_name.replace("\\", "/")).name
    return re.sub(r"\.(csv|txt|tsv|xlsx|xlsm|xml|json|edi|gz)\b", "", name, flags=re.IGNORECASE) or "meter"


def read_meaning(
    shape: Outline, columns: Sequence[Column], hints: Format, report: Report, left_out: Sequence[Column] = ()
) -> Meaning:
    """Return what the values mean and note what had to be assumed.

    Raises FileRefused when nothing says whether a column is production or consumption.
    """
    told = hints.timezone or hints.usual_timezone
    if told:
        zone(told)
    said = _said_above(shape)
    units = {c.position: hints.unit or c.unit or said.get("unit") or "kWh" for c in columns}
    if not hints.unit and not all(c.unit or said.get("unit") for c in columns):
        _note_unit(report)
    for column in columns:
        _note_other_unit(hints, column, column.unit or said.get("unit"), report)
    _refuse_unnamed(columns)
    has_column = shape.one("direction") is not None
    directions = {c.position: _direction(c, hints, said, has_column, report) for c in columns}
    meter = said.get("meter") or stem(report.file_name)
    is_alone = [list(directions.values()).count(directions[c.position]) == 1 for c in columns]
    meters = {c.position: meter if alone else c.header for c, alone in zip(columns, is_alone, strict=True)}
    is_utc = any(UTC_WORD.search(plain(c.header)) for c in shape.with_role("time", "date", "clock", "end"))
    timezone = "UTC" if is_utc else told
    report.timezone = told or timezone
    if len(set(units.values())) == 1:
        report.detected["unit"] = next(iter(units.values()))
    if timezone:
        report.detected["timezone"] = timezone
    note_unknown_columns(shape, hints, report)
    _note_left_out(left_out, report)
    return Meaning(timezone, meter, units, directions, meters)


def _refuse_unnamed(columns: Sequence[Column]) -> None:
    unnamed = [c for c in columns if c.direction is None and c.header == f"column {c.position + 1}"]
    if len(columns) > 1 and unnamed:
        raise refusal(
            "columns_unnamed",
            marked("The file has {count} columns of values without a header, so nothing says what they are."),
            advice=marked("Add a header such as Time, Production, Consumption, or give the role of each column."),
            count=len(unnamed),
        )


def note_unknown_columns(shape: Outline, hints: Format, report: Report) -> None:
    """Add a finding for roles that were given to headers that the table does not have."""
    unknown = [header for header in hints.columns or () if header not in shape.headers]
    if unknown:
        report.add(
            "columns_unknown",
            Severity.WARNING,
            marked("The table has no column {unknown}; it has {headers}."),
            count=len(unknown),
            unknown=", ".join(unknown),
            headers=", ".join(shape.headers[:20]),
        )


def _said_above(shape: Outline) -> dict[str, str]:
    """Read what the lines above the header say: label and value side by side or one above the other."""
    said: dict[str, str] = {}
    rows = shape.preamble
    directions: set[str] = set()
    for number, row in enumerate(rows):
        for position, cell in enumerate(row):
            if not isinstance(cell, str) or not cell:
                continue
            below = rows[number + 1][position] if number + 1 < len(rows) and position < len(rows[number + 1]) else ""
            beside = row[position + 1] if position + 1 < len(row) else ""
            _take(said, plain(cell), str(beside), str(below))
            if len(cell) <= 5 and (unit := unit_in(cell)):
                said.setdefault("unit", unit)
            if found := direction_in(cell)[0]:
                directions.add(found)
    if len(directions) == 1:
        said["direction"] = directions.pop()
    return said


def _take(said: dict[str, str], label: str, beside: str, below: str) -> None:
    for value in (beside, below):
        if UNIT_LABEL.fullmatch(label) and (unit := unit_in(value)) and len(value) <= 5:
            said.setdefault("unit", unit)
        if METER.search(label) and len(label) <= 24 and re.fullmatch(r"[A-Z]{0,3}[0-9A-Z]{6,40}", value.strip('="')):
            said.setdefault("meter", value.strip('="'))


def _note_other_unit(hints: Format, column: Column, written: str | None, report: Report) -> None:
    """Note that the file says another unit than the one it was read in."""
    if hints.unit and written and written != hints.unit:
        report.add(
            "unit_overridden",
            Severity.WARNING,
            marked("Column {column} says {written}; its values were read as {unit}, as you asked."),
            column=column.header,
            advice=marked("Check one value against a bill. If the file is right, give no unit."),
            written=written,
            unit=hints.unit,
        )


def _note_unit(report: Report) -> None:
    report.add(
        "unit_assumed",
        Severity.WARNING,
        marked("Nothing says the unit of the values; kWh was assumed."),
        expected=marked("a unit in the header, such as Consumption (kWh)"),
        advice=marked("Check one value against a bill, and give the unit if it is another."),
    )


def _direction(column: Column, hints: Format, said: Mapping[str, str], has_column: bool, report: Report) -> Direction:
    if column.direction:
        return column.direction
    known: dict[str, Direction] = {"production": "production", "consumption": "consumption"}
    found = hints.direction or known.get(said.get("direction", ""))
    if found is None and (found := direction_in(stem(report.file_name).replace("_", " "))[0]):
        report.add(
            "direction_from_file_name",
            Severity.INFO,
            marked("The name of the file says that the values are {direction}."),
            direction=found,
        )
    if found is None and not has_column:
        raise _direction_needed(column.header)
    return found or "consumption"


def _direction_needed(header: str) -> FileRefused:
    return refusal(
        "direction_needed",
        marked("Nothing says whether column {column} is production or consumption."),
        advice=marked("Say which it is, or name the column Production or Consumption."),
        column=header,
    )


def _note_left_out(columns: Sequence[Column], report: Report) -> None:
    if columns:
        report.add(
            "columns_left_out",
            Severity.INFO,
            marked("These columns were not read: {columns}."),
            count=len(columns),
            advice=marked("Give the role of a column to have it read."),
            columns=", ".join(column.header for column in columns),
        )


def note_order_assumed(report: Report) -> None:
    """Add the finding for dates that fit two orders."""
    report.add(
        "date_order_assumed",
        Severity.WARNING,
        marked("The dates fit both day first and month first; day first was assumed."),
        advice=marked("Check the first date. If the month comes first, say so and read the file again."),
    )

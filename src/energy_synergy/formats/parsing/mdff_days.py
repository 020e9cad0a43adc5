"""The days of an Australian meter data file in the order of its records, and those of active energy."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from energy_synergy.errors import marked
from energy_synergy.files.refused import refusal
from energy_synergy.findings import Severity
from energy_synergy.formats.parsing.left_out import note_series_left_out
from energy_synergy.formats.parsing.mdff import (
    Day,
    Register,
    note_unknown_record,
    note_untold,
    read_day,
    read_register,
    records,
    take_quality,
)
from energy_synergy.formats.parsing.report import Report

UNITS = {unit.upper(): unit for unit in ("Wh", "kWh", "MWh", "W", "kW", "MW")}
ACTIVE = re.compile(r"[EB][0-9A-Z]")
SUFFIX = re.compile(r"[EB][0-9]")


def read_days(text: bytes, mark: str, report: Report) -> list[Day]:
    """Return the days of a file with their quality; what is wrong is noted."""
    days: list[Day] = []
    register: Register | None = None
    day: Day | None = None
    last, line = "", 0
    for line, cells in records(text, mark):
        kind = cells[0]
        report.rows += 1
        if kind == "100":
            register = None
            _refuse_nem13(cells)
        elif kind == "200":
            register = read_register(line, cells, report)
        elif kind == "300":
            day = read_day(line, cells, register, report) if register else None
            days += [day] if day else []
            if register is None:
                _note_loose(line, cells, report)
        elif kind == "400":
            take_quality(line, cells, day if last in ("300", "400") else None, report)
        elif kind not in ("500", "900"):
            note_unknown_record(line, kind, report)
        last = kind
    for day in days:
        note_untold(day, report)
    if last != "900":
        _note_no_end(line, report)
    return days


def active_days(days: Sequence[Day], report: Report) -> dict[tuple[str, str, str, int], list[Day]]:
    """Return the days of active energy by meter, register, unit and step; other registers are left out by name."""
    found: dict[tuple[str, str, str, int], list[Day]] = {}
    left_out: set[str] = set()
    for day in days:
        register = day.register
        unit = UNITS.get(register.unit.upper())
        if unit is None or not ACTIVE.fullmatch(register.suffix):
            left_out.add(f"{register.meter} {register.suffix} {register.unit}")
            continue
        found.setdefault((register.meter, register.suffix, unit, register.minutes), []).append(day)
    note_series_left_out(left_out, report)
    _note_lacking(found, report)
    return found


def _note_lacking(found: Mapping[tuple[str, str, str, int], list[Day]], report: Report) -> None:
    """Note registers of active energy that a meter is said to have and of which the file holds nothing."""
    said = {
        (key[0], suffix) for key, days in found.items() for suffix in SUFFIX.findall(days[0].register.configuration)
    }
    for meter, suffix in sorted(said - {key[:2] for key in found}):
        report.add(
            "register_not_in_file",
            Severity.WARNING,
            marked("{meter} has a register {suffix} of which the file holds no day."),
            value=suffix,
            advice=marked("If it counts too, the energy of the meter is not whole. Ask for all registers."),
            place={"meter": meter},
            meter=meter,
            suffix=suffix,
        )


def _note_loose(line: int, cells: Sequence[str], report: Report) -> None:
    report.bad_row(
        "day_of_no_register",
        marked("Line {line}: no 200 record above says which register this day belongs to."),
        line=line,
        value=",".join(cells[:2]),
        expected=marked("a 200 record before the first 300 record"),
        advice=marked("The day is left out. Ask for the whole file."),
    )


def _note_no_end(line: int, report: Report) -> None:
    report.add(
        "file_cut_off",
        Severity.WARNING,
        marked("The file ends with line {line} and without the record 900; days may be lacking."),
        line=line,
        expected="900",
        advice=marked("Ask for the file again if its last day is not the one you expect."),
    )


def _refuse_nem13(cells: Sequence[str]) -> None:
    if [*cells, ""][1].upper() == "NEM13":
        raise refusal(
            "no_intervals",
            marked("The file is NEM13: it holds accumulated readings months apart, no intervals."),
            advice=marked("Ask for the interval data of the meter (NEM12)."),
        )

"""NEM12 (Australia): days of interval readings by register, in market time."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import BinaryIO, ClassVar

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.findings import Severity
from energy_synergy.formats.base import Format, ReadResult, refusal
from energy_synergy.formats.parsing.grid import not_this_layout
from energy_synergy.formats.parsing.left_out import note_series_left_out
from energy_synergy.formats.parsing.limits import read_bounded
from energy_synergy.formats.parsing.mdff import (
    FIRST,
    Day,
    Register,
    note_unknown_record,
    note_untold,
    read_day,
    read_register,
    records,
    take_quality,
)
from energy_synergy.formats.parsing.named_formats import CERTAIN, note_zone
from energy_synergy.formats.parsing.numbers import Floats, read_numbers
from energy_synergy.formats.parsing.readings import Readings, add_up, concatenated, series_of
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.row_notes import note_bad_cell, note_never_shown
from energy_synergy.formats.parsing.signs import keep_signed, note_below
from energy_synergy.formats.parsing.stamps import starts_of
from energy_synergy.formats.parsing.text import decode
from energy_synergy.formats.parsing.times import NAIVE
from energy_synergy.metering.series import Direction, Quality

WAYS: dict[str, Direction] = {"E": "consumption", "B": "production"}
UNITS = {unit.upper(): unit for unit in ("Wh", "kWh", "MWh", "W", "kW", "MW")}
ACTIVE = re.compile(r"[EB][0-9A-Z]")
SUFFIX = re.compile(r"[EB][0-9]")


class Nem12(Format):
    """NEM12 (Australia): a line per day and register, market time, drawn (E) and fed in (B) (CSV)."""

    name: ClassVar[str] = "nem12"
    its_zone: ClassVar[str | None] = "Australia/Brisbane"

    @classmethod
    def sniff(cls, head: bytes, file_name: str) -> float:
        """Return 1.0 where the first record is that of such a file, else 0.0. Never raises."""
        return CERTAIN if _mark(head) else 0.0

    def read(self, stream: BinaryIO, *, file_name: str = "") -> ReadResult:
        """Read a whole file; the registers of a meter in one direction are added up.

        Raises FileRefused for another file, and for NEM13, which holds no intervals.
        """
        report = Report(file_name)
        data = read_bounded(stream, self.MAX_BYTES)
        text, report.detected["encoding"] = decode(data)
        mark = _mark(text)
        if mark is None:
            raise not_this_layout(file_name)
        note_zone(self, report)
        registers: dict[tuple[str, str], list[Readings]] = {}
        for (meter, suffix, unit, _), days in _used(_days(text, mark, report), report).items():
            registers.setdefault((meter, suffix), []).append(self._readings(days, WAYS[suffix[0]], unit, report))
        parts: dict[tuple[str, Direction], list[Readings]] = {}
        for ones in registers.values():
            parts.setdefault((ones[0].meter, ones[0].direction), []).append(concatenated(ones))
        found = [add_up(ones, self, report) for ones in parts.values()]
        return report.result(self.name, series_of(found, self, report))

    def _readings(self, days: Sequence[Day], direction: Direction, unit: str, report: Report) -> Readings:
        """Return the days of one register; what has quality N stands for no reading."""
        register = days[0].register
        step, slots = register.minutes * 60, 1_440 // register.minutes
        local = (np.array([day.midnight for day in days])[:, None] + np.arange(slots) * step).ravel()
        lines = np.repeat(np.array([day.line for day in days], dtype=np.int64), slots)
        quality = np.concatenate([day.quality for day in days])
        numbers = self._numbers(days, slots, report)
        numbers[quality == Quality.MISSING] = np.nan
        found = starts_of(local, np.full(len(local), NAIVE), lines, step, "start", report.timezone, report)
        hidden = found.never_shown & ~np.isnan(numbers)
        note_never_shown(lines[hidden], local[hidden], report)
        kept = ~found.never_shown
        lengths = np.full(int(kept.sum()), step, dtype=np.int64)
        return Readings(
            register.meter,
            direction,
            found.utc[kept],
            lengths,
            numbers[kept],
            self.unit or unit,
            lines[kept],
            quality[kept],
        )

    def _numbers(self, days: Sequence[Day], slots: int, report: Report) -> Floats:
        cells = [cell for day in days for cell in day.cells]
        numbers, wrong = read_numbers(cells, "point")
        note_below(keep_signed(numbers, wrong, cells, "point") if self.negatives else 0, self, report)
        for place, reason in wrong.items():
            day, interval = days[place // slots], place % slots
            if day.quality[interval] != Quality.MISSING:
                note_bad_cell(reason, cells[place], day.line, f"{interval + 1}", report)
        return numbers


def _mark(head: bytes) -> str | None:
    """Return what stands between the cells of the first record, or None where it is none of such a file."""
    found = FIRST.match(str(head[:200], "utf-8", "replace").lstrip("\ufeff"))
    return next(character for character in found[0] if character in ",;\t|") if found else None


def _days(text: bytes, mark: str, report: Report) -> list[Day]:
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


def _used(days: Sequence[Day], report: Report) -> dict[tuple[str, str, str, int], list[Day]]:
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

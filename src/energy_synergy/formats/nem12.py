"""NEM12 (Australia): days of interval readings by register, in market time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO, ClassVar

import numpy as np

from energy_synergy.files.limits import read_bounded
from energy_synergy.files.numbers import Floats, Wrong, signed_number
from energy_synergy.files.text import decode
from energy_synergy.files.times import NAIVE
from energy_synergy.formats.base import Format, ReadResult
from energy_synergy.formats.parsing.grid import not_this_layout
from energy_synergy.formats.parsing.mdff import FIRST, Day
from energy_synergy.formats.parsing.mdff_days import active_days, read_days
from energy_synergy.formats.parsing.named_formats import CERTAIN, note_zone
from energy_synergy.formats.parsing.readings import Readings, add_up, concatenated, series_of
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.row_notes import note_bad_cell, note_never_shown
from energy_synergy.formats.parsing.signs import note_below
from energy_synergy.formats.parsing.stamps import starts_of
from energy_synergy.metering.series import Direction, Quality

WAYS: dict[str, Direction] = {"E": "consumption", "B": "production"}


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
        for (meter, suffix, unit, _), days in active_days(read_days(text, mark, report), report).items():
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
        numbers = self._numbers(days, report)
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

    def _numbers(self, days: Sequence[Day], report: Report) -> Floats:
        """Return the values of some days; what is no energy is noted, unless it stands for no reading."""
        below = 0
        for day in days:
            for interval, (reason, cell) in day.wrong.items():
                if reason is Wrong.NEGATIVE and self.negatives:
                    day.numbers[interval] = signed_number(cell, "point") or 0.0
                    below += 1
                elif day.quality[interval] != Quality.MISSING:
                    note_bad_cell(reason, cell, day.line, f"{interval + 1}", report)
        note_below(below, self, report)
        return np.concatenate([day.numbers for day in days])


def _mark(head: bytes) -> str | None:
    """Return what stands between the cells of the first record, or None where it is none of such a file."""
    found = FIRST.match(str(head[:200], "utf-8", "replace").lstrip("\ufeff"))
    return next(character for character in found[0] if character in ",;\t|") if found else None

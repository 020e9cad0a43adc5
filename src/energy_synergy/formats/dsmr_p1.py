"""DSMR and eMUCS telegrams (Netherlands, Belgium, Luxembourg): a log of the meter's P1 port."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import BinaryIO, ClassVar

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.limits import read_bounded
from energy_synergy.files.refused import FileRefused, refusal
from energy_synergy.files.text import decode
from energy_synergy.files.times import Ints
from energy_synergy.formats.base import Format, ReadResult
from energy_synergy.formats.parsing.doubles import without_doubles
from energy_synergy.formats.parsing.grid import not_this_layout
from energy_synergy.formats.parsing.named_formats import CERTAIN, note_zone
from energy_synergy.formats.parsing.net_meter import note_own_use_unknown
from energy_synergy.formats.parsing.readings import LONGEST, Readings, add_up, series_of
from energy_synergy.formats.parsing.register_readings import register_readings
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.stamps import starts_of
from energy_synergy.formats.parsing.telegrams import Telegram, read_telegrams
from energy_synergy.metering.series import Direction

LOOK = re.compile(rb"(?m)^/[A-Za-z]{3}[0-9A-Za-z].*$")
REGISTER = re.compile(rb"(?m)^[01]-0:[12]\.8\.[0-4](?:\.255)?\([0-9]")
WAYS: dict[str, Direction] = {"1": "consumption", "2": "production"}
STEPS = (900, 1_800, 3_600)


class DsmrP1(Format):
    """DSMR and eMUCS meters (NL, BE, LU): a log of P1 telegrams; the registers' differences are the energy (TXT)."""

    name: ClassVar[str] = "dsmr_p1"
    its_zone: ClassVar[str | None] = "Europe/Amsterdam"

    @classmethod
    def sniff(cls, head: bytes, file_name: str) -> float:
        """Return 1.0 where a telegram begins and shows a register, else 0.0. Never raises."""
        text = head.replace(b"\r\n", b"\n")
        return CERTAIN if LOOK.search(text) and REGISTER.search(text) else 0.0

    def read(self, stream: BinaryIO, *, file_name: str = "") -> ReadResult:
        """Read a whole log.

        Raises FileRefused for what is no log of telegrams, and for one telegram alone: a register is no energy.
        """
        report = Report(file_name)
        text, report.detected["encoding"] = decode(read_bounded(stream, self.MAX_BYTES))
        if not LOOK.search(text):
            raise not_this_layout(file_name)
        note_zone(self, report)
        meters: dict[str, list[Telegram]] = {}
        for one in read_telegrams(text, report):
            meters.setdefault(one.meter or one.name, []).append(one)
        found = [one for meter, telegrams in meters.items() for one in self._of_meter(meter, telegrams, report)]
        if not found:
            raise _no_interval(report)
        return report.result(self.name, series_of(found, self, report))

    def _of_meter(self, meter: str, telegrams: Sequence[Telegram], report: Report) -> Iterable[Readings]:
        """Return what one meter counted in each direction: the sum of its tariffs, or its total where it sends that."""
        lines = np.array([one.line for one in telegrams], dtype=np.int64)
        local = np.array([one.local for one in telegrams], dtype=np.int64)
        offset = np.array([one.offset for one in telegrams], dtype=np.int64)
        utc = starts_of(local, offset, lines, 0, "start", report.timezone, report).utc
        codes = sorted({code for one in telegrams for code in one.registers})
        values = {code: np.array([one.registers.get(code, np.nan) for one in telegrams]) for code in codes}
        rows = without_doubles(np.argsort(utc, kind="stable"), utc, lines, list(values.values()), report, self.doubles)
        if len(rows) < 2 or not codes:
            return
        step = self._step(utc[rows])
        for digit, direction in WAYS.items():
            tariffs = [code for code in codes if code[0] == digit and code[-1] != "0"]
            used = tariffs or [code for code in codes if code[0] == digit]
            parts = [
                register_readings(
                    utc[rows], values[code][rows], lines[rows], step, report, meter=meter, direction=direction
                )
                for code in used
            ]
            if parts:
                yield add_up(parts, self, report)
        if any(np.ptp(values[code][~np.isnan(values[code])]) > 0 for code in codes if code[0] == "2"):
            note_own_use_unknown(meter, report)

    def _step(self, utc: Ints) -> int:
        """Return the length of the intervals [s]: a quarter-hour, or more where telegrams are seldom.

        Raises FileRefused where they are further apart than an hour.
        """
        if self.step_minutes:
            return self.step_minutes * 60
        apart = int(np.median(np.diff(utc)))
        if apart > LONGEST:
            raise refusal(
                "step_not_supported",
                marked("The readings are {minutes} minutes apart; 1 to 60 whole minutes can be read."),
                advice=marked("Export the load curve (quarter-hours or hours), not daily totals or register readings."),
                minutes=f"{apart / 60:g}",
            )
        return next(step for step in STEPS if apart <= step)


def _no_interval(report: Report) -> FileRefused:
    found = refusal(
        "no_interval",
        marked(
            "A telegram shows what registers stand at, not what flowed; the file holds {rows}, {bad} of them unfit."
        ),
        advice=marked("Log telegrams for a day at least: every 15 minutes or more often."),
        rows=report.rows,
        bad=report.bad_rows,
    )
    return FileRefused(found.sentence, findings=(*found.findings, *report.findings()), **found.values)

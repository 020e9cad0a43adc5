"""MSCONS: metered values as grid operators and metering point operators in Germany exchange them, in EDIFACT."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import BinaryIO, ClassVar

from energy_synergy.errors import marked
from energy_synergy.files.limits import MAX_ROWS, TOO_MANY_ROWS, read_bounded, too_many
from energy_synergy.files.refused import FileRefused, refusal
from energy_synergy.files.text import decode
from energy_synergy.findings import Severity
from energy_synergy.formats.base import Format, ReadResult
from energy_synergy.formats.parsing.edifact import Segment, part, segments
from energy_synergy.formats.parsing.left_out import note_series_left_out
from energy_synergy.formats.parsing.metered_values import MeteredValues, read_instant
from energy_synergy.formats.parsing.named_formats import CERTAIN, note_zone
from energy_synergy.formats.parsing.readings import series_of
from energy_synergy.formats.parsing.report import Report
from energy_synergy.metering.series import Direction

HEAD = re.compile(rb"\s*(?:UNA.{6}\s*)?UNB.{10,400}?UNH.{1,60}?MSCONS", re.DOTALL)
ACTIVE = re.compile(r"1-[0-9]{1,3}:([12])\.29\.0")
WAYS: dict[str, Direction] = {"1": "consumption", "2": "production"}
UNITS = {"": "kWh", "KWH": "kWh", "MWH": "MWh", "KWT": "kW", "MAW": "MW"}
METER = "172"
START, END = "163", "164"


class Mscons(Format):
    """MSCONS (Germany): load curves of market and metering points as operators exchange them, in kWh (EDIFACT)."""

    name: ClassVar[str] = "mscons"
    its_zone: ClassVar[str | None] = "Europe/Berlin"

    @classmethod
    def sniff(cls, head: bytes, file_name: str) -> float:
        """Return 1.0 for an EDIFACT interchange whose first message is MSCONS, else 0.0. Never raises."""
        try:
            return CERTAIN if HEAD.match(decode(head[:4_096])[0]) else 0.0
        except FileRefused:
            return 0.0

    def read(self, stream: BinaryIO, *, file_name: str = "") -> ReadResult:
        """Read the load curves of active energy; all other series are left out by name.

        Raises FileRefused for what is no such message, or holds no such series.
        """
        report = Report(file_name, has_lines=False)
        note_zone(self, report)
        text = str(decode(read_bounded(stream, self.MAX_BYTES))[0], "utf-8", "replace")
        if not HEAD.match(text[:4_096].encode()):
            raise _no_mscons()
        message = _Messages(report)
        for segment in segments(text):
            message.take(segment)
        message.close()
        found = []
        left_out = []
        for (meter, obis, unit), values in message.series.items():
            way = ACTIVE.fullmatch(obis)
            if meter and way and unit in UNITS:
                found.append(values.readings(meter, WAYS[way[1]], UNITS[unit], self, report))
            else:
                left_out.append(" ".join(filter(None, (meter or "?", obis or "?", unit))))
        if not found:
            raise _no_curve(left_out)
        series = series_of(found, self, report)
        note_series_left_out(left_out, report)
        return report.result(self.name, series)


class _Messages:
    """What the segments said so far: the meter, the register, the quantity that waits for its times.

    `series` holds the values by meter, OBIS code and unit. The times of a message's own period come before any line
    and are not those of a value.
    """

    def __init__(self, report: Report) -> None:
        self.series: dict[tuple[str, str, str], MeteredValues] = {}
        self._report = report
        self._meter = self._obis = ""
        self._quantity: Segment | None = None
        self._times: dict[str, str] = {}
        self._segments = 0
        self._is_open = False

    def take(self, segment: Segment) -> None:
        """Take the next segment."""
        self._segments += 1
        tag = segment[0][0].strip()
        if tag == "DTM":
            self._take_time(segment)
            return
        if tag in ("QTY", "LIN", "LOC", "NAD", "UNT", "UNH", "PIA"):
            self._end_quantity()
        if tag == "QTY":
            self._quantity = segment
        elif tag == "PIA":
            self._obis = part(segment, 2)
        elif tag == "LIN":
            self._obis = ""
        elif tag == "LOC":
            self._meter, self._obis = (part(segment, 2) if part(segment, 1) == METER else ""), ""
        elif tag in ("NAD", "UNH"):
            self._meter = self._obis = ""
        if tag == "UNH":
            self._note_open()
            self._segments, self._is_open = 1, True
        elif tag == "UNT":
            self._check_count(part(segment, 1))
            self._is_open = False

    def close(self) -> None:
        """Note what the end of the text leaves open."""
        self._end_quantity()
        self._note_open()

    def _take_time(self, segment: Segment) -> None:
        kind = part(segment, 1)
        if self._quantity is None or kind not in (START, END):
            return
        self._times[kind] = part(segment, 1, 1)
        if len(self._times) == 2:
            self._end_quantity()

    def _end_quantity(self) -> None:
        if self._quantity is None:
            return
        quantity, times = self._quantity, self._times
        self._quantity, self._times = None, {}
        self._report.rows += 1
        if self._report.rows > MAX_ROWS:
            raise too_many(TOO_MANY_ROWS, MAX_ROWS)
        key = (self._meter, self._obis, part(quantity, 1, 2))
        values = self.series.setdefault(key, MeteredValues())
        starts, ends = (read_instant(times.get(kind, "")) for kind in (START, END))
        values.add(self._report.rows, part(quantity, 1), part(quantity, 1, 1), starts, ends)

    def _check_count(self, told: str) -> None:
        if told.isdecimal() and int(told[:9]) != self._segments:
            self._report.add(
                "message_not_whole",
                Severity.ERROR,
                marked("A message says that it has {told} segments and has {found}: it was changed on its way."),
                advice=marked("Ask the sender for the message again; readings may be lost or stand at other times."),
                told=told[:9],
                found=self._segments,
            )

    def _note_open(self) -> None:
        if self._is_open:
            self._report.add(
                "message_cut_off",
                Severity.WARNING,
                marked("A message has no end: what followed its last reading is lost."),
                advice=marked("Ask the sender for the message again."),
            )


def _no_mscons() -> FileRefused:
    return refusal(
        "not_mscons",
        marked("The file is no EDIFACT interchange with MSCONS messages."),
        advice=marked("Give the file with the metered values (MSCONS), from UNA or UNB to UNZ."),
    )


def _no_curve(left_out: Sequence[str]) -> FileRefused:
    return refusal(
        "no_load_curve",
        marked("The file holds no load curve of active energy of a meter; it holds: {kinds}."),
        advice=marked("Ask for the load curves with the OBIS codes 1-1:1.29.0 (drawn) or 1-1:2.29.0 (fed in)."),
        kinds=", ".join(sorted(set(left_out))[:6]) or "-",
    )

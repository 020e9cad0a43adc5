"""Telegrams of a P1 port in a log: each with its checksum, its time and the registers it shows."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.limits import MAX_LINE, MAX_ROWS, TOO_LONG_LINE, TOO_MANY_ROWS, too_many
from energy_synergy.files.times import NAIVE, read_labels
from energy_synergy.findings import Severity
from energy_synergy.formats.parsing.crc16 import checksums
from energy_synergy.formats.parsing.report import Report

START = re.compile(rb"/[A-Za-z]{3}[0-9A-Za-z].*")
END = re.compile(rb"!([0-9A-Fa-f]{4})?\s*")
VALUE = re.compile(rb"[01]-0:([12]\.8\.[0-4])(?:\.255)?\(([0-9]{1,12}(?:\.[0-9]{1,6})?)\*(k?Wh)\)")
TIME = re.compile(rb"0-0:1\.0\.0(?:\.255)?\(([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([SWsw]?)\)")
NUMBER = re.compile(rb"0-0:(?:96\.1\.1|42\.0\.0)(?:\.255)?\(([0-9A-Fa-f]{2,64})\)")
OFFSETS = {"S": 7_200, "W": 3_600, "": NAIVE}
MOST_BYTES = 10_000


@dataclass(slots=True)
class Telegram:
    """A telegram: its first line, meter, time on the clock of the meter [s] with its offset, registers [kWh]."""

    line: int
    name: str
    meter: str = ""
    local: int | None = None
    offset: int = NAIVE
    registers: dict[str, float] = field(default_factory=dict)
    checksum: int | None = None
    text: bytes = b""


def read_telegrams(text: bytes, report: Report) -> list[Telegram]:
    """Return the whole telegrams of a log whose checksum is right; each other one is noted.

    Raises FileRefused for more telegrams or longer lines than any log has.
    """
    found = list(_telegrams(text))
    report.rows += len(found)
    whole = [one for one in found if one.text]
    for one in found:
        if not one.text:
            _note_cut(one, report)
    checked = [one for one in whole if one.checksum is not None]
    if len(checked) < len(whole):
        _note_unchecked(len(whole) - len(checked), report)
    wrong = _wrong(checked)
    for line in sorted(wrong):
        _note_checksum(line, report)
    good = [one for one in whole if one.line not in wrong]
    for one in good:
        one.text = b""
        if one.local is None:
            _note_timeless(one.line, report)
    return [one for one in good if one.local is not None]


def _wrong(checked: Sequence[Telegram]) -> set[int]:
    """Return the lines of telegrams whose checksum is wrong; a log may have changed their line ends."""
    sums = np.array([one.checksum for one in checked], dtype=np.uint16)
    wrong = np.flatnonzero(checksums([one.text for one in checked]) != sums)
    bare = checksums([checked[place].text.replace(b"\r\n", b"\n") for place in wrong.tolist()])
    return {checked[place].line for place in wrong[bare != sums[wrong]].tolist()}


def _telegrams(text: bytes) -> Iterator[Telegram]:
    """Yield each telegram that begins, with its text where it ends too; what stands between them is passed over."""
    now: Telegram | None = None
    lines: list[bytes] = []
    count = size = 0
    for number, raw in enumerate(io.BytesIO(text), 1):
        if len(raw) > MAX_LINE:
            raise too_many(TOO_LONG_LINE, MAX_LINE)
        line = raw.rstrip(b"\n")
        if START.fullmatch(line):
            if now:
                yield now
            now, lines, count = Telegram(number, str(line[1:40], "ascii", "replace").strip()), [], count + 1
            size = 0
            if count > MAX_ROWS:
                raise too_many(TOO_MANY_ROWS, MAX_ROWS)
        if now is None:
            if line.startswith(b"!"):
                yield Telegram(number, "")
            continue
        if end := END.fullmatch(line):
            now.checksum = int(end[1], 16) if end[1] else None
            now.text = b"\r\n".join([*lines, b"!"]) if size <= MOST_BYTES else b""
            yield now
            now = None
        elif (size := size + len(line) + 2) <= MOST_BYTES:
            lines.append(line)
            _take(now, line)
    if now:
        yield now


def _take(now: Telegram, line: bytes) -> None:
    if found := VALUE.fullmatch(line):
        value = float(found[2]) / (1.0 if found[3] == b"kWh" else 1_000.0)
        now.registers.setdefault(str(found[1], "ascii"), value)
    elif found := TIME.fullmatch(line):
        year, month, day, hour, minute, second, season = (str(part, "ascii") for part in found.groups())
        labels = read_labels([f"20{year}{month}{day}{hour}{minute}{second}"])
        if labels.is_valid[0]:
            now.local, now.offset = int(labels.local[0]), OFFSETS[season.upper()]
    elif (found := NUMBER.fullmatch(line)) and not now.meter:
        now.meter = _decoded(found[1])


def _decoded(written: bytes) -> str:
    """Return the number of a meter, which telegrams write as pairs of hexadecimal digits of its characters."""
    plain = bytes.fromhex(str(written, "ascii")) if len(written) % 2 == 0 else b""
    is_text = plain.isalnum() and plain.isascii()
    return str(plain if is_text else written, "ascii")


def _note_checksum(line: int, report: Report) -> None:
    report.bad_row(
        "checksum_wrong",
        marked("The telegram that begins at line {line} has a wrong checksum."),
        line=line,
        expected=marked("a telegram as the meter sent it"),
        advice=marked("It is left out: a character was lost or changed on its way."),
    )


def _note_cut(one: Telegram, report: Report) -> None:
    report.bad_row(
        "telegram_cut_off",
        marked("The telegram at line {line} has no beginning or no end."),
        line=one.line,
        expected=marked("a line that begins with / and one that begins with !"),
        advice=marked("It is left out."),
    )


def _note_timeless(line: int, report: Report) -> None:
    report.bad_row(
        "telegram_without_time",
        marked("The telegram that begins at line {line} says no time (0-0:1.0.0)."),
        line=line,
        expected="0-0:1.0.0(YYMMDDhhmmssS)",
        advice=marked("Meters older than DSMR 4 send none; log them with a device that keeps quarter-hours."),
    )


def _note_unchecked(count: int, report: Report) -> None:
    report.add(
        "telegrams_unchecked",
        Severity.INFO,
        marked("{count} telegrams carry no checksum, so what was lost on their way cannot be seen."),
        count=count,
    )

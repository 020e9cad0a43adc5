"""Green Button (North America): intervals as ESPI in an Atom feed."""

from __future__ import annotations

from typing import BinaryIO, ClassVar

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.limits import read_bounded
from energy_synergy.files.times import Bools, Ints
from energy_synergy.formats.base import Format, ReadResult
from energy_synergy.formats.parsing.columns import Column
from energy_synergy.formats.parsing.espi import read_entries
from energy_synergy.formats.parsing.espi_channels import Channel, channels_of
from energy_synergy.formats.parsing.grid import not_this_layout
from energy_synergy.formats.parsing.named_formats import CERTAIN, note_zone
from energy_synergy.formats.parsing.readings import LONGEST, Readings, series_of
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.row_notes import note_bad_time
from energy_synergy.formats.parsing.status_words import qualities
from energy_synergy.formats.parsing.values import Source, value_numbers
from energy_synergy.metering.series import Quality

QUALITIES = {
    **dict.fromkeys(("0", "14", "15", "17", "18", "19"), Quality.MEASURED),
    **dict.fromkeys(("8", "9", "11", "12"), Quality.ESTIMATED),
    "7": Quality.SUBSTITUTED,
}
FIRST, LAST = 631_152_000, 4_102_444_800


class GreenButton(Format):
    """Green Button (North America): ESPI feed with intervals of one or several meters, drawn and fed in (XML)."""

    name: ClassVar[str] = "green_button"

    @classmethod
    def sniff(cls, head: bytes, file_name: str) -> float:
        """Return 1.0 for a feed that names ESPI, else 0.0. Never raises."""
        return CERTAIN if b"naesb.org/espi" in head and b"<" in head[:200] else 0.0

    def read(self, stream: BinaryIO, *, file_name: str = "") -> ReadResult:
        """Read a whole feed.

        Raises FileRefused for what is no such feed, or holds no interval of electrical energy.
        """
        report = Report(file_name, has_lines=False)
        entries = read_entries(read_bounded(stream, self.MAX_BYTES))
        if not any(one.kind in ("IntervalBlock", "MeterReading") for one in entries):
            raise not_this_layout(file_name)
        note_zone(self, report)
        found = [_readings(channel, self, report) for channel in channels_of(entries, self, report)]
        return report.result(self.name, series_of(found, self, report))


def _readings(channel: Channel, hints: Format, report: Report) -> Readings:
    """Return the readings of a channel; each says its own start and length."""
    lines = np.array([number for number, _ in channel.intervals], dtype=np.int64)
    intervals = [one for _, one in channel.intervals]
    starts = np.array([_whole(one.start) for one in intervals], dtype=np.int64)
    lengths = np.array([_whole(one.length) or channel.seconds for one in intervals], dtype=np.int64)
    good = (starts >= FIRST) & (starts <= LAST)
    for place in np.flatnonzero(~good).tolist():
        expected = marked("seconds since 1970 in UTC")
        note_bad_time(int(lines[place]), "start", intervals[place].start, expected, report)
    good &= _has_good_length(lengths, lines, good, report)
    column, source = Column(0, "value", "value"), Source(lines, good, True)
    (numbers,) = value_numbers([[one.value for one in intervals]], [column], hints, report, source)
    power = 10.0 ** abs(channel.power_of_ten)
    numbers = numbers / power if channel.power_of_ten < 0 else numbers * power
    quality = qualities([one.quality for one in intervals], QUALITIES, "quality", report)
    return Readings(
        channel.meter,
        channel.direction,
        starts[good],
        lengths[good],
        numbers[good],
        hints.unit or channel.unit,
        lines[good],
        quality[good],
    )


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and text.isascii() and len(text) <= 12 else 0


def _has_good_length(lengths: Ints, lines: Ints, good: Bools, report: Report) -> Bools:
    """Tell which intervals last whole minutes up to an hour; where most do not, the file is not of intervals."""
    is_right = (lengths >= 60) & (lengths <= LONGEST) & (lengths % 60 == 0)
    if is_right.sum() * 2 <= len(lengths):
        return np.ones(len(lengths), dtype=np.bool_)
    for place in np.flatnonzero(~is_right & good).tolist():
        report.bad_row(
            "interval_length_reading",
            marked("Reading {line} lasts {value} seconds."),
            line=int(lines[place]),
            column="duration",
            value=int(lengths[place]),
            expected=marked("an interval of 1 to 60 minutes"),
            advice=marked("It is left out. Download the file again."),
        )
    found: Bools = is_right
    return found

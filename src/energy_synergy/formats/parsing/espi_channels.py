"""The channels of a Green Button file: which readings belong together, and what they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from energy_synergy.errors import marked
from energy_synergy.findings import Severity
from energy_synergy.formats.base import Format
from energy_synergy.formats.parsing.espi import Entry, Interval
from energy_synergy.formats.parsing.left_out import note_series_left_out
from energy_synergy.formats.parsing.readings import LONGEST
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.told_direction import told_direction
from energy_synergy.metering.series import Direction

ELECTRICITY = ("", "0", "1", "2")
UNITS = {"72": "Wh", "38": "W"}
WAYS: dict[str, Direction] = {"1": "consumption", "19": "production"}
NET, UNSAID = "4", ("", "0")
CUMULATED = ("1", "3", "9")
MOST_POWER = 12


@dataclass(frozen=True, slots=True)
class Channel:
    """Readings of one meter in one direction: unit, power of ten, usual length [s], each with its number in the file.

    `name` tells it from other channels of its meter.
    """

    meter: str
    name: str
    direction: Direction
    unit: str
    power_of_ten: int
    seconds: int
    intervals: list[tuple[int, Interval]] = field(default_factory=list)


def channels_of(entries: Sequence[Entry], hints: Format, report: Report) -> list[Channel]:
    """Return the channels of electrical energy; what else the feed holds is left out by name."""
    found: list[Channel] = []
    left_out: list[str] = []
    for reading, numbered in _by_meter_reading(entries, report):
        its_type = _tied(reading, [one for one in entries if one.kind == "ReadingType"])
        meter = _meter(reading, entries)
        name = reading.title or reading.own.rstrip("/").rpartition("/")[2]
        one = _channel(its_type, meter, name, hints, report) if its_type else None
        if one is None:
            left_out.append(f"{meter} {name}".strip())
        else:
            found.append(replace(one, intervals=numbered))
    kept = [one for one in found if not _is_repeated(one, found)]
    left_out += [f"{one.meter} {one.name}" for one in found if one not in kept]
    note_series_left_out(left_out, report)
    return [_apart(one, kept) for one in kept]


def _by_meter_reading(entries: Sequence[Entry], report: Report) -> list[tuple[Entry, list[tuple[int, Interval]]]]:
    """Return each meter reading with its intervals, numbered through the file; blocks that belong to none are named."""
    readings = [one for one in entries if one.kind == "MeterReading"]
    found: list[tuple[Entry, list[tuple[int, Interval]]]] = [(one, []) for one in readings]
    count = 0
    for block in (one for one in entries if one.kind == "IntervalBlock"):
        numbered = list(enumerate(block.intervals, count + 1))
        count += len(block.intervals)
        its_reading = _tied(block, readings)
        if its_reading is None and numbered:
            _note_loose(block, count, report)
        for one, held in found:
            held += numbered if one is its_reading else []
    report.rows += count
    return [(one, held) for one, held in found if held]


def _tied(one: Entry, others: Sequence[Entry]) -> Entry | None:
    """Return the entry that the links of both tie to another one; without links, the only one there is."""
    above = [other for other in others if one.lies_under(other)]
    exact = [other for other in others if other.own and other.own in one.links.get("related", ())]
    found = exact or above or [other for other in others if other.leads_to(one) or one.leads_to(other)]
    if found:
        return max(found, key=lambda other: len(other.own))
    return others[0] if len(others) == 1 else None


def _meter(reading: Entry, entries: Sequence[Entry]) -> str:
    points = [one for one in entries if one.kind == "UsagePoint"]
    point = _tied(reading, points)
    if point is None:
        return reading.title or reading.own
    number = point.own.rstrip("/").rpartition("/")[2]
    is_alone = sum(one.title == point.title for one in points) == 1
    return point.title if point.title and is_alone else f"{point.title} {number}".strip() or "meter"


def _channel(its_type: Entry, meter: str, name: str, hints: Format, report: Report) -> Channel | None:
    said = its_type.fields
    flow = said.get("flowDirection", "")
    power = said.get("powerOfTenMultiplier") or "0"
    unit = UNITS.get(said.get("uom", ""))
    is_wanted = said.get("commodity", "") in ELECTRICITY and said.get("accumulationBehaviour") not in CUMULATED
    is_power = power.removeprefix("-").isdecimal() and abs(int(power)) <= MOST_POWER
    if not is_wanted or unit is None or not is_power or flow not in (*WAYS, *UNSAID, NET):
        return None
    length = said.get("intervalLength", "")
    seconds = int(length) if length.isdecimal() and length.isascii() and len(length) < 8 else 0
    way = WAYS.get(flow) or ("consumption" if flow == NET else told_direction(hints, report))
    if flow == NET:
        _note_net(meter, name, report)
    return Channel(meter, f"{name} (net)" if flow == NET else name, way, unit, int(power), seconds)


def _is_repeated(one: Channel, found: Sequence[Channel]) -> bool:
    """Tell whether other channels of the meter say the same better: both directions, energy, shorter intervals."""
    beside = [other for other in found if other is not one and other.meter == one.meter]
    if one.name.endswith("(net)") and beside:
        return True
    same = [other for other in beside if other.direction == one.direction and not other.name.endswith("(net)")]
    return any(
        (other.unit == "Wh" and one.unit == "W") or (one.seconds > LONGEST >= other.seconds > 0) for other in same
    )


def _apart(one: Channel, kept: Sequence[Channel]) -> Channel:
    """Return a channel under a name of its own where its meter has another of the same direction."""
    is_alone = sum((other.meter, other.direction) == (one.meter, one.direction) for other in kept) == 1
    return one if is_alone else replace(one, meter=f"{one.meter} {one.name} {kept.index(one) + 1}")


def _note_loose(block: Entry, number: int, report: Report) -> None:
    report.bad_row(
        "block_not_tied",
        marked("The block of readings that ends with reading {line} is tied to no meter reading: {value}."),
        line=number,
        value=block.own or "-",
        expected=marked("a link that leads from a MeterReading to its IntervalBlock"),
        advice=marked("Its readings are left out. Download the whole feed, not a part of it."),
    )


def _note_net(meter: str, name: str, report: Report) -> None:
    report.add(
        "net_channel",
        Severity.WARNING,
        marked("{meter} {name} counts drawn less fed-in energy in one channel."),
        place={"meter": meter},
        advice=marked("Say that values below zero are energy of the other direction, or export both directions."),
        meter=meter,
        name=name,
    )

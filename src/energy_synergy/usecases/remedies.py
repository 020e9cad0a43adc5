"""Which remedies fit a problem, and what each says it will do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from energy_synergy.errors import marked
from energy_synergy.files.numbers import DecimalMark, Wrong, read_number
from energy_synergy.files.times import DateOrder, read_labels
from energy_synergy.findings import Finding
from energy_synergy.timeline import zone
from energy_synergy.usecases.told import Fix

LABELS: Mapping[tuple[str, str], str] = {
    ("doubles", "last"): marked("Use the last row of each time"),
    ("doubles", "first"): marked("Use the first row of each time"),
    ("negatives", "other_direction"): marked("Below zero is the other direction: split in two"),
    ("negatives", "absolute"): marked("Drop the minus sign"),
    ("negatives", "missing"): marked("Count them as missing"),
    ("stamp", "end"): marked("Times name the end of their interval"),
    ("stamp", "start"): marked("Times name the start of their interval"),
    ("decimal_mark", "comma"): marked("The comma is the decimal mark"),
    ("decimal_mark", "point"): marked("The point is the decimal mark"),
    ("date_order", "dmy"): marked("Dates are day, month, year"),
    ("date_order", "mdy"): marked("Dates are month, day, year"),
    ("date_order", "ymd"): marked("Dates are year, month, day"),
    ("direction", "consumption"): marked("It is consumption"),
    ("direction", "production"): marked("It is production"),
    ("spikes", "missing"): marked("Count these values as missing"),
    ("spikes", "thousandth"): marked("They are Wh: divide them by 1,000"),
    ("gaps", "interpolated"): marked("Fill gaps of up to two hours by a straight line"),
}
BY_KIND: Mapping[str, str] = {
    "unit": marked("Values are in {to}"),
    "timezone": marked("The meter never changes its clock: {to}"),
    "leave_out": marked("Leave these rows out"),
    "cell": marked("Use {to}"),
}
LEAVE_TIMES_OUT = marked("Leave these times missing")
# Simple remedies by the code of the problem; what depends on the file is added in `remedies_for`.
FIXED: Mapping[str, tuple[tuple[str, str], ...]] = {
    "duplicate_time": (("doubles", "last"), ("doubles", "first")),
    "unit_assumed": (("unit", "kWh"), ("unit", "Wh"), ("unit", "kW"), ("unit", "MWh")),
    "stamp_assumed": (("stamp", "end"), ("stamp", "start")),
    "date_order_assumed": (("date_order", "mdy"), ("date_order", "dmy")),
    "decimal_mark_assumed": (("decimal_mark", "comma"), ("decimal_mark", "point")),
    "direction_needed": (("direction", "consumption"), ("direction", "production")),
    "gap": (("gaps", "interpolated"),),
    "spike": (("spikes", "missing"), ("spikes", "thousandth")),
}
CLOCK_CHANGES = ("repeated_hour_once", "time_never_shown")
OTHER_MARK: Mapping[str, DecimalMark] = {"point": "comma", "comma": "point"}
ORDERS: tuple[DateOrder, ...] = ("dmy", "mdy")


@dataclass(frozen=True, slots=True)
class Remedy:
    """A remedy that fits a problem; `sentence` is a template over `values` that says what it does."""

    fix: Fix
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Situation:
    """What remedies depend on beside the problem: what was detected, which directions came, the group's zone."""

    detected: Mapping[str, str]
    directions: frozenset[str]
    timezone: str
    middle: datetime | None = None


def remedy(fix: Fix, problem: str = "") -> Remedy:
    """Return a remedy with the sentence that says what it does."""
    sentence = LABELS.get((fix.kind, fix.to)) or BY_KIND[fix.kind]
    if fix.kind == "leave_out" and (problem or fix.to) == "times_lacking":
        sentence = LEAVE_TIMES_OUT
    return Remedy(fix, sentence, {"to": fix.to})


def remedies_for(
    code: str, findings: Sequence[Finding], situation: Situation, *, can_leave_out: bool
) -> tuple[Remedy, ...]:
    """Return the remedies that fit a problem, the likeliest first."""
    pairs = list(FIXED.get(code, ()))
    if code == "negative_value":
        pairs += _for_negatives(situation)
    if code in ("bad_value", "decimal_mark_assumed"):
        pairs = [*_for_numbers(findings, situation), *pairs]
    if code == "bad_time":
        pairs += _for_times(findings, situation)
    if code in CLOCK_CHANGES and (fixed := fixed_zone(situation)):
        pairs.append(("timezone", fixed))
    if can_leave_out:
        pairs.append(("leave_out", code))
    chosen = [pair for pair in dict.fromkeys(pairs) if situation.detected.get(pair[0]) != pair[1] or code in FIXED]
    return tuple(remedy(Fix(kind, to), code) for kind, to in chosen)


def _for_negatives(situation: Situation) -> list[tuple[str, str]]:
    split = [("negatives", "other_direction")] if len(situation.directions) == 1 else []
    return [*split, ("negatives", "absolute")]


def _for_numbers(findings: Iterable[Finding], situation: Situation) -> list[tuple[str, str]]:
    """Offer the other decimal mark where most of what cannot be read could be read with it."""
    other = OTHER_MARK.get(situation.detected.get("decimal_mark", ""))
    texts = [finding.value for finding in findings if finding.value]
    if other is None or not texts:
        return []
    readable = sum(not isinstance(read_number(text, other), Wrong) for text in texts)
    return [("decimal_mark", other)] if readable * 2 > len(texts) else []


def _for_times(findings: Iterable[Finding], situation: Situation) -> list[tuple[str, str]]:
    """Offer the other order of day and month where most of what cannot be read could be read in it."""
    texts = [finding.value for finding in findings if finding.value]
    used = situation.detected.get("date_order")
    return [
        ("date_order", order)
        for order in ORDERS
        if texts and order != used and int(read_labels(texts, order).is_valid.sum()) * 2 > len(texts)
    ]


def fixed_zone(situation: Situation) -> str | None:
    """Return the zone of winter time all year round for the group's zone, or None where it is not in whole hours."""
    moment = situation.middle
    if moment is None:
        return None
    local = moment.astimezone(zone(situation.timezone))
    offset = (local.utcoffset() or timedelta()) - (local.dst() or timedelta())
    hours, rest = divmod(offset, timedelta(hours=1))
    # The sign of these names is the other way round: Etc/GMT-1 is one hour ahead.
    return None if rest else f"Etc/GMT{-hours:+d}" if hours else "UTC"


def suggested_number(text: str, mark: str, unit: str = "") -> str | None:
    """Return the number that a cell which is none most likely means, as it would be written, or None.

    >>> suggested_number("12;4", "comma"), suggested_number("3,5 kWh", "comma", "kWh"), suggested_number("x", "comma")
    ('12,4', '3,5', None)
    """
    used: DecimalMark = "comma" if mark == "comma" else "point"
    symbol = {"comma": ",", "point": "."}[used]
    bare = text.strip().removesuffix(unit).strip()
    slips = bare.translate(str.maketrans("OolI;", f"0011{symbol}", "\u2019"))
    for candidate in (bare, slips, slips.replace(",", symbol).replace(".", symbol)):
        if candidate != text and not isinstance(read_number(candidate, used), Wrong) and candidate[-1:].isdigit():
            return candidate
    return None

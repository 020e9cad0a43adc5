"""What the files of Enedis have in common: directions, quantities, steps, the nature of a value, its stage."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from energy_synergy.errors import marked
from energy_synergy.files.refused import refusal
from energy_synergy.files.times import Ints, read_labels
from energy_synergy.findings import Severity
from energy_synergy.formats.base import Stamp
from energy_synergy.formats.parsing.report import Report
from energy_synergy.metering.series import Direction, Quality

ZONE = "Europe/Paris"
DIRECTIONS: dict[str, Direction] = {
    "cons": "consumption",
    "consommation": "consumption",
    "soutirage": "consumption",
    "prod": "production",
    "production": "production",
    "injection": "production",
}
ACTIVE = frozenset({"ea", "pa", "energie active", "puissance active", "puissance active moyenne"})
UNITS = {"w": "W", "kw": "kW", "wh": "Wh", "kwh": "kWh"}
# B raw and R real, S T F G power cuts that the meter saw; H P rebuilt, C corrected, D put in by hand; E K calculated.
NATURES: dict[str, Quality] = {
    **dict.fromkeys(("b", "r", "s", "t", "f", "g", "brute", "reel", "reelle"), Quality.MEASURED),
    **dict.fromkeys(("e", "k", "estime", "estimee", "calculee"), Quality.ESTIMATED),
    **dict.fromkeys(("h", "p", "c", "d", "corrige", "corrigee", "reconstituee"), Quality.SUBSTITUTED),
}
DURATION = re.compile(r"P(?:(?P<days>[0-9]{1,3})D)?(?:T(?:(?P<hours>[0-9]{1,3})H)?(?:(?P<minutes>[0-9]{1,4})M)?)?")


def seconds_of(text: str) -> int | None:
    """Return the length that a step names [s]: PT10M, PT1H, P1D, or a bare number of minutes; None for no length.

    >>> seconds_of("PT5M"), seconds_of("PT1H"), seconds_of("30"), seconds_of("")
    (300, 3600, 1800, None)
    """
    bare = text.strip()
    if bare.isdecimal() and len(bare) <= 4:
        return int(bare) * 60 or None
    match = DURATION.fullmatch(bare.upper())
    if not match:
        return None
    days, hours, minutes = (int(match[name] or 0) for name in ("days", "hours", "minutes"))
    return (days * 1_440 + hours * 60 + minutes) * 60 or None


def note_not_active(found: Mapping[str, int], report: Report) -> None:
    """Note the quantities that are no active energy (reactive, voltage, apparent power), with how many values each."""
    if found:
        report.add(
            "not_energy",
            Severity.INFO,
            marked("{count} values of {quantities} are no active energy and are left out."),
            count=sum(found.values()),
            quantities=", ".join(sorted(text[:40] or "?" for text in found)[:6]),
        )


def refuse_without_curve(kinds: Collection[str]) -> None:
    """Raise FileRefused for a file of Enedis that holds no load curve of active energy, saying what it holds."""
    raise refusal(
        "no_load_curve",
        marked("The file holds no load curve of active energy; it holds: {kinds}."),
        advice=marked("Ask Enedis for the load curve (courbe de charge) of active power or energy in 5 to 60 minutes."),
        kinds=", ".join(sorted(kind[:40] for kind in kinds if kind)[:6]) or "-",
    )


def stamp_seen(local: Ints, begins: str, ends: str) -> Stamp | None:
    """Return what the bounds of a demand show about its wall clocks [s] (N,), or None when they leave it open.

    A curve from midnight to midnight holds the first midnight where times name starts, the last where they name ends.
    """
    bounds = read_labels([begins, ends])
    if not bounds.is_valid.all():
        return None
    first, last = bounds.local.tolist()
    holds_first, holds_last = bool((local == first).any()), bool((local == last).any())
    if holds_first == holds_last:
        return None
    return "start" if holds_first else "end"


def note_ends_assumed(seconds: int, meter: str, report: Report) -> None:
    """Note that nothing shows whether the times of a small meter are starts or ends, and that ends were taken."""
    report.add(
        "stamp_assumed",
        Severity.WARNING,
        marked("Nothing shows whether the times of {meter} name starts or ends; they were read as ends."),
        advice=marked("Meters up to 36 kVA are published with ends, larger ones with starts. Give it where known."),
        place={"meter": meter},
        meter=meter,
        minutes=seconds // 60,
    )

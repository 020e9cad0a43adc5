"""What the readings of a window rest on: measured, estimated, substituted or missing."""

from __future__ import annotations

import numpy as np

from energy_synergy.community.group import Group
from energy_synergy.community.readings import Readings
from energy_synergy.errors import marked
from energy_synergy.findings import Finding, Place, Severity
from energy_synergy.metering.series import DIRECTIONS, Direction, Qualities, Quality


def _codes(group: Group, readings: Readings) -> list[tuple[str, Direction, Qualities]]:
    """Return the qualities (T,) of each member and direction that has a source."""
    columns = {"production": readings.production_quality, "consumption": readings.consumption_quality}
    return [
        (member.name, direction, columns[direction][:, number])
        for number, member in enumerate(group.members)
        for direction in DIRECTIONS
        if member.has_direction(direction)
    ]


def compute_quality(group: Group, readings: Readings) -> dict[str, float]:
    codes = np.concatenate([column for _, _, column in _codes(group, readings)])
    counts = np.bincount(codes, minlength=len(Quality))
    return {code.name.lower(): float(counts[code] / max(1, len(codes))) for code in Quality}


def find_incomplete(group: Group, readings: Readings) -> tuple[Finding, ...]:
    found = []
    for name, direction, codes in _codes(group, readings):
        missing, estimated = int((codes == Quality.MISSING).sum()), int((codes == Quality.ESTIMATED).sum())
        if missing:
            found.append(_missing(name, direction, missing, len(codes)))
        if estimated:
            found.append(_estimated(name, direction, estimated, len(codes)))
    return tuple(found)


def _missing(name: str, direction: Direction, missing: int, slots: int) -> Finding:
    return Finding(
        "missing_readings",
        Severity.WARNING,
        marked(
            "{member}: {missing} of {slots} quarter-hours of {direction} have no reading; the member takes no part "
            "in them and the result is provisional."
        ),
        {"member": name, "missing": missing, "slots": slots, "direction": direction},
        Place(meter=name, column=direction),
        count=missing,
    )


def _estimated(name: str, direction: Direction, estimated: int, slots: int) -> Finding:
    return Finding(
        "estimated_readings",
        Severity.INFO,
        marked("{member}: {estimated} of {slots} quarter-hours of {direction} are estimated."),
        {"member": name, "estimated": estimated, "slots": slots, "direction": direction},
        Place(meter=name, column=direction),
        count=estimated,
    )

"""From readings of any step to 15-minute slots, keeping every kWh."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from energy_synergy.errors import InvalidValue, marked
from energy_synergy.findings import Finding, Place, Severity
from energy_synergy.metering.series import Energies, Qualities, Quality, Series
from energy_synergy.units import SLOT_SECONDS

LONGEST_STEP = timedelta(hours=1)
# The least sure part decides: missing, then estimated, then substituted, then measured.
SURENESS = np.array([0, 3, 1, 2], dtype=np.uint8)
QUALITY_BY_SURENESS = np.array(
    [Quality.MISSING, Quality.ESTIMATED, Quality.SUBSTITUTED, Quality.MEASURED], dtype=np.uint8
)


@dataclass(frozen=True, slots=True)
class Slotted:
    """Readings on the 15-minute grid.

    `first_index` counts slots from the Unix epoch (unix // 900); `energy_kwh` (N,) is NaN where missing and
    `quality` (N,) holds a Quality code per slot.
    """

    first_index: int
    energy_kwh: Energies
    quality: Qualities
    findings: tuple[Finding, ...] = ()


def to_slots(series: Series) -> Slotted:
    """Return dated readings on the 15-minute grid; the total energy stays the same.

    Finer readings are added up, and a slot with a missing part is missing. A reading that lies over several
    slots is spread evenly over its length and what it gives is marked estimated.

    Raises InvalidValue for an undated series and for a step or a start that is not in whole minutes (1 to 60).
    """
    start, step = _whole_minutes(series)
    energy, quality = _consistent(series)
    if step == SLOT_SECONDS and start % SLOT_SECONDS == 0:
        return Slotted(start // SLOT_SECONDS, energy, quality)
    first, end = start // SLOT_SECONDS, -(-(start + len(energy) * step) // SLOT_SECONDS)
    part = math.gcd(step, SLOT_SECONDS, start)
    parts_kwh, parts_quality = _parts(energy, quality, step // part)
    if _is_spread(start, step):
        parts_quality = np.where(parts_quality == Quality.MISSING, Quality.MISSING, Quality.ESTIMATED).astype(np.uint8)
    lead = (start - first * SLOT_SECONDS) // part
    tail = ((end * SLOT_SECONDS) - (start + len(energy) * step)) // part
    padded_kwh = np.pad(parts_kwh, (lead, tail), constant_values=np.nan).reshape(end - first, SLOT_SECONDS // part)
    padded_quality = np.pad(parts_quality, (lead, tail), constant_values=Quality.MISSING).reshape(
        end - first, SLOT_SECONDS // part
    )
    # Column by column: numpy is slow at summing many short rows.
    slots_kwh = np.zeros(end - first)
    sureness = np.full(end - first, SURENESS.max(), dtype=np.uint8)
    for column in range(padded_kwh.shape[1]):
        slots_kwh += padded_kwh[:, column]
        np.minimum(sureness, SURENESS[padded_quality[:, column]], out=sureness)
    return Slotted(first, slots_kwh, QUALITY_BY_SURENESS[sureness], _findings(series, slots_kwh))


def _whole_minutes(series: Series) -> tuple[int, int]:
    if series.starts_at is None:
        raise InvalidValue(
            marked("{meter} holds one typical day without a date: it cannot be placed on a calendar by itself."),
            meter=series.meter,
        )
    start, step = series.starts_at.timestamp(), series.step.total_seconds()
    if start % 60 or step % 60 or not 60 <= step <= LONGEST_STEP.total_seconds():
        raise InvalidValue(
            marked(
                "{meter} starts at {starts_at} with a step of {step}; steps of 1 to 60 whole minutes can be read. "
                "For longer steps give the annual total and a profile."
            ),
            meter=series.meter,
            starts_at=series.starts_at.isoformat(),
            step=str(series.step),
        )
    return int(start), int(step)


def _consistent(series: Series) -> tuple[Energies, Qualities]:
    """Return the readings with NaN and MISSING in the same places."""
    is_missing = np.isnan(series.energy_kwh) | (series.quality == Quality.MISSING)
    if not is_missing.any():
        return series.energy_kwh, series.quality
    quality = np.where(is_missing, np.uint8(Quality.MISSING), series.quality).astype(np.uint8)
    return np.where(is_missing, np.nan, series.energy_kwh), quality


def _is_spread(start: int, step: int) -> bool:
    """Tell whether some reading lies over more than one slot."""
    return SLOT_SECONDS % step != 0 or start % step != 0


def _parts(energy: Energies, quality: Qualities, count: int) -> tuple[Energies, Qualities]:
    if count == 1:
        return energy, quality
    return np.repeat(energy / count, count), np.repeat(quality, count)


def _findings(series: Series, slots_kwh: Energies) -> tuple[Finding, ...]:
    findings = []
    if series.step.total_seconds() > SLOT_SECONDS:
        findings.append(
            Finding(
                "coarse_step",
                Severity.INFO,
                marked("{meter} has one value for {minutes} minutes: each is spread evenly over its quarter-hours."),
                {"meter": series.meter, "minutes": int(series.step.total_seconds() // 60)},
                Place(meter=series.meter, starts_at=series.starts_at, ends_at=series.ends_at),
            )
        )
    lost_kwh = series.total_kwh - float(np.nansum(slots_kwh))
    if lost_kwh > 1e-9 * max(1.0, series.total_kwh):
        findings.append(
            Finding(
                "incomplete_slot",
                Severity.WARNING,
                marked(
                    "{meter}: {energy_kwh:.3f} kWh lie in quarter-hours with a missing part, which count as missing."
                ),
                {"meter": series.meter, "energy_kwh": lost_kwh},
                Place(meter=series.meter, starts_at=series.starts_at, ends_at=series.ends_at),
            )
        )
    return tuple(findings)

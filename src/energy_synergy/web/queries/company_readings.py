"""The readings of one company, quarter by quarter or hour by hour, as far as somebody may see them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from energy_synergy.community.group import Group as KernelGroup
from energy_synergy.community.readings import compute_readings, is_active
from energy_synergy.metering.series import Energies, Qualities, Quality
from energy_synergy.timeline import Timeline
from energy_synergy.units import SLOTS_PER_HOUR
from energy_synergy.web.db.loading import bonds_in_order, load_group_of
from energy_synergy.web.db.models import Group

HOUR_SECONDS = 3600


@dataclass(frozen=True, slots=True, eq=False)
class DirectionReadings:
    """Energies [kWh], (N,), NaN where missing, with a Quality code each."""

    energy_kwh: Energies
    quality: Qualities


@dataclass(frozen=True, slots=True, eq=False)
class CompanyReadings:
    """The readings of a company from each of `starts_at` on; a direction without a source is None."""

    step_minutes: int
    starts_at: tuple[datetime, ...]
    consumption: DirectionReadings | None
    production: DirectionReadings | None


def hour_of(moment: datetime, timezone: str) -> datetime:
    """Return the start of the hour, on the clock of a zone, that holds an instant.

    Hours are those of the wall everywhere: sums over hours that begin at other quarters would tell the quarters.
    """
    day = Timeline(moment, 1, timezone)
    return day.start_of(-int(day.local_unix[0] % HOUR_SECONDS // (HOUR_SECONDS // SLOTS_PER_HOUR)))


def load_company_readings(
    group: Group,
    company_id: int,
    timeline: Timeline,
    *,
    is_own: bool,
    is_hourly: bool,
    as_of: datetime | None = None,
) -> CompanyReadings:
    """Return the readings of a company on some slots; somebody else sees it only while it belongs to the group.

    With `is_hourly` the slots must be whole hours of the wall; with `as_of` the values are those known at that instant.
    """
    loaded = load_group_of(group, timeline.starts_at, timeline.ends_at, as_of=as_of)
    companies = [bond.company_id for bond in bonds_in_order(group)]
    member = loaded.members[companies.index(company_id)]
    if is_own:
        member = replace(member, active_from=None, active_to=None)
    readings = compute_readings(KernelGroup(loaded.name, loaded.timezone, (member,)), timeline)
    outside = ~is_active(member, timeline)
    columns = {
        "consumption": (readings.consumption_kwh, readings.consumption_quality),
        "production": (readings.production_kwh, readings.production_quality),
    }
    found = {
        direction: _column(energy[:, 0], quality[:, 0], outside, is_hourly=is_hourly)
        if member.has_direction(direction)  # type: ignore[arg-type]
        else None
        for direction, (energy, quality) in columns.items()
    }
    slots = range(0, timeline.slots, SLOTS_PER_HOUR if is_hourly else 1)
    starts = tuple(timeline.start_of(slot) for slot in slots)
    return CompanyReadings(60 if is_hourly else 15, starts, found["consumption"], found["production"])


def _column(energy_kwh: Energies, quality: Qualities, outside: np.ndarray, *, is_hourly: bool) -> DirectionReadings:
    energy_kwh = np.where(outside | (quality == Quality.MISSING), np.nan, energy_kwh)
    quality = np.where(outside, np.uint8(Quality.MISSING), quality)
    if not is_hourly:
        return DirectionReadings(energy_kwh, quality)
    hours = quality.reshape(-1, SLOTS_PER_HOUR)
    is_missing = (hours == Quality.MISSING).any(axis=1)
    weakest = np.where(is_missing, np.uint8(Quality.MISSING), hours.max(axis=1))
    return DirectionReadings(energy_kwh.reshape(-1, SLOTS_PER_HOUR).sum(axis=1), weakest)

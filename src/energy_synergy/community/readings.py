"""The readings of a group on the slots of a timeline, from every kind of source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from energy_synergy.community.gaps.base import CONTEXT, GapPolicy, with_stand_ins
from energy_synergy.community.group import Group, Member
from energy_synergy.errors import InvalidValue, marked
from energy_synergy.metering.resample import Slotted, to_slots
from energy_synergy.metering.series import DIRECTIONS, Direction, Energies, Qualities, Quality, Series
from energy_synergy.timeline import Timeline
from energy_synergy.units import SLOTS_PER_DAY

# The least sure part of a value decides: measured, then substituted, then estimated, then missing.
DOUBT = np.array([3, 0, 2, 1], dtype=np.uint8)
QUALITY_BY_DOUBT = np.array([Quality.MEASURED, Quality.SUBSTITUTED, Quality.ESTIMATED, Quality.MISSING], dtype=np.uint8)
ROWS_AT_ONCE = 4_096


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """What each member produces and consumes in each slot [kWh], (T, M), with a Quality code per value.

    NaN is missing. A direction without any source is 0 and measured, and so is the time outside a membership.
    `timeline` is None for a typical day of 96 slots.
    """

    members: tuple[str, ...]
    timeline: Timeline | None
    production_kwh: Energies
    consumption_kwh: Energies
    production_quality: Qualities
    consumption_quality: Qualities


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One member's readings in one direction [kWh], (T,), with their qualities; it may share memory with a series."""

    energy_kwh: Energies
    quality: Qualities


def compute_readings(group: Group, timeline: Timeline) -> Readings:
    """Return the readings of a group on a timeline.

    Dated series are placed by their time; undated curves are repeated on each local day by the clock on the wall and
    count as estimated; estimates are expanded. Several sources of one direction are added up.
    Raises InvalidValue for a series of a step that cannot be placed.
    """
    return gather(group, timeline, timeline.slots, lambda member, direction: over(member, direction, timeline))


def gather(
    group: Group, timeline: Timeline | None, slots: int, column: Callable[[Member, Direction], Column]
) -> Readings:
    """Put one column for each member and direction side by side."""
    tables = []
    for direction in DIRECTIONS:
        columns = {
            place: column(member, direction)
            for place, member in enumerate(group.members)
            if member.has_direction(direction)
        }
        tables.append(_side_by_side(columns, slots, len(group.members)))
    (production, production_quality), (consumption, consumption_quality) = tables
    names = tuple(member.name for member in group.members)
    return Readings(names, timeline, production, consumption, production_quality, consumption_quality)


def _side_by_side(columns: Mapping[int, Column], slots: int, members: int) -> tuple[Energies, Qualities]:
    """Return columns by place as energies and qualities (T, M); what has no column is 0 and measured."""
    energy_kwh = np.zeros((slots, members))
    quality = np.full((slots, members), Quality.MEASURED, dtype=np.uint8)
    # In runs of rows that stay in the cache: a whole column touches each of its lines.
    for first in range(0, slots, ROWS_AT_ONCE):
        rows = slice(first, first + ROWS_AT_ONCE)
        for place, column in columns.items():
            energy_kwh[rows, place], quality[rows, place] = column.energy_kwh[rows], column.quality[rows]
    return energy_kwh, quality


def over(member: Member, direction: Direction, timeline: Timeline) -> Column:
    """Return what one member has in one direction on a timeline, 0 outside its membership."""
    dated = [series for series in member.series if series.direction == direction and series.is_dated]
    undated = [series for series in member.series if series.direction == direction and not series.is_dated]
    estimates = [estimate.over(timeline) for estimate in member.estimates if estimate.direction == direction]
    columns = [
        *(
            _filled(slotted, member.gaps, timeline)
            for slotted in _joined([to_slots(series) for series in dated], dated)
        ),
        *(_repeated(curve_of_day(series), timeline) for series in undated),
        *(_placed(to_slots(series), timeline) for series in estimates),
    ]
    column = columns[0] if len(columns) == 1 else add(columns, timeline.slots)
    if member.active_from is None and member.active_to is None:
        return column
    is_inside = is_active(member, timeline)
    quality = np.where(is_inside, column.quality, np.uint8(Quality.MEASURED))
    return Column(np.where(is_inside, column.energy_kwh, 0.0), quality)


def add(columns: Iterable[Column], slots: int) -> Column:
    """Add sources up: a sum with a missing part is missing, and its quality is that of the least sure part."""
    energy_kwh, doubt = np.zeros(slots), np.zeros(slots, dtype=np.uint8)
    for column in columns:
        energy_kwh += column.energy_kwh
        np.maximum(doubt, DOUBT[column.quality], out=doubt)
    return Column(energy_kwh, QUALITY_BY_DOUBT[doubt])


def is_active(member: Member, timeline: Timeline) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Tell for each slot whether the member belongs to the group, (T,)."""
    is_inside = np.zeros(timeline.slots, dtype=np.bool_)
    is_inside[active_slots(member, timeline)] = True
    return is_inside


def active_slots(member: Member, timeline: Timeline) -> slice:
    """Return the slots of a timeline in which the member belongs to the group; empty where it belongs in none."""
    first = 0 if member.active_from is None else max(0, timeline.slot_of(member.active_from))
    end = timeline.slots if member.active_to is None else min(timeline.slots, timeline.slot_of(member.active_to))
    return slice(first, max(first, end))


def curve_of_day(series: Series) -> Column:
    """Return an undated series as the 96 quarters of a day, with the qualities it was given.

    A value that lies over several quarters is spread evenly over them and counts as estimated.
    Raises InvalidValue when the series is no day whose step and the quarter of an hour divide each other.
    """
    count = len(series.energy_kwh)
    is_missing = np.isnan(series.energy_kwh) | (series.quality == Quality.MISSING)
    energy_kwh, doubt = np.where(is_missing, np.nan, series.energy_kwh), DOUBT[series.quality]
    doubt[is_missing] = DOUBT[Quality.MISSING]
    is_day = count > 0 and count * series.step.total_seconds() == 86_400
    if is_day and count % SLOTS_PER_DAY == 0:
        least_sure = doubt.reshape(SLOTS_PER_DAY, -1).max(axis=1)
        return Column(energy_kwh.reshape(SLOTS_PER_DAY, -1).sum(axis=1), QUALITY_BY_DOUBT[least_sure])
    if is_day and SLOTS_PER_DAY % count == 0:
        quarters = np.repeat(energy_kwh * count / SLOTS_PER_DAY, SLOTS_PER_DAY // count)
        return Column(quarters, _as_estimated(np.repeat(QUALITY_BY_DOUBT[doubt], SLOTS_PER_DAY // count)))
    raise InvalidValue(
        marked("The typical day of {meter} has {count} values; it needs 96, one for each quarter of an hour."),
        meter=series.meter,
        count=count,
    )


def _as_estimated(quality: Qualities) -> Qualities:
    return np.where(quality == Quality.MISSING, Quality.MISSING, Quality.ESTIMATED).astype(np.uint8)


def _repeated(curve: Column, timeline: Timeline) -> Column:
    """Lay a day along the clock on the wall of every day; no day was measured, so what is there is estimated."""
    return Column(curve.energy_kwh[timeline.quarter_of_day], _as_estimated(curve.quality)[timeline.quarter_of_day])


def _filled(slotted: Slotted, policy: GapPolicy | None, timeline: Timeline) -> Column:
    """Lay readings on a timeline; a policy fills their gaps by what lies around it, also before and after."""
    placed = _placed(slotted, timeline)
    if policy is None or not (placed.quality == Quality.MISSING).any():
        return placed
    wide = Timeline.between(timeline.starts_at - CONTEXT, timeline.ends_at + CONTEXT, timeline.timezone)
    around = _placed(slotted, wide)
    energy_kwh, quality = with_stand_ins(policy, around.energy_kwh, around.quality, wide)
    first = timeline.first_index - wide.first_index
    return Column(energy_kwh[first : first + timeline.slots], quality[first : first + timeline.slots])


def _placed(slotted: Slotted, timeline: Timeline) -> Column:
    shift = slotted.first_index - timeline.first_index
    first, end = max(0, shift), min(timeline.slots, shift + len(slotted.energy_kwh))
    if first == 0 and end == timeline.slots:
        return Column(slotted.energy_kwh[-shift : end - shift], slotted.quality[-shift : end - shift])
    energy_kwh = np.full(timeline.slots, np.nan)
    quality = np.full(timeline.slots, Quality.MISSING, dtype=np.uint8)
    if first < end:
        energy_kwh[first:end] = slotted.energy_kwh[first - shift : end - shift]
        quality[first:end] = slotted.quality[first - shift : end - shift]
    quality[np.isnan(energy_kwh)] = Quality.MISSING
    return Column(energy_kwh, quality)


def _joined(parts: Sequence[Slotted], series: Sequence[Series]) -> list[Slotted]:
    """Put runs of one named meter that follow each other in time (a file a month) into one; sums need whole runs."""
    joined: list[Slotted] = []
    meters: list[str] = []
    for part, meter in sorted(zip(parts, (one.meter for one in series), strict=True), key=lambda pair: _order(*pair)):
        if meter and meters and meters[-1] == meter and _end(joined[-1]) <= part.first_index:
            joined[-1] = _appended(joined[-1], part)
        else:
            joined.append(part)
            meters.append(meter)
    return joined


def _order(part: Slotted, meter: str) -> tuple[str, int]:
    return meter, part.first_index


def _end(part: Slotted) -> int:
    return part.first_index + len(part.energy_kwh)


def _appended(before: Slotted, after: Slotted) -> Slotted:
    gap = after.first_index - _end(before)
    energy_kwh = np.concatenate([before.energy_kwh, np.full(gap, np.nan), after.energy_kwh])
    missing = np.full(gap, Quality.MISSING, dtype=np.uint8)
    return Slotted(before.first_index, energy_kwh, np.concatenate([before.quality, missing, after.quality]))

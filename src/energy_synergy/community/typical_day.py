"""The typical day of a group: one day without a date, 96 quarters on the clock of the wall."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from energy_synergy.community.group import Group, Member
from energy_synergy.community.readings import (
    DOUBT,
    QUALITY_BY_DOUBT,
    Column,
    Readings,
    add,
    curve_of_day,
    gather,
    is_active,
    over,
)
from energy_synergy.errors import UnknownName, marked
from energy_synergy.metering.series import Direction, Quality
from energy_synergy.profiles.expand import Estimate
from energy_synergy.timeline import Timeline
from energy_synergy.units import SLOTS_PER_DAY

DayType = Literal["all", "weekday", "weekend"]
DAY_TYPES: tuple[DayType, ...] = ("all", "weekday", "weekend")
SATURDAY = 5
Flags = npt.NDArray[np.bool_]


def compute_typical_readings(group: Group, timeline: Timeline, *, day_type: DayType = "all") -> Readings:
    """Return the typical day of a group over a range of days, 96 slots, `timeline` None.

    Dated readings become the mean of each quarter over the days of the type, missing ones left out; undated curves
    stay as they are; an estimate gives the mean day of its year, or of the days of the type if one is asked for.
    Raises UnknownName for another type of day.
    """
    is_counted = _days_of(timeline, day_type)

    def column(member: Member, direction: Direction) -> Column:
        dated = tuple(series for series in member.series if series.direction == direction and series.is_dated)
        undated = [series for series in member.series if series.direction == direction and not series.is_dated]
        estimates = [estimate for estimate in member.estimates if estimate.direction == direction]
        columns = [curve_of_day(series) for series in undated]
        if dated:
            columns.append(_mean_day(replace(member, series=dated, estimates=()), direction, timeline, is_counted))
        columns += [_estimated_day(estimate, timeline, day_type, is_counted) for estimate in estimates]
        return add(columns, SLOTS_PER_DAY)

    return gather(group, None, SLOTS_PER_DAY, column)


def _days_of(timeline: Timeline, day_type: DayType) -> Flags:
    if day_type not in DAY_TYPES:
        raise UnknownName(
            marked("Unknown type of day {name}. Known types: {known}."), name=day_type, known=", ".join(DAY_TYPES)
        )
    if day_type == "all":
        return np.ones(timeline.slots, dtype=np.bool_)
    is_weekend = timeline.weekday >= SATURDAY
    return is_weekend if day_type == "weekend" else ~is_weekend


def _mean_day(member: Member, direction: Direction, timeline: Timeline, is_counted: Flags) -> Column:
    is_member = is_active(member, timeline)
    if not is_member.any():
        return add((), SLOTS_PER_DAY)
    readings = over(member, direction, timeline)
    return _mean(readings, timeline, is_counted & is_member & ~np.isnan(readings.energy_kwh))


def _mean(readings: Column, timeline: Timeline, is_counted: Flags) -> Column:
    """Return the mean of each quarter over the slots that count, NaN where none does."""
    quarters = timeline.quarter_of_day[is_counted]
    counts = np.bincount(quarters, minlength=SLOTS_PER_DAY)
    sums = np.bincount(quarters, weights=readings.energy_kwh[is_counted], minlength=SLOTS_PER_DAY)
    doubt = np.zeros(SLOTS_PER_DAY, dtype=np.uint8)
    np.maximum.at(doubt, quarters, DOUBT[readings.quality[is_counted]])
    doubt[counts == 0] = DOUBT[Quality.MISSING]
    mean = np.divide(sums, counts, out=np.full(SLOTS_PER_DAY, np.nan), where=counts > 0)
    return Column(mean, QUALITY_BY_DOUBT[doubt])


def _estimated_day(estimate: Estimate, timeline: Timeline, day_type: DayType, is_counted: Flags) -> Column:
    if day_type == "all" or not is_counted.any():
        return curve_of_day(estimate.typical_day())
    readings = estimate.over(timeline)
    return _mean(Column(readings.energy_kwh, readings.quality), timeline, is_counted)

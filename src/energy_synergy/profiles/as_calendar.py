"""Any profile as curves by season and kind of day, so that it can be changed by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from energy_synergy.profiles.base import Profile
from energy_synergy.profiles.calendar import KIND_OF_WEEKDAY, KINDS, MONTHS, REFERENCE_YEAR, Calendar
from energy_synergy.profiles.curve import normalise

# Weights are kept to six decimals, as people read and type them.
WEIGHT_DECIMALS = 6
Month = tuple[tuple[tuple[float, ...], float], ...]


def as_calendar(profile: Profile) -> Calendar:
    """Return the mean days of a profile by month and kind of day in 2025; alike months and days are said once.

    A profile that has one curve for all days keeps it exactly, and so does one that has a curve for each month.
    """
    if isinstance(profile, Calendar):
        return profile
    months = [_month(profile, month) for month in MONTHS]
    return Calendar.model_validate({"seasons": list(_seasons(months))})


def _seasons(months: list[Month]) -> Iterator[dict[str, object]]:
    """Yield the seasons: months that are alike are one."""
    alike: dict[Month, list[int]] = {}
    for days, month in zip(months, MONTHS, strict=True):
        alike.setdefault(days, []).append(month)
    for days, numbers in alike.items():
        shapes = [{"values": values, "weight": weight} for values, weight in days]
        names = ("weekday", "saturday", "sunday")[: len(shapes)]
        yield {"months": numbers, **dict(zip(names, shapes, strict=True))}


def _month(profile: Profile, month: int) -> Month:
    """Return curve and weight of each kind of day; kinds at the end that repeat the one before are left out."""
    days = [date(REFERENCE_YEAR, month, 1)]
    while (following := days[-1] + timedelta(days=1)).month == month:
        days.append(following)
    shapes = [_mean([day for day in days if KIND_OF_WEEKDAY[day.weekday()] == kind], profile) for kind in KINDS]
    if shapes[2] == shapes[1]:
        shapes.pop()
    if len(shapes) == 2 and shapes[1] == shapes[0]:
        shapes.pop()
    return tuple(shapes)


def _mean(days: list[date], profile: Profile) -> tuple[tuple[float, ...], float]:
    weights: npt.NDArray[np.float64] = np.array([profile.day_weight(day) for day in days])
    curves = np.stack([profile.day_curve(day) for day in days])
    # Days without energy have a shape all the same, which counts once somebody gives them a weight.
    shape = normalise((weights if weights.any() else np.ones(len(days))) @ curves)
    return tuple(shape.tolist()), round(float(weights.mean()), WEIGHT_DECIMALS)

"""The duration curve of a group: its net power, sorted, against the hours for which it is reached."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from energy_synergy.errors import InvalidValue, marked
from energy_synergy.sharing.base import Array
from energy_synergy.timeline import Ints
from energy_synergy.units import SLOTS_PER_HOUR

MOST_POINTS, LEAST_POINTS = 1_500, 16
FRACTIONS = (0.01, 0.05, 0.1)
# Borders that every curve has: its ends, the slots of the two extremes, and where surplus and deficit begin.
FIXED_BORDERS = 6
ROUNDING_KWH = 1e-9


@dataclass(frozen=True, slots=True)
class DurationMark:
    """The power reached or exceeded for `hours`, a `fraction` of the known time: as surplus, and as deficit [kW]."""

    fraction: float
    hours: float
    surplus_kw: float
    deficit_kw: float


@dataclass(frozen=True, slots=True, eq=False)
class DurationCurve:
    """Net power, production less consumption, from the largest surplus to the largest deficit.

    Piece n lies between `hours[n]` and `hours[n + 1]`, (N + 1,), and has the mean net power `net_kw[n]` of its slots,
    (N,): the areas above and below zero are those of all slots, and the first and the last piece are the extremes.
    The hours with a surplus, with neither, with a deficit and of which nothing is known add up to those of the window.
    """

    hours: Array
    net_kw: Array
    surplus_hours: float
    balanced_hours: float
    deficit_hours: float
    unknown_hours: float
    surplus_kwh: float
    deficit_kwh: float
    marks: tuple[DurationMark, ...]


def compute_duration(net_kwh: Array, *, most_points: int = MOST_POINTS) -> DurationCurve:
    """Return the duration curve of net energies of slots [kWh], (T,), NaN where nothing is known.

    Raises InvalidValue for fewer points than a curve needs.
    """
    if most_points < LEAST_POINTS:
        raise InvalidValue(
            marked("A duration curve needs at least {least} points, not {points}."),
            least=LEAST_POINTS,
            points=most_points,
        )
    known = net_kwh[~np.isnan(net_kwh)]
    # Production and consumption that differ by rounding alone are balanced.
    falling = -np.sort(-np.where(np.abs(known) <= ROUNDING_KWH, 0.0, known))
    surplus, deficit = int(np.count_nonzero(falling > 0)), int(np.count_nonzero(falling < 0))
    borders = _borders(falling, surplus, deficit, most_points)
    sizes = np.diff(borders)
    sums = np.add.reduceat(falling, borders[:-1]) if len(sizes) else np.zeros(0)
    return DurationCurve(
        hours=borders / SLOTS_PER_HOUR,
        net_kw=sums / sizes * SLOTS_PER_HOUR,
        surplus_hours=surplus / SLOTS_PER_HOUR,
        balanced_hours=(len(falling) - surplus - deficit) / SLOTS_PER_HOUR,
        deficit_hours=deficit / SLOTS_PER_HOUR,
        unknown_hours=(len(net_kwh) - len(falling)) / SLOTS_PER_HOUR,
        surplus_kwh=float(falling[:surplus].sum()),
        deficit_kwh=float(-falling[len(falling) - deficit :].sum()),
        marks=tuple(_mark(falling, fraction) for fraction in FRACTIONS) if len(falling) else (),
    )


def _borders(falling: Array, surplus: int, deficit: int, most_points: int) -> Ints:
    """Return where the pieces begin and end: half spread evenly over time, half evenly over power.

    Evenly over time alone, the steep ends of the curve would be averaged away.
    """
    count = len(falling)
    if count < most_points:
        return np.arange(count + 1 if count else 1, dtype=np.int64)
    half = (most_points - FIXED_BORDERS) // 2
    over_time = np.linspace(0, count, half).astype(np.int64)
    levels = np.linspace(falling[0], falling[-1], half)
    over_power = np.searchsorted(-falling, -levels, side="left")
    fixed = (0, 1, surplus, count - deficit, count - 1, count)
    return np.unique(np.concatenate([over_time, over_power, fixed])).astype(np.int64)


def _mark(falling: Array, fraction: float) -> DurationMark:
    slots = int(np.ceil(fraction * len(falling)))
    surplus, deficit = falling[slots - 1], -falling[-slots]
    return DurationMark(
        fraction,
        slots / SLOTS_PER_HOUR,
        max(0.0, float(surplus)) * SLOTS_PER_HOUR,
        max(0.0, float(deficit)) * SLOTS_PER_HOUR,
    )

"""The core and the nucleolus: splits of the gain that leave no coalition a reason to go.

The core holds all splits with x(G) >= v(G) for every coalition. The least core lets every coalition miss the same
eps, the smallest possible; eps <= 0 says that there is a core. The nucleolus makes the largest miss as small as
possible, then the second largest, and so on (Schmeidler, SIAM Journal on Applied Mathematics 17, 1969).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from energy_synergy.sharing.base import Array
from energy_synergy.trading.cooperative import refuse_too_many
from energy_synergy.trading.cooperative_shapley import members_of
from energy_synergy.trading.linear_program import Bounds, Solution, minimise

TOLERANCE = 1e-9
TIGHT = 1e-7


@dataclass(frozen=True, slots=True)
class LeastCore:
    """What every coalition may miss [currency], the smallest possible, and a split for which none misses more, (M,)."""

    eps: float
    split: Array


def in_core(split: npt.ArrayLike, values: npt.ArrayLike) -> bool:
    """Tell whether a split, (M,), gives out v(N) and no coalition gains more by itself; values (2^M,) by bits.

    Raises InvalidValue for a number of values that is no power of two.
    """
    worth, parts = np.asarray(values, dtype=np.float64), np.asarray(split, dtype=np.float64)
    slack = TOLERANCE * max(1.0, float(np.abs(worth).max()))
    given = _membership(members_of(worth)) @ parts
    return bool((given >= worth - slack).all() and abs(given[-1] - worth[-1]) <= slack)


def least_core(values: npt.ArrayLike) -> LeastCore:
    """Return the least core of the values of all coalitions, (2^M,) by bits.

    Raises InvalidValue for a number of values that is no power of two, TooManyMembers, MissingExtra without scipy.
    """
    worth, scale = _scaled(values)
    inside = _membership(members_of(worth))
    if len(worth) <= 2:
        return LeastCore(0.0, worth[1:] * scale)
    found = _smallest_miss(inside[1:-1], worth[1:-1], inside[-1:], worth[-1:])
    return LeastCore(float(found.values[-1]) * scale, found.values[:-1] * scale)


def nucleolus(values: npt.ArrayLike) -> Array:
    """Return the split, (M,), of the values of all coalitions, (2^M,) by bits, that is best for the worst off.

    Each step finds the smallest eps, fixes the coalitions that miss exactly that in every solution (those with a price
    above zero), and drops those whose part follows from what is fixed; at most M steps. Splits below v({i}) are not
    ruled out, which makes a difference only if the core is empty (prenucleolus).
    Raises InvalidValue for a number of values that is no power of two, TooManyMembers, MissingExtra without scipy.
    """
    worth, scale = _scaled(values)
    inside = _membership(members_of(worth))
    fixed, fixed_to, free = inside[-1:], worth[-1:], np.arange(1, len(worth) - 1)
    while len(free := free[~_follow(inside[free], fixed)]):
        found = _smallest_miss(inside[free], worth[free], fixed, fixed_to)
        tight = free[found.shadow_prices < -TIGHT]
        fixed = np.vstack([fixed, inside[tight]])
        fixed_to = np.concatenate([fixed_to, worth[tight] - found.values[-1]])
    split: Array = np.asarray(np.linalg.lstsq(fixed, fixed_to)[0], dtype=np.float64)
    return split * scale


def _smallest_miss(free: Array, worth: Array, fixed: Array, fixed_to: Array) -> Solution:
    """Return x and eps, the last value: the smallest with x(G) >= v(G) - eps for the free, x(G) known for the fixed."""
    members = free.shape[1]
    at_most = (np.hstack([-free, -np.ones((len(free), 1))]), -worth)
    equal = (np.hstack([fixed, np.zeros((len(fixed), 1))]), fixed_to)
    bounds: Bounds = [(None, None)] * (members + 1)
    return minimise(np.array([*np.zeros(members), 1.0]), bounds, at_most=at_most, equal=equal)


def _follow(rows: Array, fixed: Array) -> npt.NDArray[np.bool_]:
    """Tell of which rows the sum follows from the fixed ones, (rows,): they lie in the same space."""
    _, singular, basis = np.linalg.svd(fixed, full_matrices=False)
    kept = basis[singular > TIGHT]
    follows: npt.NDArray[np.bool_] = np.abs(rows - rows @ kept.T @ kept).max(axis=1) < TIGHT
    return follows


def _membership(members: int) -> Array:
    """Return who is in which coalition, (2^M, M), ones and zeros."""
    return (np.arange(1 << members)[:, None] >> np.arange(members) & 1).astype(np.float64)


def _scaled(values: npt.ArrayLike) -> tuple[Array, float]:
    """Return the values with the largest at 1, and by what they were divided: solvers judge zero by absolute bounds."""
    worth = np.asarray(values, dtype=np.float64)
    refuse_too_many(members_of(worth))
    scale = float(np.abs(worth).max()) or 1.0
    return worth / scale, scale

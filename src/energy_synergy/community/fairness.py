"""Fairness: how evenly something is spread over the members of a group.

A number about fairness means nothing without the thing that is spread: `Measured` names it. A member for whom the thing
is undefined (NaN) is left out. Fairness goes with the total gain: who shares nothing shares it evenly.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from energy_synergy.errors import marked
from energy_synergy.sharing.base import Array

# Below a thousandth of a cent a member is not better off: rounding errors of a year stay well below.
LEAST_GAIN = 1e-5
CRUMB = 1e-9


class Measured(StrEnum):
    """What is spread over the members."""

    SAVINGS = "savings"
    SAVINGS_PER_KWH = "savings_per_kwh"
    SAVINGS_OF_BILL = "savings_of_bill"
    SERVICE = "service"


MEASURED_LABELS = {
    Measured.SAVINGS: marked("Savings of each member"),
    Measured.SAVINGS_PER_KWH: marked("Savings of each member per kWh that it gave or received"),
    Measured.SAVINGS_OF_BILL: marked("Savings of each member as a part of its bill without the group"),
    Measured.SERVICE: marked("Energy that each member received as a part of what it needed"),
}


@dataclass(frozen=True, slots=True)
class Fairness:
    """How evenly the measured thing is spread, over how many members; None where a measure is undefined."""

    measured: Measured
    members: int
    jain: float | None
    gini: float | None
    min_max: float | None


def compute_fairness(values: npt.ArrayLike, *, measured: Measured) -> Fairness:
    """Return the measures of one thing, (M,), over the members for whom it is defined."""
    known = _known(values)
    return Fairness(measured, len(known), jain(known), gini(known), min_max(known))


def jain(values: npt.ArrayLike) -> float | None:
    """Return (sum x)^2 / (M sum x^2): 1 if all have the same, 1 / M if one has all.

    None unless all values are >= 0 and one is above. Jain, Chiu & Hawe, DEC-TR-301 (1984).
    """
    known = _spread(values)
    return None if known is None else float(known.sum() ** 2 / (len(known) * (known**2).sum()))


def gini(values: npt.ArrayLike) -> float | None:
    """Return sum over i, j of |x_i - x_j| / (2 M sum x): 0 if all have the same, (M - 1) / M if one has all.

    None unless all values are >= 0 and one is above: with losses among them it may exceed 1 and says nothing.
    """
    known = _spread(values)
    if known is None:
        return None
    members = len(known)
    # With x sorted upwards, sum over i, j of |x_i - x_j| is 2 sum over k of (2 k - M + 1) x_k.
    weights = 2 * np.arange(members) - members + 1
    return float(weights @ np.sort(known) / (members * known.sum()))


def min_max(values: npt.ArrayLike) -> float | None:
    """Return the smallest value over the largest: 1 if all have the same, 0 if somebody has nothing.

    None unless all values are >= 0 and one is above.
    """
    known = _spread(values)
    return None if known is None else float(known.min() / known.max())


def quality_of_experience(prices_per_kwh: npt.ArrayLike, *, lowest: float, highest: float) -> float | None:
    """Return 1 - std / std_max of the prices that members see, std_max = (highest - lowest) / 2.

    `lowest` and `highest` are the prices that were possible. None without prices or if there was only one.
    Hossfeld, Skorin-Kapov, Heegaard & Varela, Quality and User Experience 3 (2018).
    """
    known = _known(prices_per_kwh)
    if not len(known) or highest <= lowest:
        return None
    return float(1 - np.std(known) / ((highest - lowest) / 2))


def quality_of_service(received_kwh: npt.ArrayLike, needed_kwh: npt.ArrayLike) -> Array:
    """Return what each member received over what it needed, (M,), NaN for one that needed nothing."""
    received, needed = np.asarray(received_kwh, dtype=np.float64), np.asarray(needed_kwh, dtype=np.float64)
    service = np.full(needed.shape, np.nan)
    np.divide(received, needed, out=service, where=needed > 0)
    return service


def participation_willingness(savings: npt.ArrayLike) -> float | None:
    """Return the part of the members that are better off than alone, None without members.

    Zhou, Wu & Long, Applied Energy 222 (2018), equation 18.
    """
    known = _known(savings)
    return float((known > LEAST_GAIN).mean()) if len(known) else None


def _known(values: npt.ArrayLike) -> Array:
    array = np.asarray(values, dtype=np.float64)
    return array[~np.isnan(array)]


def _spread(values: npt.ArrayLike) -> Array | None:
    """Return the values that are known if they are a quantity that can be spread, else None.

    A crumb of rounding below zero is a zero.
    """
    known = _known(values)
    if not len(known) or known.max() <= 0 or known.min() < -CRUMB * known.max():
        return None
    return np.maximum(known, 0.0)

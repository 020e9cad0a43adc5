"""Rounding that keeps the sum: largest remainders."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from energy_synergy.errors import InvalidValue, marked

Ints = npt.NDArray[np.int64]
# Sums of thousands of binary fractions are off by far less; a coefficient of six decimals left out by far more.
SUM_TOLERANCE = 1e-9


class CoefficientsDoNotSum(InvalidValue):
    """Coefficients do not sum to what they must."""

    code = "coefficients_do_not_sum"


class CoefficientBelowZero(InvalidValue):
    """A coefficient is below zero or no number."""

    code = "coefficient_below_zero"


def whole_parts(shares: npt.ArrayLike, units: int) -> Ints:
    """Return fractions as whole units that sum to exactly `units`, rows of (..., M) each by itself.

    Every share is rounded down; the units that lack go to the largest remainders, ties in the order given. Rounding
    down alone would lose them: four keys rounded down to 0.1 % lose 0.2 of 100 kWh.
    Raises CoefficientBelowZero, CoefficientsDoNotSum.
    """
    fractions = np.asarray(shares, dtype=np.float64)
    if not np.isfinite(fractions).all() or (fractions < 0).any():
        raise CoefficientBelowZero(marked("A coefficient is below zero or no number. Give fractions from 0 to 1."))
    sums = fractions.sum(axis=-1)
    if fractions.shape[-1] == 0 or (np.abs(sums - 1) > SUM_TOLERANCE).any():
        worst = sums.flat[int(np.argmax(np.abs(sums - 1)))] if fractions.shape[-1] else 0.0
        raise CoefficientsDoNotSum(
            marked("The coefficients sum to {total}, they must sum to exactly 1. Change one, or give more decimals."),
            total=f"{worst:.9g}",
        )
    exact = fractions * units
    parts = np.floor(exact).astype(np.int64)
    lacking = units - parts.sum(axis=-1, keepdims=True)
    # The place of each share among the remainders of its row, the largest first; equal ones keep their order.
    order = np.argsort(parts - exact, axis=-1, kind="stable")
    ranks = np.argsort(order, axis=-1, kind="stable")
    rounded: Ints = parts + (ranks < lacking)
    return rounded

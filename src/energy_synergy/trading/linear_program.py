"""Linear programs, solved by HiGHS through scipy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from energy_synergy.errors import InvariantBroken, require
from energy_synergy.sharing.base import Array

EXTRA = "matching"
Bounds = list[tuple[float | None, float | None]]


@dataclass(frozen=True, slots=True)
class Solution:
    """The values of the variables, the value of the objective, and what one more unit of each limit adds to it."""

    values: Array
    objective: float
    shadow_prices: Array


def minimise(
    cost: Array, bounds: Bounds, *, at_most: tuple[Any, Array] | None = None, equal: tuple[Any, Array] | None = None
) -> Solution:
    """Return the smallest cost @ x with A x <= b for `at_most` and A x = b for `equal`; matrices may be sparse.

    Raises MissingExtra without scipy, InvariantBroken if there is no solution: callers pose programs that have one.
    """
    linprog = require("scipy.optimize", extra=EXTRA).linprog
    (a_ub, b_ub), (a_eq, b_eq) = at_most or (None, None), equal or (None, None)
    found = linprog(cost, A_ub=a_ub, b_ub=b_ub, A_eq=a_eq, b_eq=b_eq, bounds=bounds, method="highs")
    if found.x is None:
        raise InvariantBroken(f"a linear program has no solution: {found.message}")
    prices = found.ineqlin.marginals if at_most else np.empty(0)
    return Solution(np.asarray(found.x, dtype=np.float64), float(found.fun), np.asarray(prices, dtype=np.float64))


def rows_of(places: list[list[int]], width: int, weights: list[list[float]] | None = None) -> Any:
    """Return a sparse matrix whose row r has `weights[r]`, or ones, in the columns `places[r]`."""
    sparse = require("scipy.sparse", extra=EXTRA)
    row = [r for r, columns in enumerate(places) for _ in columns]
    column = [place for columns in places for place in columns]
    data = [weight for line in weights for weight in line] if weights else np.ones(len(column))
    return sparse.csr_array((data, (row, column)), shape=(len(places), width))

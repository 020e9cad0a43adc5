"""The Shapley value: each member gets what it adds on average over all orders of joining.

It rewards what members contribute, and may lie outside the core: a coalition may then gain more by itself.
Shapley, Contributions to the Theory of Games II (1953).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import factorial

import numpy as np
import numpy.typing as npt

from energy_synergy.errors import InvalidValue, marked
from energy_synergy.sharing.base import Array
from energy_synergy.trading.cooperative import EnergyGame, joining_values


@dataclass(frozen=True, slots=True)
class SampledSplit:
    """An estimate of the Shapley value, its standard error [currency], both (M,), and the orders it was drawn from."""

    gain: Array
    standard_error: Array
    orders: int
    seed: int


def shapley(values: npt.ArrayLike) -> Array:
    """Return the Shapley value, (M,), of the values of all coalitions, (2^M,) by bits.

    phi_i = sum over G without i of |G|! (M - |G| - 1)! / M! (v(G + i) - v(G)).
    Raises InvalidValue for a number of values that is no power of two.
    """
    worth = np.asarray(values, dtype=np.float64)
    members = members_of(worth)
    coalitions = np.arange(1 << members)
    sizes = sum((coalitions >> member & 1 for member in range(members)), np.zeros_like(coalitions))
    orders = [factorial(size) * factorial(members - size - 1) / factorial(members) for size in range(members)]
    weights = np.array([*orders, 0.0])
    gains = np.empty(members)
    for member in range(members):
        without = coalitions[coalitions >> member & 1 == 0]
        gains[member] = weights[sizes[without]] @ (worth[without | 1 << member] - worth[without])
    return gains


def members_of(values: Array) -> int:
    """Return how many members a game with so many values has.

    Raises InvalidValue for values that are not finite, or whose number is no power of two.
    """
    members = len(values).bit_length() - 1
    if values.ndim != 1 or members < 1 or len(values) != 1 << members or not np.isfinite(values).all():
        raise InvalidValue(
            marked("A game has one finite value for each coalition: 2, 4, 8 ... of them, not {count}."),
            count=values.size,
        )
    return members


def sampled_shapley(game: EnergyGame, *, pairs: int = 100, seed: int = 0) -> SampledSplit:
    """Return an estimate of the Shapley value from `pairs` random orders, each with its reverse.

    Who joins late in an order joins early in its reverse, so the two errors partly cancel; the standard error is that
    of the means of pairs. Every order splits v(N) in full, so the estimate sums to v(N). The same seed draws the same
    orders. Raises InvalidValue for fewer than two pairs.
    """
    if pairs < 2:
        raise InvalidValue(marked("A standard error needs at least two pairs of orders, not {pairs}."), pairs=pairs)
    draw = np.random.default_rng(seed)
    means = np.empty((pairs, game.members))
    for row in means:
        order = draw.permutation(game.members).tolist()
        row[:] = (joining_values(game, order) + joining_values(game, order[::-1])) / 2
    error = means.std(axis=0, ddof=1) / np.sqrt(pairs)
    return SampledSplit(means.mean(axis=0), error, 2 * pairs, seed)

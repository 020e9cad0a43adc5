"""The equal key: the same for everyone, and what one cannot use goes to the others."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from energy_synergy.sharing.base import Array, PooledKey, Span, row_sums


class Equal(PooledKey):
    """Share equally, and give what a member cannot use to the others (water-filling).

    received_i = min(d_i, level), the level chosen so that the sum is min(S, D): max-min fair, also called glass
    filling or constrained equal awards (Boccard & Goetz, Energy Economics 150, 2025, 108822).
    """

    name: ClassVar[str] = "equal"
    span: ClassVar[Span] = "slot"

    def receive(self, pool_kwh: Array, deficit_kwh: Array) -> Array:
        """Return what each member receives [kWh], (T, M)."""
        level = _water_level(deficit_kwh, np.minimum(pool_kwh, row_sums(deficit_kwh)))
        return np.minimum(deficit_kwh, level[:, None])


def _water_level(deficit_kwh: Array, pool_kwh: Array) -> Array:
    """Return the level that spends the pool, (T,): sum of min(d, level) = pool <= sum d.

    With d sorted upwards, (pool - d_1 - ... - d_k) / (M - k) rises while the next d lies below it and falls from
    there on; its largest value is the level.
    """
    members = deficit_kwh.shape[1]
    ordered = np.sort(deficit_kwh, axis=1)
    rest = np.repeat(pool_kwh[:, None], members, axis=1)
    rest[:, 1:] -= np.cumsum(ordered[:, :-1], axis=1)
    rest /= np.arange(members, 0, -1)
    level: Array = rest.max(axis=1, initial=0.0)
    return level

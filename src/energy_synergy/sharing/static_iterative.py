"""The iterative static key: fixed shares, and what one cannot use goes to the others."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from energy_synergy.sharing.base import Array, SharesKey, Span, row_sums


class StaticIterative(SharesKey):
    """Share by fixed parts, and give what a member cannot use to the others by theirs; a share of 0 never receives.

    received_i = min(d_i, level * share_i), the level chosen so that all is spent: weighted water-filling, the limit of
    rounds in which the shares of those who still need something are raised to 1 together; also called weighted
    constrained equal awards (Boccard & Goetz, Energy Economics 150, 2025, 108822). A member with share 0 receives
    nothing even where energy is left over; the key `hybrid` serves it. All that can be shared is shared where every
    member in need has a share above 0.
    """

    name: ClassVar[str] = "static_iterative"
    span: ClassVar[Span] = "slot"
    is_complete: ClassVar[bool] = False
    ignores_idle_members: ClassVar[bool] = True

    def receive(self, pool_kwh: Array, deficit_kwh: Array) -> Array:
        """Return what each member receives [kWh], (T, M).

        Raises SharesRefused when there is not one share for each member.
        """
        shares = self.shares_of(deficit_kwh)
        entitled = shares > 0
        wanted = deficit_kwh if entitled.all() else np.where(entitled, deficit_kwh, 0.0)
        demand = row_sums(wanted)
        is_short = np.flatnonzero(demand > pool_kwh)
        received = wanted.copy()
        level = _level(wanted[np.ix_(is_short, entitled)], shares[entitled], pool_kwh[is_short])
        received[is_short] = np.minimum(wanted[is_short], np.outer(level, shares))
        return received


def _level(deficit_kwh: Array, shares: Array, pool_kwh: Array) -> Array:
    """Return the level that spends the pool, (T,): sum of min(d, level * share) = pool < sum d.

    A member is full at the level d / share. With members in that order, (pool - d_1 - ... - d_k) / (share_k+1 + ... +
    share_M) rises while the next one is full below it and falls from there on; its largest value is the level.
    """
    with np.errstate(over="ignore"):  # a tiny share is full at infinity, behind all others
        order = np.argsort(deficit_kwh / shares, axis=1)
        rest = np.repeat(pool_kwh[:, None], len(shares), axis=1)
        rest[:, 1:] -= np.cumsum(np.take_along_axis(deficit_kwh, order, axis=1)[:, :-1], axis=1)
        rest /= np.cumsum(shares[order][:, ::-1], axis=1)[:, ::-1]
    level: Array = rest.max(axis=1, initial=0.0)
    return np.minimum(level, np.finfo(np.float64).max)

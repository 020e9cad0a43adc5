"""The dynamic key: in proportion to the need of the slot."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from energy_synergy.sharing.base import Array, PooledKey, Span, fraction, row_sums


class ProRata(PooledKey):
    """Share in proportion to each member's deficit in the same slot (dynamic key).

    received_i = d_i * min(1, S/D), given_i = s_i * min(1, D/S); nothing moves where S or D is 0.
    The default in France and Luxembourg, usual in Austria ("dynamisch").
    """

    name: ClassVar[str] = "pro_rata"
    span: ClassVar[Span] = "slot"

    def receive(self, pool_kwh: Array, deficit_kwh: Array) -> Array:
        """Return what each member receives [kWh], (T, M)."""
        received: Array = deficit_kwh * fraction(pool_kwh, row_sums(deficit_kwh))[:, None]
        return received

    def share_block(self, left_kwh: Array, left_sums: Array, out: Array) -> None:
        """Write given and received [kWh] into `out` (2, T, M)."""
        if self.giving_ranks:
            super().share_block(left_kwh, left_sums, out)
            return
        moving = fraction(left_sums.min(axis=0), left_sums)
        np.multiply(left_kwh, moving[:, :, None], out=out)

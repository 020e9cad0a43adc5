"""The dynamic key: in proportion to the need of the slot."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from energy_synergy.sharing.base import Array, Shared, SharingKey, Span, fraction, row_sums


class ProRata(SharingKey):
    """Share in proportion to each member's deficit in the same slot (dynamic key).

    received_i = d_i * min(1, S/D), given_i = s_i * min(1, D/S); nothing moves where S or D is 0.
    The default in France and Luxembourg, usual in Austria ("dynamisch").
    """

    name: ClassVar[str] = "pro_rata"
    span: ClassVar[Span] = "slot"

    def share(self, surplus_kwh: Array, deficit_kwh: Array) -> Shared:
        """Return given and received [kWh], (T, M)."""
        surplus, deficit = row_sums(surplus_kwh), row_sums(deficit_kwh)
        given = surplus_kwh * fraction(deficit, surplus)[:, None]
        return Shared(given, deficit_kwh * fraction(surplus, deficit)[:, None])

    def share_block(self, left_kwh: Array, left_sums: Array, out: Array) -> None:
        """Write given and received [kWh] into `out` (2, T, M)."""
        moving = fraction(left_sums.min(axis=0), left_sums)
        np.multiply(left_kwh, moving[:, :, None], out=out)

"""The hybrid key: fixed shares first, the rest by need."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from energy_synergy.sharing.base import Array, SharesKey, Span, fraction, row_sums


class Hybrid(SharesKey):
    """Share by fixed parts first, then what is left in proportion to what each member still needs.

    a_i = min(share_i * S, d_i); received_i = a_i + (d_i - a_i) * min(1, (S - sum a) / (D - sum a)). A member with share
    0 is served in the second round. Of the kind that Brussels calls hybrid.
    """

    name: ClassVar[str] = "hybrid"
    span: ClassVar[Span] = "slot"

    def receive(self, pool_kwh: Array, deficit_kwh: Array) -> Array:
        """Return what each member receives [kWh], (T, M).

        Raises SharesRefused when there is not one share for each member.
        """
        received = np.outer(pool_kwh, self.shares_of(deficit_kwh))
        np.minimum(received, deficit_kwh, out=received)
        still = deficit_kwh - received
        rest = np.maximum(pool_kwh - row_sums(received), 0.0)
        still *= fraction(rest, row_sums(still))[:, None]
        received += still
        return received

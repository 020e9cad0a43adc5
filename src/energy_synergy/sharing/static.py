"""The static key: fixed shares agreed beforehand."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from pydantic import Field

from energy_synergy.sharing.base import Array, SharesKey, Span, row_sums


class Static(SharesKey):
    """Share by fixed parts; what a member cannot use of its part goes to the grid.

    received_i = min(share_i * S, d_i). With more than one round the rest of the surplus is offered again by the same
    shares, not raised to 1 for those who still need something: received_i += min(d_i - received_i, share_i * rest).
    Austria "statisch" and Wallonia "fixed" are one round, Spain's beta coefficients too; Brussels has several.
    """

    name: ClassVar[str] = "static"
    span: ClassVar[Span] = "slot"
    is_complete: ClassVar[bool] = False

    rounds: int = Field(
        default=1, ge=1, le=100, description="In how many rounds the surplus, then the rest, is offered"
    )
    may_sum_below_one: bool = Field(
        default=False, description="Accept shares of less than 1 together, as in France; the rest goes to the grid"
    )

    def _may_sum_below_one(self) -> bool:
        return self.may_sum_below_one

    def receive(self, pool_kwh: Array, deficit_kwh: Array) -> Array:
        """Return what each member receives [kWh], (T, M).

        Raises SharesRefused when there is not one share for each member.
        """
        shares = self.shares_of(deficit_kwh)
        received = np.outer(pool_kwh, shares)
        np.minimum(received, deficit_kwh, out=received)
        for _ in range(1, self.rounds):
            rest = np.maximum(pool_kwh - row_sums(received), 0.0)
            received += np.minimum(deficit_kwh - received, np.outer(rest, shares))
        return received

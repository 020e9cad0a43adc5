"""Fixed shares that change from slot to slot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Self

import numpy as np
from pydantic import Field, model_validator

from energy_synergy.errors import marked
from energy_synergy.sharing.base import SUM_TOLERANCE, Array, PooledKey, SharesRefused, Span, at_most_one
from energy_synergy.sharing.table import Table


class SlotShares(PooledKey):
    """Share by parts that are fixed for each slot; what a member cannot use of its part goes to the grid.

    received_ti = min(share_ti * S_t, d_ti). Spain's hourly beta coefficients, fixed beforehand, and the "dynamique
    simple" of France, sent by the organiser afterwards.
    """

    name: ClassVar[str] = "slot_shares"
    span: ClassVar[Span] = "slot"
    is_complete: ClassVar[bool] = False
    ignores_idle_members: ClassVar[bool] = False

    shares: Table = Field(description="Part of the surplus for each slot and member, slots x members; 1 in each slot")
    may_sum_below_one: bool = Field(
        default=False, description="Accept shares of less than 1 together, as in France; the rest goes to the grid"
    )

    @model_validator(mode="after")
    def _sum(self) -> Self:
        if self.shares.ndim != 2:
            raise SharesRefused(marked("The shares of slots are a table, slots x members."))
        beyond = self.shares.sum(axis=1) - 1
        wrong = (beyond if self.may_sum_below_one else np.abs(beyond)) > SUM_TOLERANCE
        if wrong.any():
            slot = int(wrong.argmax())
            raise SharesRefused(
                marked("The shares of slot {slot} sum to {total}, not to 1. Correct them so that they do."),
                slot=slot + 1,
                total=float(beyond[slot] + 1),
            )
        return self

    def receive(self, pool_kwh: Array, deficit_kwh: Array) -> Array:
        """Return what each member receives [kWh], (T, M).

        Raises SharesRefused when the table has other slots or members.
        """
        if self.shares.shape != deficit_kwh.shape:
            raise SharesRefused(
                marked("The shares are for {found} slots x members, and the window has {needed}."),
                found=self.shares.shape,
                needed=deficit_kwh.shape,
            )
        return np.minimum(at_most_one(self.shares) * pool_kwh[:, None], deficit_kwh)

    def on_rows(self, rows: slice) -> SlotShares:
        """Return the key with the shares of some rows."""
        return self.model_copy(update={"shares": self.shares[rows]})

    @classmethod
    def sample(cls, slots: int, members: int) -> Self:
        """Return the shares 1, 2, 3, ... of their sum, which move on by one member in each slot."""
        places = (np.arange(slots)[:, None] + np.arange(members)) % members + 1
        return cls(shares=places / (members * (members + 1) / 2))

    def permuted(self, order: Sequence[int]) -> Self:
        """Return the shares in the new order."""
        return super().permuted(order).model_copy(update={"shares": self.shares[:, list(order)]})

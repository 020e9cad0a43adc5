"""The static key: fixed shares agreed beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum
from typing import Annotated, ClassVar, Self

import numpy as np
from pydantic import Field, field_validator

from energy_synergy.errors import InvalidValue, marked
from energy_synergy.sharing.base import Array, Shared, SharingKey, Span, fraction, row_sums

SUM_TOLERANCE = 1e-9


class SharesRefused(InvalidValue):
    """The shares do not sum to 1, or there is not one for each member."""

    code = "shares_refused"


class Static(SharingKey):
    """Share by fixed parts; what a member cannot use of its part goes to the grid.

    received_i = min(share_i * S, d_i), and every producer sells the same fraction of its surplus.
    Austria "statisch", Wallonia "fixed", Spain's beta coefficients (which must sum to 1).
    """

    name: ClassVar[str] = "static"
    span: ClassVar[Span] = "slot"
    is_complete: ClassVar[bool] = False
    ignores_idle_members: ClassVar[bool] = False

    shares: tuple[Annotated[float, Field(ge=0, le=1)], ...] = Field(
        description="Part of the surplus for each member, in the order of the group; together 1"
    )

    @field_validator("shares")
    @classmethod
    def _sum_to_one(cls, shares: tuple[float, ...]) -> tuple[float, ...]:
        total = fsum(shares)
        if abs(total - 1.0) > SUM_TOLERANCE:
            raise SharesRefused(
                marked("The shares sum to {total}, not to 1. Correct them so that they do."), total=total
            )
        return shares

    def share(self, surplus_kwh: Array, deficit_kwh: Array) -> Shared:
        """Return given and received [kWh], (T, M).

        Raises SharesRefused when there is not one share for each member.
        """
        members = deficit_kwh.shape[1]
        if len(self.shares) != members:
            raise SharesRefused(
                marked("There are {shares} shares for {members} members. Give one share for each member."),
                shares=len(self.shares),
                members=members,
            )
        surplus = row_sums(surplus_kwh)
        received = np.outer(surplus, self.shares)
        np.minimum(received, deficit_kwh, out=received)
        return Shared(surplus_kwh * fraction(row_sums(received), surplus)[:, None], received)

    @classmethod
    def sample(cls, slots: int, members: int) -> Self:
        """Return unequal shares: 1, 2, 3, ... of their sum."""
        total = members * (members + 1) / 2
        return cls(shares=tuple((place + 1) / total for place in range(members)))

    def permuted(self, order: Sequence[int]) -> Self:
        """Return the shares in the new order."""
        return type(self)(shares=tuple(self.shares[place] for place in order))

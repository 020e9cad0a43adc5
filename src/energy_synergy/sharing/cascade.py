"""The cascade: who stands first is served first."""

from __future__ import annotations

from typing import ClassVar, Self

from pydantic import Field

from energy_synergy.sharing.base import Array, PooledKey, Ranks, Span, by_rank


class Cascade(PooledKey):
    """Serve members by rank: the first take what they need, the next share what is left; equal ranks pro rata.

    received of rank r = d_i * min(1, rest/D_r), the rest being what the ranks before it left. Also called priority or
    hierarchical key (Portugal, Luxembourg).
    """

    name: ClassVar[str] = "cascade"
    span: ClassVar[Span] = "slot"
    member_fields: ClassVar[tuple[str, ...]] = ("giving_ranks", "ranks")

    ranks: Ranks = Field(
        min_length=1, description="Rank of each member, in the order of the group: 1 is served first, equal ranks share"
    )

    def receive(self, pool_kwh: Array, deficit_kwh: Array) -> Array:
        """Return what each member receives [kWh], (T, M).

        Raises RanksRefused when there is not one rank for each member.
        """
        return by_rank(pool_kwh, deficit_kwh, self.ranks)

    @classmethod
    def sample(cls, slots: int, members: int) -> Self:
        """Return the ranks 2, 3, 1, 2, 3, 1, ..."""
        return cls(ranks=tuple((place + 1) % 3 + 1 for place in range(members)))

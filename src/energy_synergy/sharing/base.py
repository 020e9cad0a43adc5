"""The contract of a sharing key, and what keys have in common: ranks, shares, whose surplus goes first."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum
from typing import Annotated, ClassVar, Literal, Self

import numpy as np
import numpy.typing as npt
from pydantic import Field, model_validator

from energy_synergy.errors import InvalidValue, marked
from energy_synergy.registry import Option

Array = npt.NDArray[np.float64]
Span = Literal["slot", "window"]
SUM_TOLERANCE = 1e-9
Rank = Annotated[int, Field(ge=1)]
Ranks = tuple[Rank, ...]


class SharesRefused(InvalidValue):
    """The shares do not sum to 1, or there is not one for each member."""

    code = "shares_refused"


class RanksRefused(InvalidValue):
    """There is not one rank for each member."""

    code = "ranks_refused"


@dataclass(frozen=True, slots=True)
class Shared:
    """Energy that changes company: `given_kwh` and `received_kwh` [kWh], (T, M), with equal sums per slot."""

    given_kwh: Array
    received_kwh: Array


class SharingKey(Option, ABC):
    """A rule that moves surplus to deficit inside the group, slot by slot.

    `span` is what the rule looks at: a "slot" key judges each slot alone and may be called with any run of them, as
    `on_rows` returns it for them; a "window" key is called once with all. A complete key always moves min(sum
    surplus, sum deficit). A key that does not ignore idle members changes its result when a member without surplus
    and deficit joins. `member_fields` names the fields that have one entry for each member.
    """

    span: ClassVar[Span] = "window"
    is_complete: ClassVar[bool] = True
    ignores_idle_members: ClassVar[bool] = True
    member_fields: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def share(self, surplus_kwh: Array, deficit_kwh: Array) -> Shared:
        """Return what each member gives and receives [kWh], (T, M).

        For all slots: 0 <= given <= surplus, 0 <= received <= deficit, sum given = sum received.
        """

    def share_block(self, left_kwh: Array, left_sums: Array, out: Array) -> None:
        """Write given and received into `out` (2, T, M); override to save a copy and sums that are known already.

        `left_kwh` (2, T, M) holds surplus and deficit [kWh], `left_sums` (2, T) their sums over the members.
        """
        shared = self.share(left_kwh[0], left_kwh[1])
        out[0], out[1] = shared.given_kwh, shared.received_kwh

    @property
    def mixes_givers(self) -> bool:
        """Whether every receiver has the same mix of givers; if not, `flow_matrix` and `pair_kwh` are overridden."""
        return True

    def flow_matrix(self, surplus_kwh: Array, deficit_kwh: Array, per_kwh: Array | None = None) -> Array:
        """Return who gives how much to whom over all slots [kWh], (M, M), giver x receiver.

        With `per_kwh`, (T,), the energy of each slot is multiplied by it first, such as by a price.
        """
        shared = self.share(surplus_kwh, deficit_kwh)
        return mixed_flows(shared.given_kwh, shared.received_kwh, per_kwh)

    def pair_kwh(self, surplus_kwh: Array, deficit_kwh: Array, giver: int, receiver: int) -> Array:
        """Return what one member gives another in each slot [kWh], (T,)."""
        shared = self.share(surplus_kwh, deficit_kwh)
        return mixed_pair(shared.given_kwh, shared.received_kwh, giver, receiver)

    def on_rows(self, rows: slice) -> SharingKey:
        """Return the key for a run of rows of its window; override where a field has one entry per row."""
        return self

    def __eq__(self, other: object) -> bool:
        """Compare field by field: pydantic cannot where a field is an array."""
        return type(self) is type(other) and all(
            np.array_equal(value, getattr(other, name)) for name, value in self.__dict__.items()
        )

    @classmethod
    def sample(cls, slots: int, members: int) -> Self:
        """Return a key that fits a window of that size; override where a field has one entry per slot or member."""
        return cls()

    def permuted(self, order: Sequence[int]) -> Self:
        """Return the key for the same members in another order: new place k holds the old member order[k]."""
        entries = {name: getattr(self, name) for name in self.member_fields}
        return self.model_copy(update={name: tuple(one[k] for k in order) for name, one in entries.items() if one})


class PooledKey(SharingKey):
    """A key of one pool: it says who receives; who gives is the same for all such keys.

    All producers give the same fraction of their surplus, or, where they have ranks, the first ones give first.
    """

    member_fields: ClassVar[tuple[str, ...]] = ("giving_ranks",)

    giving_ranks: Ranks = Field(
        default=(),
        description="Whose surplus goes first when there is too much: a rank for each member, 1 first, equal ranks in "
        "proportion; empty: all in proportion",
    )

    @abstractmethod
    def receive(self, pool_kwh: Array, deficit_kwh: Array) -> Array:
        """Return what each member receives [kWh], (T, M), from a pool (T,).

        For all slots: 0 <= received <= deficit, sum received <= pool.
        """

    def share(self, surplus_kwh: Array, deficit_kwh: Array) -> Shared:
        """Return given and received [kWh], (T, M).

        Raises SharesRefused or RanksRefused when a field has not one entry for each member.
        """
        left = (surplus_kwh, deficit_kwh)
        out = np.empty((2, *surplus_kwh.shape))
        self.share_block(np.stack(left), np.stack([row_sums(one) for one in left]), out)
        return Shared(out[0], out[1])

    def share_block(self, left_kwh: Array, left_sums: Array, out: Array) -> None:
        """Write given and received [kWh] into `out` (2, T, M)."""
        out[1] = self.receive(left_sums[0], left_kwh[1])
        moved = row_sums(out[1])
        if self.giving_ranks:
            out[0] = by_rank(moved, left_kwh[0], self.giving_ranks)
        else:
            np.multiply(left_kwh[0], fraction(moved, left_sums[0])[:, None], out=out[0])


class SharesKey(PooledKey):
    """A key of one pool with a fixed part of it for each member."""

    ignores_idle_members: ClassVar[bool] = False
    member_fields: ClassVar[tuple[str, ...]] = ("giving_ranks", "shares")

    shares: tuple[Annotated[float, Field(ge=0, le=1)], ...] = Field(
        description="Part of the surplus for each member, in the order of the group; together 1"
    )

    @model_validator(mode="after")
    def _sum_to_one(self) -> Self:
        total = fsum(self.shares)
        if not (total <= 1 + SUM_TOLERANCE if self._may_sum_below_one() else abs(total - 1) <= SUM_TOLERANCE):
            raise shares_sum_refused(total, may_be_less=self._may_sum_below_one())
        return self

    def _may_sum_below_one(self) -> bool:
        return False

    def shares_of(self, deficit_kwh: Array) -> Array:
        """Return the shares as an array, (M,).

        Raises SharesRefused when there is not one for each member.
        """
        members = deficit_kwh.shape[1]
        if len(self.shares) != members:
            raise SharesRefused(
                marked("There are {shares} shares for {members} members. Give one share for each member."),
                shares=len(self.shares),
                members=members,
            )
        return at_most_one(np.array(self.shares))

    @classmethod
    def sample(cls, slots: int, members: int) -> Self:
        """Return unequal shares: 1, 2, 3, ... of their sum."""
        total = members * (members + 1) / 2
        return cls(shares=tuple((place + 1) / total for place in range(members)))


def shares_sum_refused(total: float, *, may_be_less: bool = False) -> SharesRefused:
    """Return the refusal of shares that do not sum to what is demanded."""
    # No more digits than are judged: 0.1 three times and 0.9 sum to 1.2, not to 1.2000000000000002.
    shown = round(total, 10)
    if may_be_less:
        return SharesRefused(marked("The shares sum to {total}, more than 1. Correct them."), total=shown)
    return SharesRefused(marked("The shares sum to {total}, not to 1. Correct them so that they do."), total=shown)


def at_most_one(shares: Array) -> Array:
    """Return shares whose sums along the last axis are 1 at most.

    The sum of what somebody writes may be 1.0000000002; taken as it is, more would be received than was given.
    """
    totals = shares.sum(axis=-1, keepdims=True)
    return shares / totals.clip(min=1.0) if (totals > 1).any() else shares


def row_sums(energy_kwh: Array) -> Array:
    """Return the sum over the members, the last axis [kWh]: (T,) of (T, M)."""
    sums: Array = energy_kwh @ np.ones(energy_kwh.shape[-1])
    return sums


def fraction(part: Array, whole: Array) -> Array:
    """Return part / whole capped at 1, and 0 where there is no whole, in the shape of `whole`."""
    ratio = np.zeros_like(whole)
    np.divide(np.minimum(part, whole), whole, out=ratio, where=whole > 0)
    return ratio


def by_rank(pool_kwh: Array, wanted_kwh: Array, ranks: Sequence[int]) -> Array:
    """Spend a pool (T,) on what members want (T, M), the lowest rank first, equal ranks in proportion [kWh], (T, M).

    Raises RanksRefused when there is not one rank for each member.
    """
    members = wanted_kwh.shape[1]
    if len(ranks) != members:
        raise RanksRefused(
            marked("There are {ranks} ranks for {members} members. Give one rank for each member."),
            ranks=len(ranks),
            members=members,
        )
    distinct, tier_of = np.unique(np.asarray(ranks, dtype=np.int64), return_inverse=True)
    # Tiers first: the sum that each wants, then what is left of the pool when its turn comes.
    tiers = np.zeros((len(wanted_kwh), len(distinct)))
    for member, tier in enumerate(tier_of):
        tiers[:, tier] += wanted_kwh[:, member]
    rest = np.repeat(pool_kwh[:, None], len(distinct), axis=1)
    rest[:, 1:] -= np.cumsum(tiers[:, :-1], axis=1)
    parts = fraction(np.maximum(rest, 0.0), tiers)
    spent: Array = parts[:, tier_of] * wanted_kwh
    return spent


def mixed_flows(given_kwh: Array, received_kwh: Array, per_kwh: Array | None = None) -> Array:
    """Return the sum over time of flow_ij = given_i * received_j / sum given [kWh], (M, M), from (T, M) without NaN.

    With `per_kwh`, (T,), the energy of each slot is multiplied by it first.
    """
    all_given = row_sums(given_kwh)
    weighted = given_kwh if per_kwh is None else given_kwh * per_kwh[:, None]
    parts = np.divide(weighted, all_given[:, None], out=np.zeros_like(given_kwh), where=all_given[:, None] > 0)
    flows: Array = parts.T @ received_kwh
    return flows


def mixed_pair(given_kwh: Array, received_kwh: Array, giver: int, receiver: int) -> Array:
    """Return given_i * received_j / sum given in each slot for one pair [kWh], (T,), from (T, M) without NaN."""
    all_given = row_sums(given_kwh)
    part = np.divide(given_kwh[:, giver], all_given, out=np.zeros_like(all_given), where=all_given > 0)
    pair: Array = part * received_kwh[:, receiver]
    return pair

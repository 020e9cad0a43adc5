"""The full dynamic key: a coefficient for each producer and consumer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, Self

import numpy as np
from pydantic import Field, model_validator

from energy_synergy.errors import marked
from energy_synergy.sharing.base import SUM_TOLERANCE, Array, Shared, SharingKey, Span, at_most_one, fraction
from energy_synergy.sharing.table import CoefficientsRefused, Table

# A product of matrices up to this size stays on one thread: larger ones stall where other work keeps the cores busy.
MOST_PRODUCTS, LEAST_ROWS = 250_000, 16


class FullDynamic(SharingKey):
    """Share each producer's surplus by its own coefficients for each consumer; what is not taken goes to the grid.

    a_ij = C_jit * s_j from producer j to consumer i, sum_i C_jit <= 1. Where a consumer is offered more than it needs,
    what it takes is scaled back in proportion over the producers. France's full dynamic key; also bilateral contracts.
    """

    name: ClassVar[str] = "full_dynamic"
    span: ClassVar[Span] = "slot"
    is_complete: ClassVar[bool] = False
    ignores_idle_members: ClassVar[bool] = False

    coefficients: Table = Field(
        description="Part of a producer's surplus for a consumer: producers x consumers, in the order of the group, "
        "or slots x producers x consumers; at most 1 together for a producer"
    )

    @model_validator(mode="after")
    def _at_most_one(self) -> Self:
        shape = self.coefficients.shape
        if len(shape) not in (2, 3) or shape[-1] != shape[-2]:
            raise CoefficientsRefused(
                marked("The coefficients are a table of members x members, not of the shape {shape}."),
                shape=shape,
            )
        totals = self.coefficients.sum(axis=-1)
        if (totals > 1 + SUM_TOLERANCE).any():
            place = np.unravel_index(int(totals.argmax()), totals.shape)
            raise CoefficientsRefused(
                marked("The coefficients of producer {producer} sum to {total}, more than 1. Correct them."),
                producer=int(place[-1]) + 1,
                total=float(totals[place]),
            )
        return self

    def share(self, surplus_kwh: Array, deficit_kwh: Array) -> Shared:
        """Return given and received [kWh], (T, M).

        Raises CoefficientsRefused when the table has other slots or members.
        """
        given, received = np.empty_like(surplus_kwh), np.empty_like(deficit_kwh)
        for rows, table in self._blocks(surplus_kwh):
            offered = _times(surplus_kwh[rows], table)
            taken = fraction(deficit_kwh[rows], offered)
            received[rows] = offered * taken
            given[rows] = surplus_kwh[rows] * _times(taken, np.swapaxes(table, -1, -2))
        return Shared(given, received)

    @property
    def mixes_givers(self) -> bool:
        """Each pair has its own coefficient."""
        return False

    def flow_matrix(self, surplus_kwh: Array, deficit_kwh: Array, per_kwh: Array | None = None) -> Array:
        """Return who gives how much to whom over all slots [kWh], (M, M), giver x receiver; times `per_kwh` (T,)."""
        flows: Array = np.zeros((surplus_kwh.shape[1],) * 2)
        for rows, table in self._blocks(surplus_kwh):
            surplus = surplus_kwh[rows]
            taken = fraction(deficit_kwh[rows], _times(surplus, table))
            if per_kwh is not None:
                taken *= per_kwh[rows, None]
            flows += (
                (surplus.T @ taken) * table if table.ndim == 2 else np.einsum("tj,tji,ti->ji", surplus, table, taken)
            )
        return flows

    def pair_kwh(self, surplus_kwh: Array, deficit_kwh: Array, giver: int, receiver: int) -> Array:
        """Return what one member gives another in each slot [kWh], (T,)."""
        self._check_fits(surplus_kwh)
        column = at_most_one(self.coefficients)[..., :, receiver]
        taken = fraction(deficit_kwh[:, receiver], (surplus_kwh * column).sum(axis=1))
        pair: Array = surplus_kwh[:, giver] * column[..., giver] * taken
        return pair

    def on_rows(self, rows: slice) -> FullDynamic:
        """Return the key with the coefficients of some rows."""
        if self.coefficients.ndim == 2:
            return self
        return self.model_copy(update={"coefficients": self.coefficients[rows]})

    def _blocks(self, surplus_kwh: Array) -> Iterator[tuple[slice, Array]]:
        """Yield runs of rows with their coefficients."""
        self._check_fits(surplus_kwh)
        slots, members = surplus_kwh.shape
        size = max(LEAST_ROWS, MOST_PRODUCTS // max(1, members * members))
        for first in range(0, slots, size):
            rows = slice(first, first + size)
            yield rows, at_most_one(self.coefficients if self.coefficients.ndim == 2 else self.coefficients[rows])

    def _check_fits(self, surplus_kwh: Array) -> None:
        slots, members = surplus_kwh.shape
        if self.coefficients.shape not in ((members, members), (slots, members, members)):
            raise CoefficientsRefused(
                marked(
                    "The coefficients have the shape {found}, which does not fit {slots} slots and {members} members."
                ),
                found=self.coefficients.shape,
                slots=slots,
                members=members,
            )

    @classmethod
    def sample(cls, slots: int, members: int) -> Self:
        """Return coefficients of 0 to 1 in every row, which move on by one consumer in each slot."""
        places = np.arange(slots)[:, None, None] + np.arange(members)[:, None] + 2 * np.arange(members)
        return cls(coefficients=(places % (members + 1)) / (members * (members + 1) / 2 + members))

    def permuted(self, order: Sequence[int]) -> Self:
        """Return the coefficients in the new order of producers and consumers."""
        turned = self.coefficients[..., list(order), :][..., list(order)]
        return self.model_copy(update={"coefficients": turned})


def _times(energy_kwh: Array, table: Array) -> Array:
    """Return sum_j energy_tj * table_(t)ji, (T, M), for one table or one for each row."""
    product: Array = energy_kwh @ table if table.ndim == 2 else (energy_kwh[:, None, :] @ table)[:, 0]
    return product

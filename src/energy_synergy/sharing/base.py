"""The contract of a sharing key."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, Self

import numpy as np
import numpy.typing as npt

from energy_synergy.registry import Option

Array = npt.NDArray[np.float64]
Span = Literal["slot", "window"]


@dataclass(frozen=True, slots=True)
class Shared:
    """Energy that changes company: `given_kwh` and `received_kwh` [kWh], (T, M), with equal sums per slot."""

    given_kwh: Array
    received_kwh: Array


class SharingKey(Option, ABC):
    """A rule that moves surplus to deficit inside the group, slot by slot.

    `span` is what the rule looks at: a "slot" key judges each slot alone and may be called with any run of them,
    a "window" key is called once with all. A complete key always moves min(sum surplus, sum deficit). A key that
    does not ignore idle members changes its result when a member without surplus and deficit joins.
    """

    span: ClassVar[Span] = "window"
    is_complete: ClassVar[bool] = True
    ignores_idle_members: ClassVar[bool] = True

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

    def on_rows(self, rows: slice) -> SharingKey:
        """Return the key for a run of rows of its window; override where a field has one entry per row."""
        return self

    @classmethod
    def sample(cls, slots: int, members: int) -> Self:
        """Return a key that fits a window of that size; override where a field has one entry per slot or member."""
        return cls()

    def permuted(self, order: Sequence[int]) -> Self:
        """Return the key for the same members in another order: new place k holds the old member order[k]."""
        return self


def row_sums(energy_kwh: Array) -> Array:
    """Return the sum over the members, the last axis [kWh]: (T,) of (T, M)."""
    sums: Array = energy_kwh @ np.ones(energy_kwh.shape[-1])
    return sums


def fraction(part: Array, whole: Array) -> Array:
    """Return part / whole capped at 1, and 0 where there is no whole, in the shape of `whole`."""
    ratio = np.zeros_like(whole)
    np.divide(np.minimum(part, whole), whole, out=ratio, where=whole > 0)
    return ratio

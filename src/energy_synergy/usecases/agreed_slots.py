"""Coefficients of an agreed key for each slot: which slots they are for, and how they are packed by days."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from energy_synergy.errors import InvalidValue, marked
from energy_synergy.timeline import Timeline
from energy_synergy.units import SLOTS_PER_DAY

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


class CoefficientsMissing(InvalidValue):
    """The coefficients of an agreed key do not reach over the slots that are asked for."""

    code = "coefficients_missing"


@dataclass(frozen=True, eq=False)
class SlotCoefficients:
    """Coefficients for each slot from `first_index` on (slots since the Unix epoch), NaN where there are none.

    `values` are (N, C) for shares of the companies, or (N, C, C) from each producer to each consumer; `companies` are
    their numbers.
    """

    companies: tuple[int, ...]
    first_index: int
    values: Array

    @property
    def is_known(self) -> Flags:
        """Whether a slot has coefficients, (N,)."""
        beside = tuple(range(1, self.values.ndim))
        missing: Flags = np.logical_or.reduce(np.isnan(self.values), axis=beside)
        return ~missing

    @property
    def known(self) -> Array:
        """The coefficients of the slots that have some, in order."""
        return self.values[self.is_known]

    def edges_inside(self, timeline: Timeline) -> list[int]:
        """Return the slots of a timeline at which the coefficients begin or end, in order."""
        is_known = np.zeros(timeline.slots, dtype=np.bool_)
        first = self.first_index - timeline.first_index
        own = self.is_known
        low, high = max(0, first), min(timeline.slots, first + len(own))
        if low < high:
            is_known[low:high] = own[low - first : high - first]
        return [int(slot) + 1 for slot in np.flatnonzero(np.diff(is_known))]

    def over(self, timeline: Timeline, interval_slots: int = 1) -> Array:
        """Return the coefficients of each interval of a timeline, (T / interval_slots, C) or (T / ..., C, C).

        Raises CoefficientsMissing where one is not there, or differs inside an interval.
        """
        first = timeline.first_index - self.first_index
        rows = self.values[max(0, first) : max(0, first + timeline.slots)]
        is_covered = first >= 0 and len(rows) == timeline.slots
        if not is_covered or np.isnan(rows).any():
            raise CoefficientsMissing(
                marked(
                    "The agreement has no coefficients for a part of the time from {starts_at} to {ends_at}. Agree on "
                    "a key with coefficients for it."
                ),
                starts_at=timeline.start_of(0).isoformat(),
                ends_at=timeline.start_of(timeline.slots).isoformat(),
            )
        if interval_slots == 1:
            return rows
        by_interval = rows.reshape(-1, interval_slots, *rows.shape[1:])
        if (by_interval != by_interval[:, :1]).any():
            raise CoefficientsMissing(
                marked("The agreement shares by the hour, and its coefficients differ inside an hour.")
            )
        each: Array = by_interval[:, 0]
        return each

    def packed_days(self) -> Iterator[tuple[int, bytes]]:
        """Yield each UTC day, counted from 1970-01-01, with its coefficients packed."""
        end = self.first_index + len(self.values)
        for day in range(self.first_index // SLOTS_PER_DAY, -(-end // SLOTS_PER_DAY)):
            first = day * SLOTS_PER_DAY
            block = np.full((SLOTS_PER_DAY, *self.values.shape[1:]), np.nan)
            low, high = max(first, self.first_index), min(first + SLOTS_PER_DAY, end)
            block[low - first : high - first] = self.values[low - self.first_index : high - self.first_index]
            yield day, zlib.compress(block.astype("<f8").tobytes(), 1)

    @classmethod
    def of_packed(cls, companies: tuple[int, ...], dimensions: int, days: Iterable[tuple[int, bytes]]) -> Self:
        """Return coefficients from their packed days, in order; `dimensions` is 1 for shares, 2 for pairs."""
        shape = (SLOTS_PER_DAY, *(len(companies),) * dimensions)
        blocks = {day: np.frombuffer(zlib.decompress(packed), "<f8").reshape(shape) for day, packed in days}
        if not blocks:
            return cls(companies, 0, np.empty((0, *shape[1:])))
        nothing = np.full(shape, np.nan)
        span = range(min(blocks), max(blocks) + 1)
        return cls(
            companies, span[0] * SLOTS_PER_DAY, np.concatenate([blocks.get(day, nothing) for day in span], axis=0)
        )

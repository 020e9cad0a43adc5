"""Keys that follow one another: from a date on, another key, or the same one with other coefficients."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import ClassVar, Self

import numpy as np

from energy_synergy.errors import InvalidValue, marked
from energy_synergy.sharing.base import Array, Shared, SharingKey, Span
from energy_synergy.timeline import Timeline
from energy_synergy.units import SLOT_SECONDS


class DatesRefused(InvalidValue):
    """The dates from which keys are active leave a part of the window without a key, or cut an interval."""

    code = "dates_refused"


class Dated(SharingKey):
    """Share by several keys, one after the other: `keys[k]` from row `first_rows[k]` of the window on.

    It is made from dates by `dated_key` and is no option by itself. A key with one entry for each row has those of its
    own rows only.
    """

    name: ClassVar[str] = "_dated"
    span: ClassVar[Span] = "slot"
    is_complete: ClassVar[bool] = False
    ignores_idle_members: ClassVar[bool] = False

    keys: tuple[SharingKey, ...]
    first_rows: tuple[int, ...]

    def share(self, surplus_kwh: Array, deficit_kwh: Array) -> Shared:
        """Return given and received [kWh], (T, M)."""
        parts = [key.share(surplus_kwh[rows], deficit_kwh[rows]) for key, rows in self._parts(len(surplus_kwh))]
        return Shared(
            np.concatenate([np.empty((0, surplus_kwh.shape[1])), *(one.given_kwh for one in parts)]),
            np.concatenate([np.empty((0, surplus_kwh.shape[1])), *(one.received_kwh for one in parts)]),
        )

    def share_block(self, left_kwh: Array, left_sums: Array, out: Array) -> None:
        """Write given and received [kWh] into `out` (2, T, M)."""
        for key, rows in self._parts(left_kwh.shape[1]):
            key.share_block(left_kwh[:, rows], left_sums[:, rows], out[:, rows])

    @property
    def mixes_givers(self) -> bool:
        """Whether all of the keys do."""
        return all(key.mixes_givers for key in self.keys)

    def flow_matrix(self, surplus_kwh: Array, deficit_kwh: Array, per_kwh: Array | None = None) -> Array:
        """Return who gives how much to whom over all slots [kWh], (M, M), giver x receiver; times `per_kwh` (T,)."""
        flows: Array = np.zeros((surplus_kwh.shape[1],) * 2)
        for key, rows in self._parts(len(surplus_kwh)):
            weights = None if per_kwh is None else per_kwh[rows]
            flows += key.flow_matrix(surplus_kwh[rows], deficit_kwh[rows], weights)
        return flows

    def pair_kwh(self, surplus_kwh: Array, deficit_kwh: Array, giver: int, receiver: int) -> Array:
        """Return what one member gives another in each slot [kWh], (T,)."""
        pair: Array = np.empty(len(surplus_kwh))
        for key, rows in self._parts(len(surplus_kwh)):
            pair[rows] = key.pair_kwh(surplus_kwh[rows], deficit_kwh[rows], giver, receiver)
        return pair

    def on_rows(self, rows: slice) -> SharingKey:
        """Return the key, or the keys, of some rows."""
        parts = [(key, part.start - rows.start) for key, part in self._parts(rows.stop, from_row=rows.start)]
        if len(parts) == 1:
            return parts[0][0]
        return Dated(keys=tuple(key for key, _ in parts), first_rows=tuple(first for _, first in parts))

    def permuted(self, order: Sequence[int]) -> Self:
        """Return every key in the new order of members."""
        return self.model_copy(update={"keys": tuple(key.permuted(order) for key in self.keys)})

    def _parts(self, end: int, *, from_row: int = 0) -> Iterator[tuple[SharingKey, slice]]:
        """Yield each key for its rows between two rows of the window, and these rows."""
        for key, (own_first, own_end) in zip(self.keys, pairwise((*self.first_rows, end)), strict=True):
            first, last = max(own_first, from_row), min(own_end, end)
            if first < last:
                yield key.on_rows(slice(first - own_first, last - own_first)), slice(first, last)


def dated_key(
    keys: Sequence[tuple[datetime, SharingKey]], timeline: Timeline, *, interval_slots: int = 1
) -> SharingKey:
    """Return the key of a window from keys and the instants from which they are active, in any order.

    Raises DatesRefused where the window begins before the first key, two keys begin at once, a key begins inside an
    interval of sharing, or a key looks at more than one slot; InvalidValue for an instant without a zone.
    """
    _refuse_zoneless(keys)
    ordered = sorted(keys, key=lambda one: one[0])
    _refuse_unfit(ordered, timeline)
    rows = [_row(active_from, timeline, interval_slots) for active_from, _ in ordered]
    end = timeline.slots // interval_slots
    parts = [
        (key, max(0, first))
        for (_, key), (first, next_first) in zip(ordered, pairwise((*rows, end)), strict=True)
        if next_first > 0 and first < end
    ]
    if len(parts) == 1:
        return parts[0][0]
    for key, _ in parts:
        if key.span != "slot":
            raise DatesRefused(
                marked("The key {key} looks at the whole window and cannot begin or end inside it."), key=key.name
            )
    return Dated(keys=tuple(key for key, _ in parts), first_rows=tuple(first for _, first in parts))


def _refuse_zoneless(keys: Sequence[tuple[datetime, SharingKey]]) -> None:
    for active_from, _ in keys:
        if active_from.utcoffset() is None:
            raise InvalidValue(marked("The time {moment} has no zone or offset."), moment=active_from.isoformat())


def _refuse_unfit(ordered: Sequence[tuple[datetime, SharingKey]], timeline: Timeline) -> None:
    for (one, _), (other, _) in pairwise(ordered):
        if one == other:
            raise DatesRefused(marked("Two keys begin at {moment}. Keep one of them."), moment=one.isoformat())
    if not ordered or ordered[0][0] > timeline.starts_at:
        raise DatesRefused(
            marked("No sharing key is active at {starts_at}. Let the first key begin then, or the window later."),
            starts_at=timeline.start_of(0).isoformat(),
        )


def _row(active_from: datetime, timeline: Timeline, interval_slots: int) -> int:
    slot = timeline.slot_of(active_from)
    if slot > 0 and (slot % interval_slots or active_from.timestamp() % SLOT_SECONDS):
        raise DatesRefused(
            marked("A key begins at {moment}, inside an interval of {minutes} minutes. Let it begin with an interval."),
            moment=active_from.isoformat(),
            minutes=interval_slots * SLOT_SECONDS // 60,
        )
    return slot // interval_slots

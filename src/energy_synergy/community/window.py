"""The kernel: one group, one window of time, where every kWh went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from energy_synergy.community.netting import (
    Flags,
    Netted,
    as_readings,
    net,
    net_intervals,
    read_only,
    refuse_unless,
)
from energy_synergy.community.taking_part import parts_of
from energy_synergy.errors import InvalidValue, marked
from energy_synergy.sharing.base import Array, SharingKey, row_sums
from energy_synergy.sharing.pro_rata import ProRata
from energy_synergy.units import SLOTS_PER_HOUR

DEFAULT_KEY: SharingKey = ProRata()
BLOCK_VALUES = 1 << 17
QUANTITIES = (
    "production_kwh",
    "consumption_kwh",
    "self_consumed_kwh",
    "surplus_kwh",
    "deficit_kwh",
    "given_kwh",
    "received_kwh",
    "grid_export_kwh",
    "grid_import_kwh",
)


@dataclass(frozen=True, eq=False)
class WindowResult:
    """Where the energy of a window went, [kWh], (T, M), all >= 0; NaN where a reading is missing.

    production = self_consumed + given + grid_export and consumption = self_consumed + received + grid_import.
    Kept are the readings, the own use and what the key moved; the other four are differences of these and computed
    when first asked for. A member with a missing reading takes no part in the sharing of that slot: its derived values
    are NaN and the slot `is_provisional` (T,). The sums leave missing values out: `group_production_kwh` and
    `group_consumption_kwh` over the members (T,), `member_kwh` of each of the nine over time (M,).

    A row lasts `interval_slots` slots of 15 minutes; where that is more than one, a member may have both a surplus and
    a deficit in it. `key` moved the energy; it is None once members are seen as one and it no longer fits them.
    `taking_part`, (2, T, M), are the fractions of surplus and deficit that entered the sharing, None for all.
    """

    production_kwh: Array
    consumption_kwh: Array
    self_consumed_kwh: Array
    given_kwh: Array
    received_kwh: Array
    is_provisional: Flags
    group_production_kwh: Array
    group_consumption_kwh: Array
    member_kwh: Mapping[str, Array]
    key: SharingKey | None
    interval_slots: int = 1
    taking_part: Array | None = None

    @property
    def slots(self) -> int:
        """How many slots, or longer intervals, the window has, T."""
        return int(self.production_kwh.shape[0])

    @property
    def rows_per_hour(self) -> float:
        """What turns the energy of a row [kWh] into its mean power [kW]."""
        return SLOTS_PER_HOUR / self.interval_slots

    @property
    def members(self) -> int:
        """How many members the group has, M."""
        return int(self.production_kwh.shape[1])

    @cached_property
    def surplus_kwh(self) -> Array:
        """What each member has left after its own use [kWh], (T, M)."""
        return read_only(self.production_kwh - self.self_consumed_kwh)

    @cached_property
    def deficit_kwh(self) -> Array:
        """What each member lacks after its own use [kWh], (T, M)."""
        return read_only(self.consumption_kwh - self.self_consumed_kwh)

    @cached_property
    def grid_export_kwh(self) -> Array:
        """What still goes to the grid [kWh], (T, M)."""
        return read_only(self.surplus_kwh - self.given_kwh)

    @cached_property
    def grid_import_kwh(self) -> Array:
        """What still comes from the supplier [kWh], (T, M)."""
        return read_only(self.deficit_kwh - self.received_kwh)

    def over_members(self, energy_kwh: Array) -> Array:
        """Return the sum over the members of one of the arrays [kWh], (T,), missing values left out."""
        return row_sums(np.nan_to_num(energy_kwh) if self.is_provisional.any() else energy_kwh)


def compute_window(
    production_kwh: npt.ArrayLike,
    consumption_kwh: npt.ArrayLike,
    key: SharingKey = DEFAULT_KEY,
    *,
    taking_part: npt.ArrayLike | None = None,
    interval_slots: int = 1,
) -> WindowResult:
    """Net each member behind its meter, share by the key, leave the rest to the grid.

    Takes readings [kWh], (T, M), >= 0, NaN where missing. `taking_part`, spread to (2, T, M), are the fractions of
    surplus and of deficit that enter the sharing. With `interval_slots` the readings are netted in each slot and
    summed to intervals before they are shared (4: hourly); the result and `taking_part` have T / interval_slots rows.
    Raises InvalidValue for other shapes, for negative or infinite readings, and for a key that is none; PartsRefused
    for fractions outside 0 to 1; IntervalRefused where the slots fill no whole intervals.
    """
    if not isinstance(key, SharingKey):
        raise InvalidValue(
            marked("The key must be a sharing key, such as option('sharing', 'equal'), not {key}."), key=key
        )
    readings = Netted(*as_readings(production_kwh, consumption_kwh), None)
    if interval_slots != 1:
        readings = net_intervals(readings.production_kwh, readings.consumption_kwh, interval_slots)
    slots, members = readings.production_kwh.shape
    parts = None if taking_part is None else parts_of(taking_part, slots, members)
    size = max(1, min(slots, BLOCK_VALUES // max(1, members) if key.span == "slot" else slots))
    work = _Work.of_size(slots, members, size, readings.self_consumed_kwh)
    for first in range(0, slots, size):
        rows = slice(first, min(slots, first + size))
        _share_rows(readings, key.on_rows(rows), None if parts is None else parts[:, rows], work, rows)
    return work.result(readings, key, interval_slots, parts)


def _share_rows(readings: Netted, key: SharingKey, parts: Array | None, work: _Work, rows: slice) -> None:
    production, consumption = readings.production_kwh[rows], readings.consumption_kwh[rows]
    own, left, moved = work.own[rows], work.left[:, : len(production)], work.moved[:, rows]
    with np.errstate(over="ignore", invalid="ignore"):  # what is not finite is refused below
        missing = net(production, consumption, own, left, is_netted=readings.self_consumed_kwh is not None)
        left_sums = row_sums(left)
        by_slot = np.add(row_sums(own), left_sums, out=work.by_slot[:, rows])
    if missing is not None:
        work.set_aside(missing, production, consumption, rows)
    refuse_unless(np.isfinite(by_slot).all())
    work.add_netted(own, left)
    if parts is not None:
        left *= parts
        left_sums = row_sums(left)
    key.share_block(left, left_sums, moved)
    work.add_moved(moved)
    if missing is not None:
        own[missing] = moved[:, missing] = np.nan


@dataclass(slots=True)
class _Work:
    """The arrays that the blocks write into; `left`, surplus and deficit, is used again by each block."""

    own: Array
    left: Array
    moved: Array
    by_slot: Array
    by_member: Array
    alone_by_member: Array
    is_provisional: Flags

    @classmethod
    def of_size(cls, slots: int, members: int, size: int, own: Array | None) -> _Work:
        return cls(
            own=np.empty((slots, members)) if own is None else own,
            left=np.empty((2, size, members)),
            moved=np.empty((2, slots, members)),
            by_slot=np.empty((2, slots)),
            by_member=np.zeros((5, members)),
            alone_by_member=np.zeros((2, members)),
            is_provisional=np.zeros(slots, dtype=np.bool_),
        )

    def add_netted(self, own: Array, left: Array) -> None:
        every_slot = np.ones(len(own))
        self.by_member[0] += every_slot @ own
        self.by_member[1:3] += every_slot @ left

    def add_moved(self, moved: Array) -> None:
        self.by_member[3:] += np.ones(moved.shape[1]) @ moved

    def set_aside(self, missing: Flags, production: Array, consumption: Array, rows: slice) -> None:
        """Mark the slots, and count the readings that stand alone because the member's other one is missing."""
        readings = np.stack([production, consumption])
        alone = np.where(missing & ~np.isnan(readings), readings, 0.0)
        self.is_provisional[rows] = missing.any(axis=1)
        self.by_slot[:, rows] += alone.sum(axis=2)
        self.alone_by_member += alone.sum(axis=1)

    def result(self, readings: Netted, key: SharingKey, interval_slots: int, parts: Array | None) -> WindowResult:
        own, given, received = (read_only(flow) for flow in (self.own, *self.moved))
        return WindowResult(
            production_kwh=readings.production_kwh,
            consumption_kwh=readings.consumption_kwh,
            self_consumed_kwh=own,
            given_kwh=given,
            received_kwh=received,
            is_provisional=self.is_provisional,
            group_production_kwh=self.by_slot[0],
            group_consumption_kwh=self.by_slot[1],
            member_kwh=_member_sums(self.by_member, self.alone_by_member),
            key=key,
            interval_slots=interval_slots,
            taking_part=parts,
        )


def _member_sums(sums: Array, alone: Array) -> Mapping[str, Array]:
    """Return the sum of every quantity by name, (M,), from five of them and the readings that stand alone."""
    own, surplus, deficit, given, received = sums
    production, consumption = own + surplus + alone[0], own + deficit + alone[1]
    nine = (production, consumption, own, surplus, deficit, given, received, surplus - given, deficit - received)
    return MappingProxyType(dict(zip(QUANTITIES, nine, strict=True)))

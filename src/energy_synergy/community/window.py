"""The kernel: one group, one window of time, where every kWh went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from energy_synergy.errors import InvalidValue, marked
from energy_synergy.sharing.base import Array, SharingKey, row_sums
from energy_synergy.sharing.pro_rata import ProRata

Flags = npt.NDArray[np.bool_]
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

    @property
    def slots(self) -> int:
        """How many slots the window has, T."""
        return int(self.production_kwh.shape[0])

    @property
    def members(self) -> int:
        """How many members the group has, M."""
        return int(self.production_kwh.shape[1])

    @cached_property
    def surplus_kwh(self) -> Array:
        """What each member has left after its own use [kWh], (T, M)."""
        return _read_only(self.production_kwh - self.self_consumed_kwh)

    @cached_property
    def deficit_kwh(self) -> Array:
        """What each member lacks after its own use [kWh], (T, M)."""
        return _read_only(self.consumption_kwh - self.self_consumed_kwh)

    @cached_property
    def grid_export_kwh(self) -> Array:
        """What still goes to the grid [kWh], (T, M)."""
        return _read_only(self.surplus_kwh - self.given_kwh)

    @cached_property
    def grid_import_kwh(self) -> Array:
        """What still comes from the supplier [kWh], (T, M)."""
        return _read_only(self.deficit_kwh - self.received_kwh)

    def over_members(self, energy_kwh: Array) -> Array:
        """Return the sum over the members of one of the arrays [kWh], (T,), missing values left out."""
        return row_sums(np.nan_to_num(energy_kwh) if self.is_provisional.any() else energy_kwh)


def compute_window(
    production_kwh: npt.ArrayLike, consumption_kwh: npt.ArrayLike, key: SharingKey = DEFAULT_KEY
) -> WindowResult:
    """Net each member behind its meter, share by the key, leave the rest to the grid.

    Takes readings [kWh], (T, M), >= 0, NaN where missing.
    Raises InvalidValue for other shapes, for negative or infinite readings, and for a key that is none.
    """
    if not isinstance(key, SharingKey):
        raise InvalidValue(
            marked("The key must be a sharing key, such as option('sharing', 'equal'), not {key}."), key=key
        )
    production, consumption = _as_readings(production_kwh, consumption_kwh)
    slots, members = production.shape
    size = max(1, min(slots, BLOCK_VALUES // max(1, members) if key.span == "slot" else slots))
    work = _Work.of_size(slots, members, size)
    for first in range(0, slots, size):
        rows = slice(first, first + size)
        _share_block(production[rows], consumption[rows], key, work, rows)
    return work.result(production, consumption)


def _share_block(production: Array, consumption: Array, key: SharingKey, work: _Work, rows: slice) -> None:
    own, left, moved = work.own[rows], work.left[:, : len(production)], work.moved[:, rows]
    with np.errstate(over="ignore", invalid="ignore"):  # what is not finite is refused below
        missing = _net(production, consumption, own, left)
        left_sums = row_sums(left)
        by_slot = np.add(row_sums(own), left_sums, out=work.by_slot[:, rows])
    if missing is not None:
        work.set_aside(missing, production, consumption, rows)
    _refuse_unless(np.isfinite(by_slot).all())
    key.share_block(left, left_sums, moved)
    work.add_over_time(own, left, moved)
    if missing is not None:
        own[missing] = moved[:, missing] = np.nan


def _net(production: Array, consumption: Array, own: Array, left: Array) -> Flags | None:
    """Write own use (T, M), and surplus and deficit (2, T, M), 0 where a member lacks a reading; return where, if."""
    missing = _missing(production, consumption, np.minimum(production, consumption, out=own))
    if missing is not None:
        production, consumption = np.where(missing, 0.0, (production, consumption))
        np.minimum(production, consumption, out=own)
    np.subtract(production, own, out=left[0])
    np.subtract(consumption, own, out=left[1])
    return missing


def _missing(production: Array, consumption: Array, own: Array) -> Flags | None:
    """Return where a member lacks a reading, (T, M), or None when all are there.

    The smallest own use shows both: it is negative if any reading is, and NaN if any is missing.
    """
    least = own.min(initial=0.0)
    if least >= 0:
        return None
    _refuse_unless(not ((production < 0).any() or (consumption < 0).any()))
    missing: Flags = np.isnan(production) | np.isnan(consumption)
    return missing


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
    def of_size(cls, slots: int, members: int, size: int) -> _Work:
        return cls(
            own=np.empty((slots, members)),
            left=np.empty((2, size, members)),
            moved=np.empty((2, slots, members)),
            by_slot=np.empty((2, slots)),
            by_member=np.zeros((5, members)),
            alone_by_member=np.zeros((2, members)),
            is_provisional=np.zeros(slots, dtype=np.bool_),
        )

    def add_over_time(self, own: Array, left: Array, moved: Array) -> None:
        every_slot = np.ones(len(own))
        self.by_member[0] += every_slot @ own
        self.by_member[1:3] += every_slot @ left
        self.by_member[3:] += every_slot @ moved

    def set_aside(self, missing: Flags, production: Array, consumption: Array, rows: slice) -> None:
        """Mark the slots, and count the readings that stand alone because the member's other one is missing."""
        readings = np.stack([production, consumption])
        alone = np.where(missing & ~np.isnan(readings), readings, 0.0)
        self.is_provisional[rows] = missing.any(axis=1)
        self.by_slot[:, rows] += alone.sum(axis=2)
        self.alone_by_member += alone.sum(axis=1)

    def result(self, production: Array, consumption: Array) -> WindowResult:
        own, given, received = (_read_only(flow) for flow in (self.own, *self.moved))
        return WindowResult(
            production_kwh=production,
            consumption_kwh=consumption,
            self_consumed_kwh=own,
            given_kwh=given,
            received_kwh=received,
            is_provisional=self.is_provisional,
            group_production_kwh=self.by_slot[0],
            group_consumption_kwh=self.by_slot[1],
            member_kwh=_member_sums(self.by_member, self.alone_by_member),
        )


def _as_readings(production_kwh: npt.ArrayLike, consumption_kwh: npt.ArrayLike) -> tuple[Array, Array]:
    production = np.ascontiguousarray(production_kwh, dtype=np.float64)
    consumption = np.ascontiguousarray(consumption_kwh, dtype=np.float64)
    if np.ndim(production_kwh) != 2 or production.shape != consumption.shape:
        raise InvalidValue(
            marked("Production {production} and consumption {consumption} must both be slots x members."),
            production=np.shape(production_kwh),
            consumption=np.shape(consumption_kwh),
        )
    return _read_only(production), _read_only(consumption)


def _read_only(energy_kwh: Array) -> Array:
    view = energy_kwh.view()
    view.flags.writeable = False
    return view


def _refuse_unless(is_sound: bool | np.bool_) -> None:
    if not is_sound:
        raise InvalidValue(marked("A reading is negative or infinite. Energies are kWh of 0 or more, NaN if missing."))


def _member_sums(sums: Array, alone: Array) -> Mapping[str, Array]:
    """Return the sum of every quantity by name, (M,), from five of them and the readings that stand alone."""
    own, surplus, deficit, given, received = sums
    production, consumption = own + surplus + alone[0], own + deficit + alone[1]
    nine = (production, consumption, own, surplus, deficit, given, received, surplus - given, deficit - received)
    return MappingProxyType(dict(zip(QUANTITIES, nine, strict=True)))

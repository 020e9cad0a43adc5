"""The kernel: one group, one window of time, where every kWh went."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from energy_synergy.errors import InvalidValue, marked
from energy_synergy.sharing.base import Array, Shared, SharingKey, row_sums
from energy_synergy.sharing.pro_rata import ProRata

Flags = npt.NDArray[np.bool_]
DEFAULT_KEY: SharingKey = ProRata()
BLOCK_VALUES = 1 << 16
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


@dataclass(frozen=True, slots=True, eq=False)
class WindowResult:
    """Where the energy of a window went, [kWh], (T, M), all >= 0; NaN where a reading is missing.

    production = self_consumed + given + grid_export and consumption = self_consumed + received + grid_import.
    A member with a missing reading takes no part in the sharing of that slot: its derived values are NaN and the
    slot `is_provisional` (T,). The sums leave missing values out: `group_production_kwh` and `group_consumption_kwh`
    over the members (T,), `member_kwh` of each of the nine over time (M,).
    """

    production_kwh: Array
    consumption_kwh: Array
    self_consumed_kwh: Array
    surplus_kwh: Array
    deficit_kwh: Array
    given_kwh: Array
    received_kwh: Array
    grid_export_kwh: Array
    grid_import_kwh: Array
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

    def over_members(self, energy_kwh: Array) -> Array:
        """Return the sum over the members of one of the arrays [kWh], (T,), missing values left out."""
        return row_sums(np.nan_to_num(energy_kwh) if self.is_provisional.any() else energy_kwh)


def compute_window(
    production_kwh: npt.ArrayLike,
    consumption_kwh: npt.ArrayLike,
    key: SharingKey = DEFAULT_KEY,
    *,
    out: Array | None = None,
) -> WindowResult:
    """Net each member behind its meter, share by the key, leave the rest to the grid.

    Takes readings [kWh], (T, M), >= 0, NaN where missing. `out` (7, T, M) is written over and holds the result;
    a caller with many windows of one size spares fresh memory with it.
    Raises InvalidValue for other shapes and for negative or infinite readings.
    """
    production, consumption = _as_readings(production_kwh, consumption_kwh)
    slots, members = production.shape
    work = _Work.of_size(slots, members, out)
    for rows in _blocks(slots, members, key):
        _share_block(production[rows], consumption[rows], key, work, rows)
    return work.result(production, consumption)


def _share_block(production: Array, consumption: Array, key: SharingKey, work: _Work, rows: slice) -> None:
    block = work.flows[:, rows]
    own, surplus, deficit, given, received, to_grid, from_grid = block
    missing = _missing(production, consumption, np.minimum(production, consumption, out=own), work.by_slot[:, rows])
    if missing is not None:
        work.is_provisional[rows] = missing.any(axis=1)
        work.unresolved += np.nansum(np.where(missing, (production, consumption), 0.0), axis=1)
        production, consumption = np.where(missing, 0.0, (production, consumption))
        np.minimum(production, consumption, out=own)
    np.subtract(production, own, out=surplus)
    np.subtract(consumption, own, out=deficit)
    key.share_into(surplus, deficit, Shared(given, received))
    np.subtract(surplus, given, out=to_grid)
    np.subtract(deficit, received, out=from_grid)
    work.by_member += np.ones(len(own)) @ block[:5]
    if missing is not None:
        block[:, missing] = np.nan


@dataclass(slots=True)
class _Work:
    """The arrays that the blocks write into."""

    flows: Array
    by_slot: Array
    by_member: Array
    unresolved: Array
    is_provisional: Flags

    @classmethod
    def of_size(cls, slots: int, members: int, out: Array | None) -> _Work:
        flows = np.empty((7, slots, members)) if out is None else out
        if flows.shape != (7, slots, members) or flows.dtype != np.float64:
            raise InvalidValue(marked("The array to write into must hold 7 x slots x members float64 numbers."))
        provisional = np.zeros(slots, dtype=np.bool_)
        return cls(flows, np.empty((2, slots)), np.zeros((5, members)), np.zeros((2, members)), provisional)

    def result(self, production: Array, consumption: Array) -> WindowResult:
        readable = self.flows.view()
        readable.flags.writeable = False
        own, surplus, deficit, given, received, to_grid, from_grid = readable
        flows = (production, consumption, own, surplus, deficit, given, received, to_grid, from_grid)
        sums = _member_sums(self.by_member, self.unresolved)
        return WindowResult(*flows, self.is_provisional, self.by_slot[0], self.by_slot[1], sums)


def _as_readings(production_kwh: npt.ArrayLike, consumption_kwh: npt.ArrayLike) -> tuple[Array, Array]:
    production = np.ascontiguousarray(production_kwh, dtype=np.float64).view()
    consumption = np.ascontiguousarray(consumption_kwh, dtype=np.float64).view()
    if np.ndim(production_kwh) != 2 or production.shape != consumption.shape:
        raise InvalidValue(
            marked("Production {production} and consumption {consumption} must both be slots x members."),
            production=np.shape(production_kwh),
            consumption=np.shape(consumption_kwh),
        )
    production.flags.writeable = consumption.flags.writeable = False
    return production, consumption


def _blocks(slots: int, members: int, key: SharingKey) -> Iterator[slice]:
    """Cut the window into runs of slots whose arrays stay in the cache; a key of the window gets it whole."""
    size = max(1, BLOCK_VALUES // max(1, members)) if key.span == "slot" else max(1, slots)
    return (slice(first, min(first + size, slots)) for first in range(0, slots, size))


def _missing(production: Array, consumption: Array, own: Array, by_slot: Array) -> Flags | None:
    """Write the sums over the members, and return where one lacks a reading, (T, M), or None if nowhere.

    The smallest own use is negative if any reading is, and NaN if any is missing; a sum shows what is infinite.
    """
    least = own.min(initial=0.0)
    _refuse_unless(not least < 0)
    with np.errstate(over="ignore"):
        np.matmul(production, np.ones(production.shape[1]), out=by_slot[0])
        np.matmul(consumption, np.ones(production.shape[1]), out=by_slot[1])
    if np.isfinite(by_slot).all():
        return None
    for energy_kwh, sums in zip((production, consumption), by_slot, strict=True):
        known = np.nan_to_num(energy_kwh, nan=0.0, posinf=-1.0)
        _refuse_unless(known.min(initial=0.0) >= 0)
        with np.errstate(over="ignore"):
            np.sum(known, axis=1, out=sums)
    _refuse_unless(np.isfinite(by_slot).all())
    missing: Flags = np.isnan(production) | np.isnan(consumption)
    return missing


def _refuse_unless(is_sound: bool | np.bool_) -> None:
    if not is_sound:
        raise InvalidValue(marked("A reading is negative or infinite. Energies are kWh of 0 or more, NaN if missing."))


def _member_sums(sums: Array, unresolved: Array) -> Mapping[str, Array]:
    """Return the sum of every quantity by name, (M,), from the five that were summed and the readings left aside."""
    own, surplus, deficit, given, received = sums
    production, consumption = own + surplus + unresolved[0], own + deficit + unresolved[1]
    nine = (production, consumption, own, surplus, deficit, given, received, surplus - given, deficit - received)
    return MappingProxyType(dict(zip(QUANTITIES, nine, strict=True)))

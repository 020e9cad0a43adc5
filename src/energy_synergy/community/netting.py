"""Netting behind the meter: what a member uses itself, what it has left, what it lacks."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from energy_synergy.errors import InvalidValue, marked
from energy_synergy.sharing.base import Array

Flags = npt.NDArray[np.bool_]


class IntervalRefused(InvalidValue):
    """The readings do not fill whole intervals of sharing."""

    code = "interval_refused"


class Netted(NamedTuple):
    """Readings [kWh], (T, M), NaN where missing, and the own use that is known from a finer grid, if there is one."""

    production_kwh: Array
    consumption_kwh: Array
    self_consumed_kwh: Array | None


def as_readings(production_kwh: npt.ArrayLike, consumption_kwh: npt.ArrayLike) -> tuple[Array, Array]:
    """Return the readings as arrays [kWh], (T, M), that nobody writes into.

    Raises InvalidValue for other shapes.
    """
    production = np.ascontiguousarray(production_kwh, dtype=np.float64)
    consumption = np.ascontiguousarray(consumption_kwh, dtype=np.float64)
    if np.ndim(production_kwh) != 2 or production.shape != consumption.shape:
        raise InvalidValue(
            marked("Production {production} and consumption {consumption} must both be slots x members."),
            production=np.shape(production_kwh),
            consumption=np.shape(consumption_kwh),
        )
    return read_only(production), read_only(consumption)


def read_only(energy_kwh: Array) -> Array:
    """Return a view that nobody writes into."""
    view = energy_kwh.view()
    view.flags.writeable = False
    return view


def net(production: Array, consumption: Array, own: Array, left: Array, *, is_netted: bool = False) -> Flags | None:
    """Write own use (T, M), and surplus and deficit (2, T, M), 0 where a member lacks a reading; return where, if.

    `is_netted`: the own use stands in `own` already.
    """
    if not is_netted:
        np.minimum(production, consumption, out=own)
    missing = _missing(production, consumption, own)
    if missing is not None:
        production, consumption = np.where(missing, 0.0, (production, consumption))
        own[missing] = 0.0
    np.subtract(production, own, out=left[0])
    np.subtract(consumption, own, out=left[1])
    return missing


def net_intervals(production: Array, consumption: Array, interval_slots: int) -> Netted:
    """Net each quarter-hour, then sum to intervals of some slots: (T * interval_slots, M) becomes (T, M).

    One missing quarter-hour makes the interval of that reading missing. A member may have a surplus and a deficit in
    one interval, from different quarter-hours.
    Raises IntervalRefused where the slots fill no whole intervals, InvalidValue for negative or infinite readings.
    """
    slots, members = production.shape
    _refuse_odd(interval_slots, slots)
    own = np.minimum(production, consumption)
    if _missing(production, consumption, own) is not None:
        refuse_unless(not (np.isinf(production).any() or np.isinf(consumption).any()))
    shape = (slots // interval_slots, interval_slots, members)
    with np.errstate(over="ignore"):  # what is not finite is refused by the sums of the slots
        sums = [readings.reshape(shape).sum(axis=1) for readings in (production, consumption, own)]
    return Netted(read_only(sums[0]), read_only(sums[1]), sums[2])


def _refuse_odd(interval_slots: int, slots: int) -> None:
    if interval_slots < 1 or interval_slots != int(interval_slots):
        raise IntervalRefused(
            marked("An interval of sharing has a whole number of slots, 1 or more, not {interval_slots}."),
            interval_slots=interval_slots,
        )
    if slots % interval_slots:
        raise IntervalRefused(
            marked("{slots} slots do not fill intervals of {interval_slots}. Let the window end with an interval."),
            slots=slots,
            interval_slots=interval_slots,
        )


def _missing(production: Array, consumption: Array, own: Array) -> Flags | None:
    """Return where a member lacks a reading, (T, M), or None when all are there.

    The smallest own use shows both: it is negative if any reading is, and NaN if any is missing.
    """
    least = own.min(initial=0.0)
    if least >= 0:
        return None
    refuse_unless(not ((production < 0).any() or (consumption < 0).any()))
    missing: Flags = np.isnan(production) | np.isnan(consumption)
    return missing


def refuse_unless(is_sound: bool | np.bool_) -> None:
    """Raise InvalidValue for readings that are negative or infinite."""
    if not is_sound:
        raise InvalidValue(marked("A reading is negative or infinite. Energies are kWh of 0 or more, NaN if missing."))

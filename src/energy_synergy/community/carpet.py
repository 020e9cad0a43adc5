"""The carpet: net energy of a group by day and time of the day, on the clock of the wall."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from energy_synergy.errors import InvalidValue, marked
from energy_synergy.sharing.base import Array
from energy_synergy.timeline import Ints, Timeline
from energy_synergy.units import SLOTS_PER_DAY, SLOTS_PER_HOUR

STEPS = (15, 30, 60)
SLOT_MINUTES = 60 // SLOTS_PER_HOUR


@dataclass(frozen=True, slots=True, eq=False)
class Carpet:
    """Days in rows, times of the day in columns of `step_minutes`, (D, C).

    `net_kwh` is production less consumption, NaN where nothing is known or where the clock skips that time. `slots`
    counts the slots of a cell: none where the clock skips it, twice as many where it comes twice; `known_slots` those
    of which something is known.
    """

    dates: tuple[date, ...]
    step_minutes: int
    net_kwh: Array
    slots: Ints
    known_slots: Ints

    @property
    def net_kw(self) -> Array:
        """Mean net power of the known slots of each cell [kW], (D, C): a time that comes twice is no brighter."""
        hours = self.known_slots / SLOTS_PER_HOUR
        power: Array = np.divide(self.net_kwh, hours, out=np.full(self.net_kwh.shape, np.nan), where=hours > 0)
        return power


def compute_carpet(net_kwh: Array, timeline: Timeline, *, step_minutes: int = 15) -> Carpet:
    """Return the carpet of net energies [kWh], (T,), NaN where nothing is known.

    Raises InvalidValue for a step that the slots do not divide.
    """
    if step_minutes not in STEPS:
        known = ", ".join(str(step) for step in STEPS)
        raise InvalidValue(
            marked("A carpet has a step of {known} minutes, not {step}."), known=known, step=step_minutes
        )
    size = step_minutes // SLOT_MINUTES
    columns = SLOTS_PER_DAY // size
    days = timeline.local_days
    rows = np.repeat(np.arange(len(days)), [day.slots for day in days])
    cells, is_known = rows * columns + timeline.quarter_of_day // size, ~np.isnan(net_kwh)
    shape = (len(days), columns)
    slots, known_slots = (_counts(cells[places], shape) for places in (np.ones(len(cells), dtype=bool), is_known))
    sums = np.bincount(cells[is_known], weights=net_kwh[is_known], minlength=shape[0] * columns).reshape(shape)
    return Carpet(
        dates=tuple(day.date for day in days),
        step_minutes=step_minutes,
        net_kwh=np.where(known_slots > 0, sums, np.nan),
        slots=slots,
        known_slots=known_slots,
    )


def _counts(cells: Ints, shape: tuple[int, int]) -> Ints:
    counts: Ints = np.bincount(cells, minlength=shape[0] * shape[1]).reshape(shape)
    return counts

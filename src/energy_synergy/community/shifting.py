"""Shifting: how much of a group's surplus its own deficits could use if energy were moved in time."""

from __future__ import annotations

from collections import deque

import numpy as np

from energy_synergy.errors import InvalidValue, marked
from energy_synergy.sharing.base import Array
from energy_synergy.units import SLOTS_PER_DAY


def compute_shiftable(surplus_kwh: Array, deficit_kwh: Array, *, horizon: int = SLOTS_PER_DAY) -> float:
    """Return the most surplus that deficits at most `horizon` slots away could use [kWh].

    Takes the surplus and the deficit of a group in each slot [kWh], (T,). No energy is used twice, and nothing else
    limits the move: it is an upper bound. The largest sum of x[t, s] with |t - s| <= horizon, sum over s of x[t, s] <=
    surplus[t] and sum over t of x[t, s] <= deficit[s] is reached by serving each deficit from the earliest surplus in
    its reach, since a later deficit never reaches an earlier surplus than the one before it does.
    Raises InvalidValue for a negative horizon.
    """
    if horizon < 0:
        raise InvalidValue(marked("A horizon cannot be negative: {horizon} slots."), horizon=horizon)
    left = deque(_filled_slots(surplus_kwh))
    moved = 0.0
    for slot, lacking in _filled_slots(deficit_kwh):
        rest = lacking
        while left and left[0][0] < slot - horizon:
            left.popleft()
        while rest > 0 and left and left[0][0] <= slot + horizon:
            at, available = left.popleft()
            used = min(rest, available)
            rest -= used
            if available > used:
                left.appendleft((at, available - used))
        moved += lacking - rest
    return moved


def _filled_slots(energy_kwh: Array) -> list[tuple[int, float]]:
    places = np.flatnonzero(np.nan_to_num(energy_kwh) > 0)
    return list(zip(places.tolist(), energy_kwh[places].tolist(), strict=True))

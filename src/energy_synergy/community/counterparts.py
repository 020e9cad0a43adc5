"""Counterparts: which members could have taken a surplus of the group or filled a deficit, and who supplied whom in it.

The counterparts of a surplus period are the members that had to buy from the grid near it. Member j could have taken

    energy_j = min(sum of what the others exported in the period, max(0, imported_j - exported_j))

where imported_j is what j bought from the grid in the period and in the `horizon` before and after it, and exported_j
what j itself exported in the period, which it would use first. A deficit period is the same with import and export
exchanged. The energy is an upper bound: it assumes that all of it could be moved by up to the horizon, and the bounds
of two members, or of two periods near each other, may count the same energy. Missing readings count as nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from energy_synergy.community.bilateral import flow_matrix
from energy_synergy.community.periods import Period, State
from energy_synergy.community.window import WindowResult
from energy_synergy.errors import InvalidValue, marked
from energy_synergy.sharing.base import Array
from energy_synergy.units import SLOTS_PER_DAY

HORIZON = SLOTS_PER_DAY
LEAST_KWH = 1e-9


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A member, by place in the group, that could have taken `energy_kwh` of a surplus or supplied it to a deficit.

    The other three are what it imported near a surplus, or exported near a deficit [kWh]: in the horizon before the
    period, inside it, and in the horizon after it.
    """

    member: int
    energy_kwh: float
    before_kwh: float
    inside_kwh: float
    after_kwh: float


@dataclass(frozen=True, slots=True)
class Trade:
    """What one member gave another by the sharing key, by their places in the group."""

    giver: int
    receiver: int
    energy_kwh: float


def find_counterparts(result: WindowResult, period: Period, *, horizon: int = HORIZON) -> tuple[Counterpart, ...]:
    """Return the likely counterparts of a period inside the group, those with the most to move first.

    `horizon` is in slots. A period in which the group sustains itself has none.
    Raises InvalidValue for a negative horizon.
    """
    if horizon < 0:
        raise InvalidValue(marked("A horizon cannot be negative: {horizon} slots."), horizon=horizon)
    if period.state is State.SELF_SUSTAINING:
        return ()
    left, wanted = result.grid_export_kwh, result.grid_import_kwh
    if period.state is State.DEFICIT:
        left, wanted = wanted, left
    first, end = period.first_slot, period.first_slot + period.slots
    own = _sums(left, first, end)
    spans = ((max(0, first - horizon), first), (first, end), (end, min(result.slots, end + horizon)))
    before, inside, after = (_sums(wanted, *span) for span in spans)
    movable = np.maximum(0.0, before + inside + after - own)
    energy = np.minimum(np.maximum(0.0, own.sum() - own), movable)
    return tuple(
        Counterpart(member, float(energy[member]), float(before[member]), float(inside[member]), float(after[member]))
        for member in np.argsort(-movable, kind="stable").tolist()
        if energy[member] > LEAST_KWH
    )


def _sums(energy_kwh: Array, first: int, end: int) -> Array:
    """Return the sum of each member over the slots from `first` to `end` [kWh], (M,), missing values left out."""
    sums: Array = np.nansum(energy_kwh[first:end], axis=0)
    return sums


def find_trades(result: WindowResult, period: Period) -> tuple[Trade, ...]:
    """Return who gave how much to whom inside a period, the largest first."""
    flows = flow_matrix(result, slice(period.first_slot, period.first_slot + period.slots))
    pairs = [
        Trade(giver, receiver, float(flows[giver, receiver]))
        for giver, receiver in np.argwhere(flows > LEAST_KWH).tolist()
    ]
    return tuple(sorted(pairs, key=lambda trade: (-trade.energy_kwh, trade.giver, trade.receiver)))

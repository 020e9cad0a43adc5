"""Who gave how much to whom: the flows between members of a window."""

from __future__ import annotations

import numpy as np

from energy_synergy.community.window import WindowResult
from energy_synergy.errors import InvalidValue, marked
from energy_synergy.sharing.base import Array, SharingKey, mixed_flows, mixed_pair

# A product of matrices up to this size stays on one thread: larger ones stall where other work keeps the cores busy.
MOST_PRODUCTS, LEAST_ROWS = 250_000, 16
EVERY_SLOT = slice(None)


class FlowsUnknown(InvalidValue):
    """Who gave to whom cannot be told any more, because members are seen as one."""

    code = "flows_unknown"


def flow_matrix(result: WindowResult, slots: slice = EVERY_SLOT, *, per_kwh: Array | None = None) -> Array:
    """Return who gave how much to whom over the window, or some of its slots [kWh], (M, M), giver x receiver.

    Keys of one pool give every receiver of a slot the same mix of givers: flow_ij = given_i * received_j / sum given.
    The others say themselves. Where rows last longer than a slot, a member may give to itself: what it fed in and drew
    at different times of one interval. Missing values count for nothing.
    With `per_kwh`, (T,) of the whole window, the energy of each slot is multiplied by it first, such as by a price.
    Raises FlowsUnknown where members are seen as one under a key that does not mix givers.
    """
    key, rows = _key(result), _rows(result, slots)
    if not key.mixes_givers:
        return key.on_rows(rows).flow_matrix(*_entering(result, rows), None if per_kwh is None else per_kwh[rows])
    givers = np.flatnonzero(result.member_kwh["given_kwh"] > 0)
    moved_kwh: Array = np.zeros((len(givers), result.members))
    size = max(LEAST_ROWS, MOST_PRODUCTS // max(1, moved_kwh.size))
    for first in range(rows.start, rows.stop, size):
        block = slice(first, min(rows.stop, first + size))
        moved_kwh += mixed_flows(*_known(result, block, givers), None if per_kwh is None else per_kwh[block])
    flows: Array = np.zeros((result.members, result.members))
    flows[givers] = moved_kwh
    return flows


def pair_kwh(result: WindowResult, giver: int, receiver: int, slots: slice = EVERY_SLOT) -> Array:
    """Return what one member gave another in each slot of the window, or of some of it [kWh], (T,).

    Missing values count for nothing. Raises FlowsUnknown as `flow_matrix` does.
    """
    key, rows = _key(result), _rows(result, slots)
    if not key.mixes_givers:
        return key.on_rows(rows).pair_kwh(*_entering(result, rows), giver, receiver)
    return mixed_pair(*_known(result, rows), giver, receiver)


def _key(result: WindowResult) -> SharingKey:
    if result.key is None:
        raise FlowsUnknown(
            marked("Members are seen as one, so who gave to whom is not known. Ask before they are added up.")
        )
    return result.key


def _rows(result: WindowResult, slots: slice) -> slice:
    start, end, _ = slots.indices(result.slots)
    return slice(start, max(start, end))


def _known(result: WindowResult, rows: slice, givers: object = EVERY_SLOT) -> tuple[Array, Array]:
    """Return given and received of some rows [kWh], 0 where missing."""
    given, received = result.given_kwh[rows, givers], result.received_kwh[rows]  # type: ignore[index]
    if result.is_provisional[rows].any():
        return np.nan_to_num(given), np.nan_to_num(received)
    return given, received


def _entering(result: WindowResult, rows: slice) -> tuple[Array, Array]:
    """Return what of surplus and deficit entered the sharing in some rows [kWh], (T, M), 0 where missing."""
    own = result.self_consumed_kwh[rows]
    left = (np.nan_to_num(result.production_kwh[rows] - own), np.nan_to_num(result.consumption_kwh[rows] - own))
    if result.taking_part is None:
        return left
    return left[0] * result.taking_part[0, rows], left[1] * result.taking_part[1, rows]

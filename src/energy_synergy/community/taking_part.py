"""Which part of each member's surplus and deficit enters the sharing of a window."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from energy_synergy.errors import InvalidValue, marked
from energy_synergy.sharing.base import Array


class PartsRefused(InvalidValue):
    """The parts that enter the sharing are no fractions, or do not fit the window."""

    code = "parts_refused"


def parts_of(taking_part: npt.ArrayLike, rows: int, members: int) -> Array:
    """Return the fractions of surplus and deficit that enter the sharing, a view of (2, T, M).

    Takes whatever numpy spreads to that shape: one number, one for each member (M,), for each slot and member (T, M),
    or apart for giving and receiving, (2, 1, M).
    Raises PartsRefused for values outside 0 to 1 and for other shapes.
    """
    parts = np.asarray(taking_part, dtype=np.float64)
    if not bool(((parts >= 0) & (parts <= 1)).all()):
        raise PartsRefused(marked("The parts that enter the sharing must be fractions from 0 to 1."))
    try:
        return np.broadcast_to(parts, (2, rows, members))
    except ValueError:
        raise PartsRefused(
            marked("The parts that enter the sharing have the shape {shape}, and (2, {rows}, {members}) is needed."),
            shape=parts.shape,
            rows=rows,
            members=members,
        ) from None

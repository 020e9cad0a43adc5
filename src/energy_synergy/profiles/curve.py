"""One day's curve: from any 24 or 96 values to 96 that sum to exactly 1 kWh."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from energy_synergy.errors import InvalidValue, marked
from energy_synergy.units import SLOTS_PER_DAY, SLOTS_PER_HOUR

Curve = npt.NDArray[np.float64]
DECIMALS = 9
UNITS_PER_KWH = 10**DECIMALS


class CurveRefused(InvalidValue):
    """Values that cannot be the curve of a day."""

    code = "curve_refused"


def normalise(values: npt.ArrayLike) -> Curve:
    """Return the curve of a day, (96,), that has the shape of 24 hourly or 96 quarter-hourly values.

    Each value is a whole number of 1e-9 kWh, shared out by largest remainder (ties: the earlier quarter first), so the
    decimals sum to exactly 1 and so does `math.fsum` of the floats. An hour is spread evenly over its four quarters.

    Raises CurveRefused for another number of values, for a value that is negative or no number, and for zeros alone.
    """
    quarters = _checked(values)
    # The largest value becomes 1 first, so that the sum of huge values stays finite and of tiny ones above zero.
    shares = quarters / quarters.max()
    curve: Curve = _largest_remainder(shares / math.fsum(shares)) / UNITS_PER_KWH
    # Each float lies up to half an ulp beside its decimal; the largest value takes what that leaves over.
    left_over = 1 - sum(map(Fraction, curve.tolist()), Fraction(0))
    curve[curve.argmax()] += float(left_over) if math.fsum(curve) != 1.0 else 0.0
    curve.setflags(write=False)
    return curve


def _checked(values: npt.ArrayLike) -> Curve:
    given = _numbers(values)
    if given.shape not in ((24,), (SLOTS_PER_DAY,)):
        raise CurveRefused(
            marked("A daily curve has 24 values (hours) or 96 (quarter-hours), not {count}."), count=given.size
        )
    if not np.isfinite(given).all():
        raise CurveRefused(
            marked("Value {position} of the daily curve is not a finite number."),
            position=int(np.flatnonzero(~np.isfinite(given))[0]) + 1,
        )
    if (given < 0).any():
        position = int(np.flatnonzero(given < 0)[0])
        raise CurveRefused(
            marked("Value {position} of the daily curve is negative ({value})."),
            position=position + 1,
            value=float(given[position]),
        )
    if not given.any():
        raise CurveRefused(marked("A daily curve of zeros has no shape; at least one value must be above zero."))
    return given if given.size == SLOTS_PER_DAY else np.repeat(given, SLOTS_PER_HOUR)


def _numbers(values: npt.ArrayLike) -> Curve:
    refusal = CurveRefused(marked("A daily curve is made of numbers; this one holds something else."))
    try:
        given = np.asarray(values)
        # Text is refused even where numpy could read it: "1_0" would become 10.
        if given.dtype.kind not in "iufO":
            raise refusal
        numbers: Curve = given.astype(np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise refusal from error
    return numbers


def _largest_remainder(shares: Curve) -> npt.NDArray[np.int64]:
    exact = shares * UNITS_PER_KWH
    units: npt.NDArray[np.int64] = np.floor(exact).astype(np.int64)
    missing = UNITS_PER_KWH - int(units.sum())
    units[np.argsort(units - exact, kind="stable")[:missing]] += 1
    return units

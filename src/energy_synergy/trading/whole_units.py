"""Energy in whole units: counting does not leave the crumbs that subtracting fractions leaves."""

from __future__ import annotations

from collections.abc import Sequence

# A millionth of a watt-hour: finer than any meter, coarser than the rounding of a float up to 4 GWh.
UNITS_PER_KWH = 10**9


def to_units(energy_kwh: float, per_kwh: int = UNITS_PER_KWH) -> int:
    """Return energy [kWh] in whole units."""
    return round(energy_kwh * per_kwh)


def to_kwh(units: int, per_kwh: int = UNITS_PER_KWH) -> float:
    """Return whole units as energy [kWh]."""
    return units / per_kwh


def split_whole(total: int, weights: Sequence[int]) -> list[int]:
    """Split whole units in proportion to whole weights by largest remainder; of equal remainders, the first wins.

    The parts sum to the total, and none exceeds its weight if the total does not exceed the sum of the weights.
    """
    whole = sum(weights)
    if whole == 0:
        return [0] * len(weights)
    parts, remainders = zip(*(divmod(total * weight, whole) for weight in weights), strict=True)
    short = total - sum(parts)
    up = set(sorted(range(len(weights)), key=lambda place: (-remainders[place], place))[:short])
    return [part + (place in up) for place, part in enumerate(parts)]

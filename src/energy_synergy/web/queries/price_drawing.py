"""The days of a year with their prices as a drawing: a line of means, and how far the prices of each day reach."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from energy_synergy.usecases.day_ahead import PriceDay

WIDTH, HEIGHT = 1000, 260
LEFT, RIGHT, TOP, BOTTOM = 62, 8, 10, 24
STEPS = (1.0, 2.0, 5.0)
MOST_TICKS = 6


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis: where it lies, and its price or month."""

    at: float
    price: float = 0.0
    month: date | None = None


@dataclass(frozen=True, slots=True)
class PriceDrawing:
    """Paths of an SVG of 1000 by 260: `means` and `reach` have one for each run of days with prices."""

    means: tuple[str, ...]
    reach: tuple[str, ...]
    prices: tuple[Tick, ...]
    months: tuple[Tick, ...]
    zero: float | None


def draw_prices(days: Sequence[PriceDay]) -> PriceDrawing | None:
    """Return the drawing of a year; None where no day has a price."""
    known = [day for day in days if day.mean is not None]
    if not known:
        return None
    low = min(0.0, *(day.lowest or 0.0 for day in known))
    high = max(0.0, *(day.highest or 0.0 for day in known)) or 0.01
    ticks = list(_prices(low, high))
    low, high = min(low, ticks[0]), max(high, ticks[-1])

    def x(place: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * place / max(1, len(days))

    def y(price: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (high - price) / (high - low)

    means, reach = [], []
    for run in _runs(days):
        means.append("M" + "L".join(f"{x(place + 0.5):.1f} {y(day.mean or 0.0):.1f}" for place, day in run))
        above = [f"{x(place + side):.1f} {y(day.highest or 0.0):.1f}" for place, day in run for side in (0, 1)]
        below = [f"{x(place + side):.1f} {y(day.lowest or 0.0):.1f}" for place, day in run for side in (0, 1)]
        reach.append("M" + "L".join([*above, *reversed(below)]) + "Z")
    months = tuple(Tick(x(place), month=day.date) for place, day in enumerate(days) if day.date.day == 1)
    prices = tuple(Tick(y(price), price) for price in ticks)
    return PriceDrawing(tuple(means), tuple(reach), prices, months, y(0.0) if low < 0 else None)


def _runs(days: Sequence[PriceDay]) -> Iterator[list[tuple[int, PriceDay]]]:
    """Yield days in a row that have prices, with their places."""
    for has_price, run in groupby(enumerate(days), key=lambda one: one[1].mean is not None):
        if has_price:
            yield list(run)


def _prices(low: float, high: float) -> Iterator[float]:
    """Yield round prices that cover a span, from low to high."""
    step = 10.0**-6
    while True:
        for round_one in STEPS:
            if (high - low) / (step * round_one) <= MOST_TICKS:
                first, last = int(low // (step * round_one)), -int(-high // (step * round_one))
                yield from (number * step * round_one for number in range(first, last + 1))
                return
        step *= 10

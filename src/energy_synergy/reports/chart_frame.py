"""What every drawing has: axes with few lines, numbers in the way of the language, a legend, hatches."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from energy_synergy.metering.series import Energies
from energy_synergy.reports.chart_records import Axis, Strand
from energy_synergy.reports.numbers import FIRST_KWH_IN_MWH, number
from energy_synergy.reports.tokens import COLORS, HATCHES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

HOUR_MINUTES = 60
MOST_TICKS, MOST_DECIMALS = 6, 4
STEPS = (1, 2, 2.5, 5, 10)


def shown(energy_kwh: Energies, axis: Axis, scale: float) -> Energies:
    """Return mean power, or energy where buckets are days, divided by a scale; what is unknown is 0."""
    factor = (HOUR_MINUTES / axis.minutes if axis.is_power else 1.0) / scale
    return np.nan_to_num(energy_kwh) * factor


def unit_of(strands: Iterable[Strand], axis: Axis) -> tuple[str, float]:
    """Return the unit of a chart and how many kW or kWh one of it is."""
    factor = HOUR_MINUTES / axis.minutes if axis.is_power else 1.0
    highest = max((float(np.nanmax(np.nan_to_num(one.energy_kwh), initial=0.0)) for one in strands), default=0.0)
    is_large = highest * factor >= FIRST_KWH_IN_MWH
    small, large = ("kW", "MW") if axis.is_power else ("kWh", "MWh")
    return (large, 1000.0) if is_large else (small, 1.0)


def clean(axes: Axes) -> None:
    """Leave a line at the bottom and thin lines across."""
    for side in ("top", "left", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0)
    axes.grid(axis="y")


def write_values(axes: Axes, unit: str, language: str) -> None:
    """Write the numbers of the upright axis in the way of the language, with their unit above."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axes.yaxis.set_major_locator(MaxNLocator(MOST_TICKS, steps=STEPS, min_n_ticks=3))
    places = axes.get_yticks()
    decimals = _decimals(float(places[1] - places[0])) if len(places) > 1 else 1
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _place: number(abs(value), decimals, language)))
    axes.set_title(unit, loc="left", fontsize=7.5, color=COLORS["muted"], pad=4)


def _decimals(step: float) -> int:
    """Return how many decimals tell ticks apart that lie a step from each other."""
    return next((count for count in range(MOST_DECIMALS) if abs(round(step, count) - step) < step / 100), MOST_DECIMALS)


def write_times(axes: Axes, axis: Axis) -> None:
    """Write the times below."""
    axes.set_xlim(0, max(1, axis.buckets))
    axes.set_xticks([place for place, _text in axis.ticks], [text for _place, text in axis.ticks], ha="left")
    axes.tick_params(axis="x", length=3, width=0.6, color=COLORS["line"])


def look(color: str) -> dict[str, Any]:
    """Return how an area of a quantity is filled; what is hatched stays apart in grey too."""
    pattern, line = HATCHES.get(color, (None, "none"))
    return {"facecolor": COLORS[color], "linewidth": 0.0, "hatch": pattern, "edgecolor": line}


def write_legend(
    figure: Figure, entries: Iterable[tuple[str, dict[str, Any]]], *, lines: Iterable[Strand] = ()
) -> None:
    """Write what the areas and lines stand for above the drawing."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    strokes = [Line2D([], [], label=one.label, **stroke(one)) for one in lines]
    areas = [Patch(label=label, **style) for label, style in entries]
    figure.legend(
        handles=[*strokes, *areas],
        loc="outside upper left",
        ncols=len(strokes) + len(areas),
        handlelength=1.6,
        handleheight=0.9,
        columnspacing=1.4,
        borderaxespad=0.0,
        borderpad=0.0,
    )


def stroke(strand: Strand) -> dict[str, Any]:
    """Return how the line of a quantity is drawn: consumption thick, production thin, a comparison dashed."""
    style: dict[str, Any] = {"color": COLORS[strand.color], "linewidth": 1.5 if strand.color == "consumption" else 1.0}
    return {**style, "linestyle": (0, (4, 2))} if strand.is_dashed else style

"""Quantities over time: stacked as columns, above and below a line, or side by side as lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from energy_synergy.reports.chart_frame import (
    clean,
    look,
    shown,
    stroke,
    unit_of,
    write_legend,
    write_times,
    write_values,
)
from energy_synergy.reports.chart_records import Axis, LineChart, StackChart, Strand
from energy_synergy.reports.tokens import COLORS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# A few wide columns stand apart, many narrow ones side by side.
FEW_COLUMNS, APART = 40, 0.8


def draw_stack(chart: StackChart, figure: Figure, language: str) -> None:
    """Draw columns that add up, upwards and downwards."""
    axes = figure.subplots()
    clean(axes)
    every = (*chart.above, *chart.below)
    unit, scale = unit_of(every, chart.axis)
    _pile(axes, chart.above, chart.axis, scale)
    _pile(axes, chart.below, chart.axis, -scale)
    axes.axhline(0, color=COLORS["muted"], linewidth=0.6)
    write_values(axes, unit, language)
    write_times(axes, chart.axis)
    write_legend(figure, [(one.label, look(one.color)) for one in every])


def _pile(axes: Axes, strands: Iterable[Strand], axis: Axis, scale: float) -> None:
    places = np.arange(axis.buckets) + 0.5
    width = APART if axis.buckets <= FEW_COLUMNS else 1.0
    foot = np.zeros(axis.buckets)
    for strand in strands:
        values = shown(strand.energy_kwh, axis, scale)
        axes.bar(places, values, width=width, bottom=foot, **look(strand.color))
        foot = foot + values


def draw_lines(chart: LineChart, figure: Figure, language: str) -> None:
    """Draw lines that begin at zero; a gap stays a gap."""
    axes = figure.subplots()
    clean(axes)
    unit, scale = unit_of(chart.strands, chart.axis)
    places = np.arange(chart.axis.buckets) + 0.5
    for strand in chart.strands:
        values = np.where(np.isnan(strand.energy_kwh), np.nan, shown(strand.energy_kwh, chart.axis, scale))
        axes.plot(places, values, **stroke(strand))
    axes.set_ylim(bottom=0)
    write_values(axes, unit, language)
    write_times(axes, chart.axis)
    write_legend(figure, (), lines=chart.strands)

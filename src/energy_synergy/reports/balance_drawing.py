"""Production beside consumption: areas for what is used, left and lacking, and the states as a ribbon below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from energy_synergy.metering.series import Energies
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
from energy_synergy.reports.chart_records import BalanceChart, Strand

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

HEADROOM = 1.06


def draw_balance(chart: BalanceChart, figure: Figure, language: str) -> None:
    """Draw lines over time with areas between them; for days, columns with the surplus below zero."""
    has_ribbon = bool(chart.states) and chart.axis.is_power
    axes, *ribbons = figure.subplots(
        1 + has_ribbon, 1, sharex=True, squeeze=False, height_ratios=(14, 1)[: 1 + has_ribbon]
    )[:, 0]
    clean(axes)
    unit, scale = unit_of((chart.production, chart.consumption), chart.axis)
    if chart.axis.is_power:
        _areas(axes, chart, scale)
    else:
        _columns(axes, chart, scale)
    write_values(axes, unit, language)
    for ribbon in ribbons:
        _ribbon(ribbon, chart)
    lines = (chart.consumption, chart.production) if chart.axis.is_power else ()
    areas = (chart.local, chart.surplus, chart.deficit)
    write_legend(figure, [(one.label, look(one.color)) for one in areas], lines=lines)
    write_times([axes, *ribbons][-1], chart.axis)


def _areas(axes: Axes, chart: BalanceChart, scale: float) -> None:
    """Draw each bucket as a step, so that areas are energies."""
    edges = np.arange(chart.axis.buckets + 1)

    def steps(strand: Strand) -> Energies:
        values = shown(strand.energy_kwh, chart.axis, scale)
        return np.append(values, values[-1:])

    local, surplus, deficit = steps(chart.local), steps(chart.surplus), steps(chart.deficit)
    fill: dict[str, Any] = {"step": "post"}
    axes.fill_between(edges, 0, local, **look("local"), **fill)
    axes.fill_between(edges, local, local + surplus, where=surplus > 0, **look("surplus"), **fill)
    axes.fill_between(edges, local, local + deficit, where=deficit > 0, **look("deficit"), **fill)
    for strand in (chart.production, chart.consumption):
        values = np.where(np.isnan(np.append(strand.energy_kwh, strand.energy_kwh[-1:])), np.nan, steps(strand))
        axes.step(edges, values, where="post", **stroke(strand))
    highest = float((local + np.maximum(surplus, deficit)).max(initial=0.0))
    axes.set_ylim(0, highest * HEADROOM or 1.0)


def _columns(axes: Axes, chart: BalanceChart, scale: float) -> None:
    """Draw what is used and what lacks upwards, together consumption, and the surplus downwards."""
    edges = np.arange(chart.axis.buckets + 1)
    local, surplus, deficit = (
        shown(one.energy_kwh, chart.axis, scale) for one in (chart.local, chart.surplus, chart.deficit)
    )
    axes.stairs(local, edges, fill=True, **look("local"))
    axes.stairs(local + deficit, edges, baseline=local, fill=True, **look("deficit"))
    axes.stairs(-surplus, edges, fill=True, **look("surplus"))
    axes.axhline(0, color=stroke(chart.consumption)["color"], linewidth=0.6)


def _ribbon(axes: Axes, chart: BalanceChart) -> None:
    """Draw the state of the group below the time axis."""
    for color in ("surplus", "local", "deficit"):
        pieces = [(start, end - start) for start, end, name in chart.states if name == color]
        axes.broken_barh(pieces, (0, 1), **look(color))
    axes.set_ylim(0, 1)
    axes.set_yticks([])
    for side in ("top", "left", "right", "bottom"):
        axes.spines[side].set_visible(False)

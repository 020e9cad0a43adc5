"""When there is surplus or deficit: a field of days or months and hours, hatched where there is surplus."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from energy_synergy.reports.chart_records import HeatChart
from energy_synergy.reports.numbers import number
from energy_synergy.reports.tokens import COLORS, HATCHES, RAMP

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.collections import QuadMesh
    from matplotlib.figure import Figure

HOUR_STEP = 3
MOST_ROW_LABELS = 31


def draw_heat(chart: HeatChart, figure: Figure, language: str) -> None:
    """Draw the field with its scale below."""
    axes = figure.subplots()
    largest = float(np.nanmax(np.abs(chart.net_kwh), initial=0.0)) if np.isfinite(chart.net_kwh).any() else 0.0
    mesh = _field(axes, chart, largest or 1.0)
    _hatch_surplus(axes, chart)
    _write_places(axes, chart)
    bar = figure.colorbar(mesh, ax=axes, orientation="horizontal", aspect=60, pad=0.02, shrink=0.5)
    ends = [-largest, 0.0, largest]
    texts = [number(value, 0 if largest >= 10 else 1, language) for value in ends]
    bar.set_ticks(ends, labels=[f"{chart.deficit} {texts[0]} kWh", texts[1], f"{chart.surplus} +{texts[2]} kWh"])
    bar.outline.set_visible(False)
    bar.ax.tick_params(length=0)


def _field(axes: Axes, chart: HeatChart, largest: float) -> QuadMesh:
    from matplotlib.colors import LinearSegmentedColormap

    scale = LinearSegmentedColormap.from_list("net", RAMP).with_extremes(bad=COLORS["card"])
    net = np.ma.masked_invalid(chart.net_kwh)
    return axes.pcolormesh(net, cmap=scale, vmin=-largest, vmax=largest, edgecolors=COLORS["card"], linewidth=0.4)


def _hatch_surplus(axes: Axes, chart: HeatChart) -> None:
    """Lay lines over each cell with surplus: in grey both ends of the scale are dark."""
    from matplotlib.patches import Rectangle

    pattern, color = HATCHES["surplus"]
    for row, column in np.argwhere(np.nan_to_num(chart.net_kwh) > 0).tolist():
        axes.add_patch(Rectangle((column, row), 1, 1, fill=False, hatch=pattern, edgecolor=color, linewidth=0.0))


def _write_places(axes: Axes, chart: HeatChart) -> None:
    step = -(-len(chart.rows) // MOST_ROW_LABELS)
    axes.set_yticks([place + 0.5 for place in range(0, len(chart.rows), step)], chart.rows[::step])
    axes.set_xticks(range(0, len(chart.hours), HOUR_STEP), chart.hours[::HOUR_STEP], ha="left")
    axes.invert_yaxis()
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    for side in ("top", "left", "right", "bottom"):
        axes.spines[side].set_visible(False)

"""The charts of a report as SVG drawings, one look for all of them, drawn by Matplotlib."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from energy_synergy.reports.balance_drawing import draw_balance
from energy_synergy.reports.chart_records import BalanceChart, Chart, HeatChart, LineChart, StackChart
from energy_synergy.reports.heat_drawing import draw_heat
from energy_synergy.reports.strand_drawing import draw_lines, draw_stack
from energy_synergy.reports.tokens import COLORS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH_INCHES = 7.09
HEIGHT_INCHES = {BalanceChart: 2.6, HeatChart: 0.85, StackChart: 2.3, LineChart: 2.05}
HEAT_ROW_INCHES, MOST_HEAT_INCHES = 0.16, 5.6
FONT = "Inter"
STYLE: Mapping[str, Any] = {
    "font.family": [FONT, "DejaVu Sans"],
    "font.size": 7.5,
    "axes.edgecolor": COLORS["line"],
    "axes.labelcolor": COLORS["muted"],
    "axes.labelsize": 7.5,
    "axes.linewidth": 0.6,
    "axes.axisbelow": True,
    "grid.color": COLORS["line"],
    "grid.linewidth": 0.5,
    "hatch.linewidth": 0.35,
    "legend.fontsize": 7.5,
    "legend.frameon": False,
    "text.color": COLORS["ink"],
    # A dollar sign in a name is a dollar sign.
    "text.parse_math": False,
    "xtick.color": COLORS["muted"],
    "ytick.color": COLORS["muted"],
    "xtick.labelsize": 7.5,
    "ytick.labelsize": 7.5,
    "svg.fonttype": "path",
    "svg.hashsalt": "energy-synergy",
}
# Matplotlib keeps its style in one place for the whole process.
ONE_AT_A_TIME = Lock()
DRAWERS: Mapping[type, Callable[..., None]] = {
    BalanceChart: draw_balance,
    HeatChart: draw_heat,
    StackChart: draw_stack,
    LineChart: draw_lines,
}


def draw(chart: Chart, language: str, fonts: Path) -> str:
    """Return a chart as SVG; `fonts` is the folder of the typeface. The same chart gives the same drawing."""
    with ONE_AT_A_TIME, _style(fonts):
        figure = _figure(chart)
        DRAWERS[type(chart)](chart, figure, language)
        stream = io.StringIO()
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
    return stream.getvalue()


def _style(fonts: Path) -> AbstractContextManager[None]:
    # Here and not above: Matplotlib takes a second to load, and only who makes a document needs it.
    from matplotlib import font_manager, rc_context

    known = {Path(entry.fname) for entry in font_manager.fontManager.ttflist}
    for path in sorted(fonts.glob("*.ttf")):
        if path not in known:
            font_manager.fontManager.addfont(path)
    style: Any = dict(STYLE)
    return rc_context(style)


def _figure(chart: Chart) -> Figure:
    from matplotlib.figure import Figure

    height = HEIGHT_INCHES[type(chart)]
    if isinstance(chart, HeatChart):
        height = min(MOST_HEAT_INCHES, height + HEAT_ROW_INCHES * max(2, len(chart.rows)))
    return Figure(figsize=(WIDTH_INCHES, height), layout="constrained")

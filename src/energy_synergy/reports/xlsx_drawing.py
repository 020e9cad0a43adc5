"""The drawing beside a table of a workbook, which the spreadsheet itself draws from the cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from energy_synergy.reports.tables import Table
from energy_synergy.reports.tokens import COLORS, HATCHES
from energy_synergy.reports.workbook import Drawn

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

WIDTH, HEIGHT = 900, 340


def draw_columns(page: Worksheet, book: Workbook, name: str, table: Table, drawn: Drawn, *, row: int) -> None:
    """Draw columns on top of each other with lines over them, below the table of the sheet of this name."""
    chart: Any = book.add_chart({"type": "column", "subtype": "stacked"})
    for place, color in drawn.stacked:
        chart.add_series({**_series(name, table, place), **_fill(color), "gap": 20})
    if drawn.lines:
        lines: Any = book.add_chart({"type": "line"})
        for place, color in drawn.lines:
            lines.add_series({**_series(name, table, place), "line": {"color": COLORS[color], "width": 2}})
        chart.combine(lines)
    chart.set_y_axis({"name": table.columns[drawn.stacked[0][0]].unit, "major_gridlines": {"visible": True}})
    chart.set_legend({"position": "top"})
    chart.set_size({"width": WIDTH, "height": HEIGHT})
    page.insert_chart(row, 0, chart, {"description": drawn.alt, "object_position": 2})


def _series(name: str, table: Table, place: int) -> dict[str, Any]:
    last = max(1, len(table.rows))
    return {
        "name": table.columns[place].label,
        "categories": [name, 1, 0, last, 0],
        "values": [name, 1, place, last, place],
    }


def _fill(color: str) -> dict[str, Any]:
    if color not in HATCHES:
        return {"fill": {"color": COLORS[color]}}
    line = HATCHES[color][1]
    return {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": line, "bg_color": COLORS[color]}}

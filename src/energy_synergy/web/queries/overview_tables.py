"""The overview's charts as tables: the same numbers as cells, not yet written in any language's way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import numpy as np
from django.utils.translation import gettext as _

from energy_synergy.reports.tables import Cell, Column, Table
from energy_synergy.web.queries.bucket_tables import balance_table, kwh, nones
from energy_synergy.web.queries.heatmap import HOUR_LABELS, compute_heatmap
from energy_synergy.web.queries.overview import LoadedOverview
from energy_synergy.web.queries.overview_records import MemberRow
from energy_synergy.web.templatetags.es_dates import day, month_year


def heatmap_table(loaded: LoadedOverview) -> Table:
    """Return net energy by day or month and hour of the day."""
    heatmap = compute_heatmap(loaded.window)
    writers: Mapping[str, Callable[[str], str]] = {
        "date": lambda label: day(date.fromisoformat(label)),
        "month": lambda label: month_year(date.fromisoformat(f"{label}-01")),
        "typical": lambda _label: _("Typical day"),
    }
    write = writers[heatmap.row_kind]
    rows: list[tuple[Cell, ...]] = [
        (write(label), *nones(values)) for label, values in zip(heatmap.rows, np.round(heatmap.net_kwh, 6), strict=True)
    ]
    note = _("Production less consumption: above zero is surplus, below is deficit.")
    if heatmap.row_kind == "month":
        note += " " + _("Each value is the mean over the days of the month.")
    caption = _("Net energy of the group by hour of the day")
    return Table("heatmap", caption, (Column(_("Period")), *kwh(*HOUR_LABELS)), rows, note=note)


def members_table(loaded: LoadedOverview) -> Table:
    """Return what each company brings and takes."""
    overview = loaded.overview
    has_open = overview.totals.open_consumption_kwh + overview.totals.open_production_kwh > 0
    rows = [_member_cells(row, row.name, has_open=has_open) for row in overview.members]
    heads = kwh(
        _("Consumption"),
        _("From own production"),
        _("Received from the group"),
        _("Bought from the grid"),
        _("Production"),
        _("Given to the group"),
        _("Sold to the grid"),
    )
    note = ""
    if has_open:
        heads += kwh(_("Consumption of open origin"), _("Production of open destination"))
        note = _("Open: measured while the other direction of the company is missing, so where it went is not known.")
    columns = (Column(_("Company")), *heads)
    total = _member_cells(overview.totals, _("Total"), has_open=has_open)
    return Table("members", _("What each company brings and takes"), columns, rows, total, note)


def _member_cells(row: MemberRow, name: str, *, has_open: bool) -> tuple[Cell, ...]:
    consumption = (row.consumption_kwh, row.own_kwh, row.received_kwh, row.grid_import_kwh)
    production = (row.production_kwh, row.given_kwh, row.grid_export_kwh)
    opened = (row.open_consumption_kwh, row.open_production_kwh) if has_open else ()
    return (name, *consumption, *production, *opened)


def flows_table(loaded: LoadedOverview) -> Table:
    """Return who supplied whom, the largest flow first; own use goes from a company to itself."""
    flows, grid = loaded.chart["flows"], _("Grid")
    names = flows["names"]
    found: list[tuple[str, str, float]] = [
        (names[giver], names[receiver], float(flows["kwh"][giver, receiver]))
        for giver, receiver in np.argwhere(flows["kwh"] > 0).tolist()
    ]
    for place, name in enumerate(names):
        found += [(name, name, float(flows["own_kwh"][place])), (name, grid, float(flows["to_grid_kwh"][place]))]
        found.append((grid, name, float(flows["from_grid_kwh"][place])))
    rows: list[tuple[Cell, ...]] = [
        *sorted((row for row in found if row[2]), key=lambda row: (-row[2], row[0], row[1]))
    ]
    columns = (Column(_("From")), Column(_("To")), *kwh(_("Energy")))
    note = _("From a company to itself: its own production, used behind its meter.")
    return Table("flows", _("Who supplied whom"), columns, rows, note=note)


def states_table(loaded: LoadedOverview) -> Table:
    """Return how long the group is in each state and, unless only months may be shown, what it does meanwhile."""
    overview = loaded.overview
    names = {"surplus": _("Surplus"), "self_sustaining": _("Self-sustaining"), "deficit": _("Deficit")}
    kpis, hours = overview.kpis, sum(one.hours for one in overview.states)
    rows: list[tuple[Cell, ...]] = [(names[one.state], one.hours, 100 * one.share) for one in overview.states]
    total: tuple[Cell, ...] = (_("Total"), hours, 100.0 if hours else 0.0)
    columns: tuple[Column, ...] = (Column(_("State")), Column(_("Duration"), "h"), Column(_("Share"), "%", 1))
    if not overview.is_coarse:
        energies = [(one.local_kwh, one.surplus_kwh, one.deficit_kwh) for one in overview.states]
        rows = [(*row, *values) for row, values in zip(rows, energies, strict=True)]
        total = (*total, kpis.local_kwh, kpis.surplus_kwh, kpis.deficit_kwh)
        columns = (*columns, *kwh(_("Used locally"), _("Surplus"), _("Deficit")))
    note = _("Self-sustaining: production is within {percent} % of consumption.").format(
        percent=f"{100 * overview.tolerance:g}"
    )
    return Table("states", _("How long the group is in each state"), columns, rows, total, note)


TABLES: Mapping[str, Callable[[LoadedOverview], Table]] = {
    "balance": balance_table,
    "buckets": balance_table,
    "heatmap": heatmap_table,
    "members": members_table,
    "flows": flows_table,
    "states": states_table,
}

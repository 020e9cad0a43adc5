"""The tables of a report on paper: the numbers of the page, in its unit and with its digits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

import numpy as np
from django.utils.translation import gettext as _

from energy_synergy.community.bilateral import flow_matrix
from energy_synergy.community.periods import State, periods_of
from energy_synergy.metering.series import Energies
from energy_synergy.reports.numbers import column_unit, in_unit
from energy_synergy.reports.report import Matrix
from energy_synergy.reports.tables import Bar, Cell, Column, Part, Table
from energy_synergy.web.queries.balance_list import Surroundings, period_rows, shown_result
from energy_synergy.web.queries.balance_records import PeriodRow
from energy_synergy.web.queries.group_window import GroupWindow
from energy_synergy.web.queries.overview import LoadedOverview
from energy_synergy.web.queries.overview_records import MemberRow, Overview
from energy_synergy.web.queries.report_charts import row_buckets, row_cells, row_head, row_labels
from energy_synergy.web.templatetags.es_numbers import energy_in, hours, number, percent, share_of
from energy_synergy.web.templatetags.es_overview import mix_bar, state_bar

MOST_PERIODS = 6
MOST_NAMED = 2
KW_DECIMALS = KWH_DECIMALS = 1
Row = tuple[Cell, ...]


def unit_of(overview: Overview) -> str:
    """Return the unit of the key figures and of the table of companies, as on the page."""
    return column_unit(overview.kpis.production_kwh, overview.kpis.consumption_kwh)


def columns_in(unit: str, *labels: str) -> tuple[Column, ...]:
    """Return heads of energies in a unit."""
    return tuple(Column(label, unit, 1) for label in labels)


def states_bar(overview: Overview, unit: str) -> Bar:
    """Return how long the group is in each state, with what it does meanwhile."""
    names = {"surplus": _("in surplus"), "local": _("self-sustaining"), "deficit": _("in deficit")}
    widths = {one.color: one.width for one in state_bar(overview.states)}
    colors = {"surplus": "surplus", "self_sustaining": "local", "deficit": "deficit"}
    return Bar(
        tuple(
            Part(names[color], color, widths.get(color, 0.0), f"{hours(one.hours)} · {energy_in(one.energy_kwh, unit)}")
            for one in overview.states
            for color in (colors[one.state],)
        )
    )


def rows_table(loaded: LoadedOverview, *, unit: str = "", decimals: int = 1) -> Table:
    """Return the group hour by hour, day by day or month by month.

    Without a unit, in that which suits the largest row, for paper; with one, for a workbook.
    """
    window, kpis = loaded.window, loaded.overview.kpis
    balance, buckets = window.balance, row_buckets(window)
    energies = (
        window.group_production_kwh,
        window.group_consumption_kwh,
        balance.local_kwh,
        balance.surplus_kwh,
        balance.deficit_kwh,
    )
    sums = [buckets.sums(_known(window, energy)).tolist() for energy in energies]
    labels_of_rows = row_cells(buckets) if unit else row_labels(buckets)
    unit = unit or column_unit(*sums[0], *sums[1])
    total = (kpis.production_kwh, kpis.consumption_kwh, kpis.local_kwh, kpis.surplus_kwh, kpis.deficit_kwh)
    labels = (_("Production"), _("Consumption"), _("Used locally"), _("Surplus"), _("Deficit"))
    heads = (Column(label, unit, decimals) for label in labels)
    columns = (Column(row_head(buckets)), *heads, Column(_("Covered locally"), "%", 0))
    rows = [_energy_row(label, row, unit) for label, *row in zip(labels_of_rows, *sums, strict=True)]
    return Table("rows", "", columns, rows, _energy_row(_("Total"), total, unit))


def _known(window: GroupWindow, energy_kwh: Energies) -> Energies:
    return np.where(window.is_unknown, np.nan, energy_kwh)


def _energy_row(label: Cell, energies_kwh: Sequence[float | None], unit: str) -> Row:
    covered = share_of(energies_kwh[2], energies_kwh[1])
    cells = (in_unit(energy_kwh, unit) for energy_kwh in energies_kwh)
    return (label, *cells, None if covered is None else 100 * covered)


def companies_table(overview: Overview, unit: str) -> Table:
    """Return what each company brings and takes, as on the page."""
    columns = (
        Column(_("Company")),
        *columns_in(unit, _("Consumed")),
        Column(_("Where its consumption comes from")),
        *columns_in(unit, _("Produced"), _("Given to the group"), _("Received from the group")),
        *columns_in(unit, _("Bought from the grid"), _("Sold to the grid")),
    )
    rows = [_company_row(row, _marked(row), unit) for row in overview.members]
    total = _company_row(overview.totals, _("Total"), unit)
    note = ""
    if overview.totals.open_consumption_kwh:
        note = _("Grey: measured while the other direction of the company is missing, so its origin is not known.")
    return Table("companies", "", columns, rows, total, note)


def _marked(row: MemberRow) -> str:
    marks = [
        word for word, is_so in ((_("estimated"), row.is_estimated), (_("incomplete"), row.is_incomplete)) if is_so
    ]
    return f"{row.name} ({', '.join(marks)})" if marks else row.name


def _company_row(row: MemberRow, name: str, unit: str) -> Row:
    produced = in_unit(row.production_kwh, unit) if row.has_production else None
    consumed = in_unit(row.consumption_kwh, unit) if row.has_consumption else None
    moved = (row.given_kwh, row.received_kwh, row.grid_import_kwh, row.grid_export_kwh)
    return (name, consumed, mix_of(row), produced, *(in_unit(one, unit) for one in moved))


def mix_of(row: MemberRow) -> Bar | None:
    """Return where the consumption of a company comes from, None where it has none."""
    if not row.consumption_kwh:
        return None
    words = {
        "production": _("Own production"),
        "local": _("Group"),
        "deficit": _("Grid supply"),
        "grid": _("not known"),
    }
    parts = tuple(Part(words[one.color], one.color, one.width, percent(one.width)) for one in mix_bar(row))
    return Bar(parts, ", ".join(f"{one.label} {one.text}" for one in parts))


def flows_matrix(window: GroupWindow, unit: str) -> Matrix:
    """Return who gave how much to whom, with the grid as one more row and column."""
    flows, sums = flow_matrix(window.result), window.result.member_kwh
    names, grid = tuple(company.name for company in window.facts.companies), _("Grid")
    rows = [
        (*_nothing_as_none(flows[place].tolist(), unit), in_unit(float(sums["grid_export_kwh"][place]), unit) or None)
        for place in range(len(names))
    ]
    rows.append((*_nothing_as_none(sums["grid_import_kwh"].tolist(), unit), None))
    return Matrix("", _("From"), (*names, grid), (*names, grid), tuple(rows), unit)


def _nothing_as_none(energies_kwh: Iterable[float], unit: str) -> list[float | None]:
    return [in_unit(energy_kwh, unit) if energy_kwh > 0 else None for energy_kwh in energies_kwh]


def largest_periods(window: GroupWindow) -> tuple[Table, ...]:
    """Return the largest surpluses and deficits, each as a table; none for a day without a date or a coarse window."""
    if window.timeline is None or window.is_coarse:
        return ()
    result = shown_result(window)
    every, near = periods_of(result, window.codes, window.balance), Surroundings(result, 0)
    captions = {State.SURPLUS: _("The largest surpluses"), State.DEFICIT: _("The largest deficits")}
    tables = []
    for state, caption in captions.items():
        found = sorted((one for one in every if one.state is state), key=lambda one: (-one.energy_kwh, one.first_slot))
        rows = [_period_row(one) for one in period_rows(window, near, found[:MOST_PERIODS])]
        if rows:
            tables.append(Table(state.value, caption, _period_columns(), rows))
    return tuple(tables)


def _period_columns() -> tuple[Column, ...]:
    return (
        Column(_("Start")),
        Column(_("End")),
        Column(_("Duration")),
        Column(_("Energy"), "kWh", KWH_DECIMALS),
        Column(_("Peak"), "kW", KW_DECIMALS),
        Column(_("Companies (kWh)")),
    )


def _period_row(row: PeriodRow) -> Row:
    named = [f"{part.name} {number(part.energy_kwh, KWH_DECIMALS)}" for part in row.parts[:MOST_NAMED]]
    rest = len(row.parts) - MOST_NAMED
    if rest > 0:
        named.append(f"+{rest}")
    return (row.starts_at, row.ends_at, timedelta(hours=row.hours), row.energy_kwh, row.peak_kw, " · ".join(named))

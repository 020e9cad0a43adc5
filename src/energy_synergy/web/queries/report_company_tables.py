"""The tables of a company's report: its energies row by row, its partners, and what the words mean."""

from __future__ import annotations

import numpy as np
from django.utils.translation import gettext as _

from energy_synergy.community.balance import flow_matrix
from energy_synergy.reports.numbers import column_unit, in_unit
from energy_synergy.reports.report import Definition, Glossary
from energy_synergy.reports.tables import Bar, Cell, Column, Part, Table
from energy_synergy.web.queries.group_window import GroupWindow
from energy_synergy.web.queries.overview_records import MemberRow
from energy_synergy.web.queries.report_charts import row_buckets, row_cells, row_head, row_labels
from energy_synergy.web.queries.report_words import readings_text, shared_text
from energy_synergy.web.templatetags.es_numbers import percent, share_of


def destination_of(row: MemberRow) -> Bar | None:
    """Return where the production of a company goes, None where it has none."""
    if not row.production_kwh:
        return None
    flows = (
        (_("Used by itself"), "production", row.own_kwh),
        (_("Given to the group"), "given-1", row.given_kwh),
        (_("Sold to the grid"), "surplus", row.grid_export_kwh),
        (_("not known"), "grid", row.open_production_kwh),
    )
    shares = [(label, color, share_of(energy_kwh, row.production_kwh) or 0.0) for label, color, energy_kwh in flows]
    parts = tuple(Part(label, color, share, percent(share)) for label, color, share in shares if share)
    return Bar(parts, ", ".join(f"{one.label} {one.text}" for one in parts))


def company_rows(window: GroupWindow, place: int, *, unit: str = "", decimals: int = 1) -> Table:
    """Return the energies of a company hour by hour, day by day or month by month.

    Without a unit, in that which suits the largest row, for paper; with one, for a workbook.
    """
    result, buckets = window.result, row_buckets(window)
    columns = {
        _("Consumption"): result.consumption_kwh,
        _("From own production"): result.self_consumed_kwh,
        _("Received from the group"): result.received_kwh,
        _("Bought from the grid"): result.grid_import_kwh,
        _("Production"): result.production_kwh,
        _("Given to the group"): result.given_kwh,
        _("Sold to the grid"): result.grid_export_kwh,
    }
    energies = [np.nan_to_num(energy_kwh[:, place]) for energy_kwh in columns.values()]
    sums = [buckets.sums(energy_kwh).tolist() for energy_kwh in energies]
    labels = row_cells(buckets) if unit else row_labels(buckets)
    unit = unit or column_unit(*sums[0], *sums[4])
    rows: list[tuple[Cell, ...]] = [
        (label, *(in_unit(energy_kwh, unit) for energy_kwh in row))
        for label, row in zip(labels, zip(*sums, strict=True), strict=True)
    ]
    total = (_("Total"), *(in_unit(float(energy_kwh.sum()), unit) for energy_kwh in energies))
    heads = (Column(row_head(buckets)), *(Column(label, unit, decimals) for label in columns))
    return Table("rows", "", heads, rows, total)


def partners_table(window: GroupWindow, place: int, *, unit: str = "", decimals: int = 1) -> Table:
    """Return what each other company gave to one and received from it, the largest exchange first."""
    flows = flow_matrix(window.result)
    unit = unit or column_unit(*flows[:, place].tolist(), *flows[place].tolist())
    names = [company.name for company in window.facts.companies]
    found = [
        (name, float(flows[other, place]), float(flows[place, other]))
        for other, name in enumerate(names)
        if other != place and flows[other, place] + flows[place, other] > 0
    ]
    ranked = sorted(found, key=lambda one: (-(one[1] + one[2]), one[0]))
    rows: list[tuple[Cell, ...]] = [
        (name, in_unit(received, unit), in_unit(given, unit)) for name, received, given in ranked
    ]
    labels = (_("Received from it"), _("Given to it"))
    total = (
        _("Total"),
        in_unit(sum(received for _name, received, _given in found), unit),
        in_unit(sum(given for _name, _received, given in found), unit),
    )
    heads = (Column(_("Company")), *(Column(label, unit, decimals) for label in labels))
    return Table("partners", "", heads, rows, total)


def company_glossary() -> Glossary:
    """Return how the quantities of a company are computed."""
    pairs = (
        (_("From own production"), _("in each quarter-hour the smaller of its production and its consumption")),
        (_("Received from the group"), shared_text()),
        (_("Bought from the grid"), _("consumption less own production used and less what it received")),
        (_("Sold to the grid"), _("production less what it used itself and less what it gave")),
        (_("Readings"), readings_text()),
    )
    return Glossary(tuple(Definition(term, text) for term, text in pairs))

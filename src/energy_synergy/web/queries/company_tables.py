"""The charts of a company's page as tables: the same numbers as cells, not yet written in any language's way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

import numpy as np
from django.utils.translation import gettext as _

from energy_synergy.reports.tables import Cell, Column, Table
from energy_synergy.units import SLOTS_PER_HOUR
from energy_synergy.web.queries.bucket_tables import kwh, marked_labels, nones
from energy_synergy.web.queries.buckets import typical_buckets
from energy_synergy.web.queries.company_charts import CompanyChart, buying_values, curve_values
from energy_synergy.web.queries.company_page import EXCHANGED
from energy_synergy.web.queries.company_strip import completeness_shares, strip_labels
from energy_synergy.web.queries.heatmap import HOUR_LABELS
from energy_synergy.web.templatetags.es_dates import weekday_name

MONDAY = date(2001, 1, 1)


def curve_table(chart: CompanyChart) -> Table:
    """Return the main chart: where the consumption came from and where the production went, bucket by bucket."""
    loaded, values, figures = chart.loaded, curve_values(chart.loaded), chart.loaded.figures
    named = {
        "consumption_kwh": (_("Consumption"), figures.consumption_kwh),
        "production_kwh": (_("Production"), figures.production_kwh),
        "own_kwh": (_("Own use"), figures.own_kwh),
        "received_kwh": (_("Received from the group"), figures.received_kwh),
        "grid_import_kwh": (_("Bought from the grid"), figures.grid_import_kwh),
        "given_kwh": (_("Given to the group"), figures.given_kwh),
        "grid_export_kwh": (_("Sold to the grid"), figures.grid_export_kwh),
        "lacking_kwh": (_("From the group or the grid"), figures.lacking_kwh),
        "left_kwh": (_("To the group or the grid"), figures.left_kwh),
    }
    is_told = values["received_kwh"] is not None
    left_out = ("lacking_kwh", "left_kwh") if is_told else EXCHANGED
    names = [name for name in named if name not in left_out]
    labels, is_marked = marked_labels(loaded.alone, values)
    rows: list[tuple[Cell, ...]] = list(zip(labels, *(nones(values[name]) for name in names), strict=True))
    total = (_("Total"), *(named[name][1] for name in names))
    note = _("* Some readings are missing here and are left out.") if is_marked else ""
    heads = kwh(*(named[name][0] for name in names), decimals=3)
    caption = _("Where the consumption of {company} came from").format(company=loaded.company.name)
    return Table("buckets", caption, (Column(_("Time")), *heads), rows, total, note)


def days_table(chart: CompanyChart) -> Table:
    """Return mean measured days beside a profile, quarter by quarter."""
    days, caption = chart.days, _("Mean measured days and what the profile expects")
    if days is None:
        return Table("days", caption, (Column(_("Time")),), [], note=_("Nothing was measured in this period."))
    names = [_("Typical day")] if days.kind == "typical" else [_("Monday to Friday"), _("Saturday"), _("Sunday")]
    heads = [_("{day}, measured"), _("{day}, profile")]
    columns = [Column(head.format(day=name), "kW", 3) for name in names for head in heads]
    pairs = zip(days.measured.energy_kwh, days.expected_kwh, strict=True)
    values = [nones(np.round(one * SLOTS_PER_HOUR, 4)) for pair in pairs for one in pair]
    rows: list[tuple[Cell, ...]] = list(zip(typical_buckets().labels, *values, strict=True))
    note = _("Profile: {name}, with the same energy in all.").format(name=days.chosen.label)
    return Table("days", caption, (Column(_("Time")), *columns), rows, note=note)


def buying_table(chart: CompanyChart) -> Table:
    """Return the mean energy that is bought, by day of the week and hour."""
    values = buying_values(chart.loaded)
    names = [_("Typical day") if one is None else weekday_name(MONDAY + timedelta(one)) for one in values["rows"]]
    rows: list[tuple[Cell, ...]] = [
        (name, *nones(energies)) for name, energies in zip(names, values["energy_kwh"], strict=True)
    ]
    bought, lacking = _("Mean energy bought from the grid by hour"), _("Mean energy from the group or the grid by hour")
    caption = bought if values["is_told"] else lacking
    return Table("buying", caption, (Column(_("Day")), *kwh(*HOUR_LABELS)), rows)


def partners_table(chart: CompanyChart) -> Table:
    """Return who gave to the company and whom it gave to."""
    figures, partners = chart.loaded.figures, chart.loaded.partners
    rows: list[tuple[Cell, ...]] = [(one.name, one.received_kwh, one.given_kwh) for one in partners]
    columns = (Column(_("Company")), *kwh(_("Received from it"), _("Given to it")))
    total = (_("Total"), figures.received_kwh, figures.given_kwh)
    return Table("partners", _("Who gave and who received"), columns, rows, total if rows else None)


def completeness_table(chart: CompanyChart) -> Table:
    """Return what the readings rest on, day by day or hour by hour."""
    buckets, shares = completeness_shares(chart.loaded.alone)
    rows: list[tuple[Cell, ...]] = [
        (name, *(100 * one for one in parts))
        for name, parts in zip(strip_labels(buckets), shares.tolist(), strict=True)
    ]
    heads = (_("Measured"), _("Estimated"), _("Substituted"), _("Missing"))
    columns = (Column(_("Time")), *(Column(head, "%", 1) for head in heads))
    return Table("completeness", _("What the readings rest on"), columns, rows)


TABLES: Mapping[str, Callable[[CompanyChart], Table]] = {
    "curve": curve_table,
    "buckets": curve_table,
    "days": days_table,
    "buying": buying_table,
    "partners": partners_table,
    "completeness": completeness_table,
}

"""The main chart as a table, bucket by bucket: the balance of the group, or one side of it company by company."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

import numpy as np
from django.utils.translation import gettext as _

from energy_synergy.metering.series import Energies
from energy_synergy.reports.tables import Cell, Column, Table
from energy_synergy.web.queries.buckets import MINUTES, Buckets
from energy_synergy.web.queries.group_window import GroupWindow
from energy_synergy.web.queries.overview import LoadedOverview
from energy_synergy.web.queries.overview_charts import Chart, buckets_of
from energy_synergy.web.templatetags.es_dates import day, month_year

MARK = " *"
BALANCE = ("production_kwh", "consumption_kwh", "local_kwh", "surplus_kwh", "deficit_kwh")
OTHER_SIDE = {"production": "consumption", "consumption": "production"}


def kwh(*labels: str, decimals: int = 2) -> tuple[Column, ...]:
    """Return columns of energies."""
    return tuple(Column(label, "kWh", decimals) for label in labels)


def nones(values: Energies) -> list[float | None]:
    """Return values with None for what is unknown."""
    return [None if value != value else value for value in values.tolist()]


def balance_table(loaded: LoadedOverview) -> Table:
    """Return what the main chart shows in the view that is asked for."""
    view = loaded.window.choice.view
    return _company_table(loaded, view) if view in OTHER_SIDE else _balance_table(loaded)


def _balance_table(loaded: LoadedOverview) -> Table:
    """Return production, consumption and what they leave of each other."""
    chart, kpis = loaded.chart, loaded.overview.kpis
    heads = kwh(_("Production"), _("Consumption"), _("Used locally"), _("Surplus"), _("Deficit"), decimals=3)
    other_heads, others, other_total, note = _compared(loaded)
    columns = [chart[name] for name in BALANCE] + others
    total = (_("Total"), *(getattr(kpis, name) for name in BALANCE), *other_total)
    caption = _("Production and consumption of the group")
    return _bucket_table(loaded, caption, (*heads, *other_heads), columns, total, note)


def _compared(loaded: LoadedOverview) -> tuple[tuple[Column, ...], list[Energies], tuple[Cell, ...], str]:
    """Return the columns of the period to compare with: their heads, values and totals, and what to know of them."""
    compared, other = loaded.chart["compared"], loaded.compared
    if compared is None or other is None or other.window is None:
        return (), [], (), ""
    title = compared["title"]
    heads = kwh(_("Production, {period}"), _("Consumption, {period}"), decimals=3)
    named = tuple(Column(head.label.format(period=title), head.unit, head.decimals) for head in heads)
    values = [compared["production_kwh"], compared["consumption_kwh"]]
    totals = (other.window.group_production_kwh, other.window.group_consumption_kwh)
    sums = tuple(None if np.isnan(one).all() else float(np.nansum(one)) for one in totals)
    note = ""
    if any(_differ(laid, total) for laid, total in zip(values, sums, strict=True)):
        note = _("Totals of {period} are of all of it, also of what has no counterpart here.").format(period=title)
    return named, values, sums, note


def _differ(laid_kwh: Energies, total_kwh: float | None) -> bool:
    return abs(float(np.nansum(laid_kwh)) - (total_kwh or 0.0)) > 1e-3 * len(laid_kwh)


def _company_table(loaded: LoadedOverview, view: str) -> Table:
    """Return one side of the balance company by company, and the other side beside it."""
    chart, kpis, name, other = loaded.chart, loaded.overview.kpis, f"{view}_kwh", f"{OTHER_SIDE[view]}_kwh"
    members = [member for member in chart["members"] if member[name] is not None]
    sums = {row.id: getattr(row, name) for row in loaded.overview.members}
    labels = {"production_kwh": _("Production"), "consumption_kwh": _("Consumption")}
    heads = kwh(*(member["name"] for member in members), _("Total"), labels[other], decimals=3)
    columns = [*(member[name] for member in members), chart[name], chart[other]]
    total = (_("Total"), *(sums[member["id"]] for member in members), getattr(kpis, name), getattr(kpis, other))
    captions = {"production": _("Production by company"), "consumption": _("Consumption by company")}
    return _bucket_table(loaded, captions[view], heads, columns, total)


def _bucket_table(
    loaded: LoadedOverview,
    caption: str,
    heads: tuple[Column, ...],
    columns: Iterable[Energies],
    total: tuple[Cell, ...],
    note: str = "",
) -> Table:
    labels, is_marked = marked_labels(loaded.window, loaded.chart)
    rows: list[tuple[Cell, ...]] = list(zip(labels, *map(nones, columns), strict=True))
    left_out = _("* Some readings are missing here and are left out.") if is_marked else ""
    notes = " ".join(filter(None, (left_out, note)))
    return Table("buckets", caption, (Column(_("Time")), *heads), rows, total, notes)


def marked_labels(window: GroupWindow, chart: Chart) -> tuple[list[str], bool]:
    """Return what each bucket is called, with a mark where readings are missing, and whether any is marked."""
    missing = set(chart["missing"])
    labels = bucket_labels(window, buckets_of(window))
    return [label + (MARK if place in missing else "") for place, label in enumerate(labels)], bool(missing)


def bucket_labels(window: GroupWindow, buckets: Buckets) -> list[str]:
    """Return when each bucket begins, with the offset from UTC where the clock shows that time twice."""
    timeline = window.timeline
    if timeline is None:
        return list(buckets.labels)
    starts = [datetime.fromisoformat(label) for label in buckets.labels]
    if buckets.step_minutes >= MINUTES["month"]:
        return [month_year(start) for start in starts]
    if buckets.step_minutes >= MINUTES["day"]:
        return [day(start) for start in starts]
    times = Counter(starts)
    return [
        f"{day(start)}, {start:%H:%M}" + (f" ({_offset(timeline.start_of(slot))})" if times[start] > 1 else "")
        for start, slot in zip(starts, buckets.firsts.tolist(), strict=True)
    ]


def _offset(moment: datetime) -> str:
    return "UTC" + moment.isoformat()[-len("+01:00") :]

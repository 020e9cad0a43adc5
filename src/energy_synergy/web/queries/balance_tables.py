"""Surplus and deficit as tables: the charts and the list of periods, not yet written in any language's way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from energy_synergy.reports.tables import Cell, Column, Table
from energy_synergy.units import SLOTS_PER_DAY, SLOTS_PER_HOUR
from energy_synergy.web.queries.balance import LoadedBalance
from energy_synergy.web.queries.balance_charts import (
    DECIMALS,
    day_labels,
    duration_chart,
    rounded,
    season_labels,
    seasons_shown,
)
from energy_synergy.web.queries.balance_records import PeriodRow, TradeLine
from energy_synergy.web.queries.buckets import month_buckets
from energy_synergy.web.templatetags.es_dates import day
from energy_synergy.web.templatetags.es_numbers import speaks_french

STATE_LABELS: Mapping[str, Callable[[], str]] = {
    "surplus": lambda: _("Surplus"),
    "deficit": lambda: _("Deficit"),
    "self_sustaining": lambda: _("Self-sustaining"),
}


def _kw(*labels: str) -> tuple[Column, ...]:
    return tuple(Column(label, "kW", DECIMALS) for label in labels)


def duration_table(loaded: LoadedBalance) -> Table:
    """Return the pieces of the duration curve, from the largest surplus to the largest deficit."""
    chart = duration_chart(loaded.duration)
    rows: list[tuple[Cell, ...]] = []
    if chart is not None:
        borders, powers = chart["hours"].tolist(), chart["net_kw"].tolist()
        rows = [
            (start, end, max(0.0, power), max(0.0, -power))
            for start, end, power in zip(borders[:-1], borders[1:], powers, strict=True)
        ]
    columns = (Column(_("From"), "h", 2), Column(_("To"), "h", 2), *_kw(_("Surplus"), _("Deficit")))
    note = _("Quarter-hours sorted by their net power; each row is the mean of those that lie between its hours.")
    return Table("duration", _("Duration curve of the group’s net power"), columns, rows, note=note)


def carpet_table(loaded: LoadedBalance) -> Table:
    """Return net power by day and time of the day."""
    carpet = loaded.carpet
    rows: list[tuple[Cell, ...]] = [
        (day(date), *(None if power != power else power for power in powers))
        for date, powers in zip(carpet.dates, rounded(carpet.net_kw).tolist(), strict=True)
    ]
    minutes = range(0, 24 * 60, carpet.step_minutes)
    columns = (Column(_("Day")), *_kw(*(f"{minute // 60:02}:{minute % 60:02}" for minute in minutes)))
    note = _("Production less consumption: above zero is surplus, below is deficit.")
    if (carpet.slots == 0).any() or (carpet.slots > carpet.step_minutes * SLOTS_PER_HOUR // 60).any():
        note += " " + _("Where the clock changes, an hour is empty in spring, and in autumn the mean of two hours.")
    return Table("carpet", _("Net power by day and time of the day"), columns, rows, note=note)


def multiples_table(loaded: LoadedBalance) -> Table:
    """Return the mean days, quarter by quarter."""
    found, seasons = loaded.mean_days, season_labels()
    production, consumption, net = (
        rounded(energy * SLOTS_PER_HOUR) for energy in (found.production_kwh, found.consumption_kwh, found.net_kwh)
    )
    names, times = day_labels(found.days.shape[1]), [f"{q // 4:02}:{q % 4 * 15:02}" for q in range(SLOTS_PER_DAY)]
    rows: list[tuple[Cell, ...]] = [
        (seasons[season], name, time, *_numbers(at[season, column, q] for at in (production, consumption, net)), days)
        for season in seasons_shown(found.days)
        for column, name in enumerate(names)
        if (days := float(found.days[season, column]))
        for q, time in enumerate(times)
    ]
    columns = (
        Column(_("Months")),
        Column(_("Day")),
        Column(_("Time")),
        *_kw(_("Production"), _("Consumption"), _("Net")),
        Column(_("Days"), "", 0),
    )
    note = _("Mean power over the days on which both production and consumption are known.")
    return Table("multiples", _("Mean days by season and day of the week"), columns, rows, note=note)


def _numbers(values: Iterable[Any]) -> tuple[float | None, ...]:
    return tuple(None if value != value else float(value) for value in values)


def periods_table(loaded: LoadedBalance) -> Table:
    """Return all periods that are asked for, with ISO times, their companies and likely counterparts."""
    rows: list[tuple[Cell, ...]] = [
        (
            _iso(row.starts_at),
            _iso(row.ends_at),
            STATE_LABELS[row.state](),
            row.hours,
            row.energy_kwh,
            row.peak_kw,
            _listed((part.name, part.energy_kwh) for part in row.parts),
            _listed((partner.name, partner.energy_kwh) for partner in row.partners),
            row.provisional_hours,
        )
        for row in loaded.chosen_rows()
    ]
    columns = (
        Column(_("Start")),
        Column(_("End")),
        Column(_("State")),
        Column(_("Duration"), "h"),
        Column(_("Energy"), "kWh", 3),
        Column(_("Peak"), "kW", 3),
        Column(_("Companies (kWh)")),
        Column(_("Likely counterparts (kWh at most)")),
        Column(_("Readings missing"), "h"),
    )
    note = _(
        "What counterparts could take or supply are upper bounds that may count the same energy: they do not add up."
    )
    return Table("periods", _("Periods of surplus and deficit"), columns, rows, note=note)


def _listed(pairs: Iterable[tuple[str, float]]) -> str:
    """Return names with their energies in one cell; names of companies may hold commas."""
    mark = "," if speaks_french() else "."
    return "; ".join(f"{name}: " + f"{kwh:.2f}".replace(".", mark) for name, kwh in pairs)


def months_table(loaded: LoadedBalance) -> Table:
    """Return the months of a period: all that may be shown where a total would give a company away."""
    window, balance = loaded.window, loaded.window.balance
    months = month_buckets(loaded.timeline)
    energies = (
        window.group_production_kwh,
        window.group_consumption_kwh,
        balance.local_kwh,
        balance.surplus_kwh,
        balance.deficit_kwh,
    )
    known = ~window.is_unknown
    values = [np.round(months.sums(np.where(known, energy, np.nan)), DECIMALS).tolist() for energy in energies]
    rows: list[tuple[Cell, ...]] = [
        (label[:7], *_numbers(row)) for label, *row in zip(months.labels, *values, strict=True)
    ]
    labels = (_("Production"), _("Consumption"), _("Used locally"), _("Surplus"), _("Deficit"))
    columns = (Column(_("Month")), *(Column(label, "kWh") for label in labels))
    return Table("months", _("Surplus and deficit by month"), columns, rows)


def periods_object(loaded: LoadedBalance) -> dict[str, Any]:
    """Return all periods that are asked for as an object for other programs: ISO times, kWh, kW, hours."""
    facts, period = loaded.window.facts, loaded.window.choice.period
    return {
        "group": facts.slug,
        "name": facts.name,
        "timezone": facts.timezone,
        "starts_at": _iso(loaded.timeline.start_of(0)),
        "ends_at": _iso(loaded.timeline.start_of(loaded.timeline.slots)),
        "period": period.kind,
        "tolerance": loaded.window.choice.tolerance,
        "periods": [_period_object(row, trades) for row, trades in loaded.chosen_with_trades()],
    }


def _period_object(row: PeriodRow, trades: Iterable[TradeLine]) -> dict[str, Any]:
    return {
        "state": row.state,
        "starts_at": _iso(row.starts_at),
        "ends_at": _iso(row.ends_at),
        "hours": row.hours,
        "energy_kwh": round(row.energy_kwh, DECIMALS),
        "peak_kw": round(row.peak_kw, DECIMALS),
        "missing_hours": row.provisional_hours,
        "companies": [{"name": one.name, "energy_kwh": round(one.energy_kwh, DECIMALS)} for one in row.parts],
        "counterparts": [
            {
                "name": one.name,
                "energy_kwh": round(one.energy_kwh, DECIMALS),
                "before_kwh": round(one.before_kwh, DECIMALS),
                "inside_kwh": round(one.inside_kwh, DECIMALS),
                "after_kwh": round(one.after_kwh, DECIMALS),
            }
            for one in row.partners
        ],
        "trades": [
            {"giver": one.giver, "receiver": one.receiver, "energy_kwh": round(one.energy_kwh, DECIMALS)}
            for one in trades
        ],
    }


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")


# Only the months may be shown where a total would give a company away.
COARSE_TABLES = frozenset(("months",))
BALANCE_TABLES: Mapping[str, Callable[[LoadedBalance], Table]] = {
    "months": months_table,
    "duration": duration_table,
    "carpet": carpet_table,
    "multiples": multiples_table,
    "periods": periods_table,
}

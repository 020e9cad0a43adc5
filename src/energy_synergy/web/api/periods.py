"""When a group has energy left or lacks it: the periods as a list, their key figures and their curves."""

from __future__ import annotations

from typing import Any

import numpy as np
from django.http import HttpRequest
from ninja import Query, Router

from energy_synergy.community.counterparts import find_trades
from energy_synergy.community.periods import Period
from energy_synergy.web.access import group_or_404, sight_of
from energy_synergy.web.api.analysis_records import shown_id
from energy_synergy.web.api.groups import GroupSlug
from energy_synergy.web.api.operations import reads
from energy_synergy.web.api.paging import page_of
from energy_synergy.web.api.periods_of_time import choice_of, period_out
from energy_synergy.web.api.schemas.analysis import DatedQuery
from energy_synergy.web.api.schemas.base import Page
from energy_synergy.web.api.schemas.periods import (
    BalanceOut,
    BalancePeriod,
    CarpetOut,
    Counterpart,
    DurationOut,
    Mark,
    Peak,
    PeriodsQuery,
    Share,
    Trade,
)
from energy_synergy.web.db.facts import load_facts_of
from energy_synergy.web.queries.balance import MOST_TRADES, LoadedBalance, compute_balance_page, load_balance
from energy_synergy.web.queries.balance_charts import carpet_chart, duration_chart
from energy_synergy.web.queries.balance_list import period_rows
from energy_synergy.web.queries.balance_records import Selection

router = Router()


@reads(router, "/{group}/periods", Page[BalancePeriod], summary="Periods of surplus and deficit")
def list_periods(request: HttpRequest, group: GroupSlug, asked: Query[PeriodsQuery]) -> Page[BalancePeriod]:
    """List the periods of a span of the calendar, with whose they are, likely counterparts and the flows in them."""
    selection = Selection(
        state=asked.state or "all",
        min_kwh=asked.min_kwh,
        min_hours=asked.min_hours,
        days=asked.days,
        from_hour=asked.from_hour,
        to_hour=asked.to_hour,
        company=asked.company,
        sort=asked.sort,
        order=asked.order,
    )
    loaded = _loaded(request, group, asked, selection)
    return page_of(request, loaded.chosen, asked, lambda period: _period(loaded, period))


@reads(router, "/{group}/balance", BalanceOut, summary="Key figures of surplus and deficit")
def read_balance(request: HttpRequest, group: GroupSlug, asked: Query[DatedQuery]) -> BalanceOut:
    """Tell how much is left and lacking, in how many periods, and the highest powers."""
    loaded = _loaded(request, group, asked, Selection())
    page = compute_balance_page(loaded)
    assert page.figures is not None, "a coarse window is refused before"
    figures, kpis = page.figures, page.overview.kpis
    return BalanceOut(
        period=period_out(loaded.window.choice.period, loaded.window.facts.timezone),
        surplus_kwh=kpis.surplus_kwh,
        deficit_kwh=kpis.deficit_kwh,
        surplus_periods=figures.surplus_periods,
        deficit_periods=figures.deficit_periods,
        surplus_peak=Peak.of(figures.surplus_peak) if figures.surplus_peak else None,
        deficit_peak=Peak.of(figures.deficit_peak) if figures.deficit_peak else None,
        shiftable_kwh=figures.shiftable_kwh,
        half_surplus=figures.half_surplus,
    )


@reads(router, "/{group}/duration-curve", DurationOut, summary="Duration curve of net power")
def read_duration_curve(request: HttpRequest, group: GroupSlug, asked: Query[DatedQuery]) -> DurationOut:
    """Tell for how long which surplus or deficit is reached; empty where nothing is known."""
    loaded = _loaded(request, group, asked, Selection())
    curve = duration_chart(loaded.duration) or {"hours": np.empty(0), "net_kw": np.empty(0), "marks": []}
    return DurationOut(
        period=period_out(loaded.window.choice.period, loaded.window.facts.timezone),
        hours=curve["hours"].tolist(),
        net_kw=curve["net_kw"].tolist(),
        marks=[Mark(**mark) for mark in curve["marks"]],
    )


@reads(router, "/{group}/carpet", CarpetOut, summary="Net power by day and time of the day")
def read_carpet(request: HttpRequest, group: GroupSlug, asked: Query[DatedQuery]) -> CarpetOut:
    """Tell the mean net power of each time of each day: hours for a year, quarters of an hour for less."""
    loaded = _loaded(request, group, asked, Selection())
    chart: dict[str, Any] = carpet_chart(loaded.carpet)
    rows = chart["net_kw"].tolist()
    return CarpetOut(
        period=period_out(loaded.window.choice.period, loaded.window.facts.timezone),
        dates=list(loaded.carpet.dates),
        step_minutes=chart["step_minutes"],
        net_kw=[[None if value != value else value for value in row] for row in rows],
    )


def _loaded(request: HttpRequest, group: str, asked: DatedQuery, selection: Selection) -> LoadedBalance:
    row = group_or_404(request, group)
    facts = load_facts_of(row)
    loaded = load_balance(row, facts, choice_of(facts, asked), selection, "three", sight_of(request, row))
    loaded.refuse_if_coarse()
    return loaded


def _period(loaded: LoadedBalance, period: Period) -> BalancePeriod:
    companies = loaded.window.facts.companies
    ids = {company.name: shown_id(company.id) for company in companies}
    row = period_rows(loaded.window, loaded.surroundings, [period])[0]
    return BalancePeriod(
        state=row.state,  # type: ignore[arg-type]
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        hours=row.hours,
        energy_kwh=row.energy_kwh,
        peak_kw=row.peak_kw,
        missing_hours=row.provisional_hours,
        companies=[Share(company_id=ids[one.name], name=one.name, energy_kwh=one.energy_kwh) for one in row.parts],
        counterparts=[
            Counterpart(
                company_id=ids[one.name],
                name=one.name,
                energy_kwh=one.energy_kwh,
                before_kwh=one.before_kwh,
                inside_kwh=one.inside_kwh,
                after_kwh=one.after_kwh,
            )
            for one in row.partners
        ],
        trades=[
            Trade(giver=companies[one.giver].name, receiver=companies[one.receiver].name, energy_kwh=one.energy_kwh)
            for one in find_trades(loaded.result, period)[:MOST_TRADES]
        ],
    )

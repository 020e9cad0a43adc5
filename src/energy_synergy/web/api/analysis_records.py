"""The overview, its buckets and its flows, from the records of the pages to those of the interface."""

from __future__ import annotations

from typing import Any

import numpy as np

from energy_synergy.metering.series import Energies
from energy_synergy.web.api.periods_of_time import period_out
from energy_synergy.web.api.schemas.analysis import (
    Attention,
    BucketsOut,
    CompanyBuckets,
    ComparisonOut,
    Completeness,
    FlowsOut,
    Kpis,
    MemberBalance,
    OverviewOut,
    SharedByOut,
    StateShare,
    TypicalDayOut,
)
from energy_synergy.web.queries import overview_records as records
from energy_synergy.web.queries.group_window import GroupWindow
from energy_synergy.web.queries.overview import LoadedOverview
from energy_synergy.web.queries.overview_charts import Chart, buckets_of
from energy_synergy.web.queries.seen import OTHERS_ID

LINES = ("consumption_kwh", "production_kwh", "local_kwh", "surplus_kwh", "deficit_kwh")


def overview_out(loaded: LoadedOverview) -> OverviewOut:
    """Return the overview of a period."""
    overview, timezone_name = loaded.overview, loaded.overview.group.timezone
    states = [StateShare.of(one) for one in overview.states]
    return OverviewOut(
        period=period_out(overview.period, timezone_name),
        is_coarse=overview.is_coarse,
        has_data=overview.has_data,
        tolerance=overview.tolerance,
        hours=overview.hours,
        unknown_hours=overview.unknown_hours,
        kpis=_kpis(overview.kpis),
        completeness=Completeness.of(overview.completeness),
        states=states,
        members=[_member(row) for row in overview.members],
        attention=[
            Attention(severity=one.severity, company=one.member, message=one.sentence) for one in overview.attention
        ],
        comparison=_comparison(overview.comparison, timezone_name) if overview.comparison else None,
        shared_by=[SharedByOut.of(one) for one in overview.shared_by],
    )


def _kpis(kpis: records.Kpis) -> Kpis:
    return Kpis.of(kpis)


def _comparison(one: records.Comparison, timezone_name: str) -> ComparisonOut:
    kpis = _kpis(one.kpis) if one.kpis else None
    return ComparisonOut(period=period_out(one.period, timezone_name), kpis=kpis, reason=one.reason)


def _member(row: records.MemberRow) -> MemberBalance:
    return MemberBalance.of(row, company_id=shown_id(row.id))


def shown_id(number: int) -> int | None:
    """Return the number of a company; none for those that are seen only together."""
    return None if number == OTHERS_ID else number


def buckets_out(window: GroupWindow, chart: Chart) -> BucketsOut:
    """Return a period of the calendar bucket by bucket."""
    assert window.timeline is not None, "a typical day has no instants"
    firsts = buckets_of(window).firsts.tolist()
    return BucketsOut(
        period=period_out(window.choice.period, window.facts.timezone),
        step_minutes=chart["step_minutes"],
        starts_at=[window.timeline.start_of(first) for first in firsts],
        missing=chart["missing"],
        estimated=chart["estimated"],
        companies=_companies(chart),
        **_lines(chart),
    )


def typical_day_out(window: GroupWindow, chart: Chart) -> TypicalDayOut:
    """Return the mean day."""
    period = period_out(window.choice.period, window.facts.timezone)
    return TypicalDayOut(period=period, times=chart["labels"], companies=_companies(chart), **_lines(chart))


def _lines(chart: Chart) -> dict[str, Any]:
    return {name: _nones(chart[name]) for name in LINES}


def _companies(chart: Chart) -> list[CompanyBuckets]:
    return [
        CompanyBuckets(
            company_id=shown_id(one["id"]),
            name=one["name"],
            consumption_kwh=_maybe(one["consumption_kwh"]),
            production_kwh=_maybe(one["production_kwh"]),
        )
        for one in chart["members"]
    ]


def _maybe(values: Energies | None) -> list[float | None] | None:
    return None if values is None else _nones(values)


def _nones(values: Energies) -> list[float | None]:
    """Return numbers with nothing where none is known."""
    if not np.isnan(values).any():
        found: list[float | None] = values.tolist()
        return found
    return [None if value != value else value for value in values.tolist()]


def flows_out(window: GroupWindow, chart: Chart) -> FlowsOut:
    """Return who supplied whom over a period."""
    flows = chart["flows"]
    return FlowsOut(
        period=period_out(window.choice.period, window.facts.timezone),
        companies=flows["names"],
        company_ids=[shown_id(company.id) for company in window.facts.companies],
        given_kwh=flows["kwh"].tolist(),
        own_kwh=flows["own_kwh"].tolist(),
        to_grid_kwh=flows["to_grid_kwh"].tolist(),
        from_grid_kwh=flows["from_grid_kwh"].tolist(),
    )

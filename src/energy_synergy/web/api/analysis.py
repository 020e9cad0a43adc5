"""What the readings of a group add up to: overview, buckets, flows, typical day."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router

from energy_synergy.web.access import group_or_404, sight_of
from energy_synergy.web.api.analysis_records import buckets_out, flows_out, overview_out, typical_day_out
from energy_synergy.web.api.groups import GroupSlug
from energy_synergy.web.api.operations import reads
from energy_synergy.web.api.periods_of_time import choice_of, typical_choice
from energy_synergy.web.api.schemas.analysis import (
    BucketsOut,
    BucketsQuery,
    FlowsOut,
    OverviewOut,
    OverviewQuery,
    PeriodQuery,
    TypicalDayOut,
    TypicalQuery,
)
from energy_synergy.web.db.facts import load_facts_of
from energy_synergy.web.queries.overview import load_overview, load_window
from energy_synergy.web.queries.overview_charts import compute_chart

router = Router()


@reads(router, "/{group}/overview", OverviewOut, summary="Overview of a period")
def read_overview(request: HttpRequest, group: GroupSlug, asked: Query[OverviewQuery]) -> OverviewOut:
    """Tell the key figures of a period, its states and what each company brings and takes."""
    row = group_or_404(request, group)
    facts = load_facts_of(row)
    return overview_out(load_overview(row, facts, choice_of(facts, asked), sight_of(request, row)))


@reads(router, "/{group}/buckets", BucketsOut, summary="A period bucket by bucket")
def read_buckets(request: HttpRequest, group: GroupSlug, asked: Query[BucketsQuery]) -> BucketsOut:
    """Tell production, consumption and what they leave of each other over time.

    Where you see months and years alone, the buckets are months.
    """
    row = group_or_404(request, group)
    facts = load_facts_of(row)
    window = load_window(row, facts, choice_of(facts, asked), sight_of(request, row))
    return buckets_out(window, compute_chart(window))


@reads(router, "/{group}/flows", FlowsOut, summary="Who supplied whom")
def read_flows(request: HttpRequest, group: GroupSlug, asked: Query[PeriodQuery]) -> FlowsOut:
    """Tell how much each company gave each other one over a period."""
    row = group_or_404(request, group)
    facts = load_facts_of(row)
    window = load_window(row, facts, choice_of(facts, asked), sight_of(request, row))
    return flows_out(window, compute_chart(window))


@reads(router, "/{group}/typical-day", TypicalDayOut, summary="The mean day")
def read_typical_day(request: HttpRequest, group: GroupSlug, asked: Query[TypicalQuery]) -> TypicalDayOut:
    """Tell the mean day over the last year that the readings reach."""
    row = group_or_404(request, group)
    facts = load_facts_of(row)
    window = load_window(row, facts, typical_choice(facts, asked), sight_of(request, row))
    return typical_day_out(window, compute_chart(window))

"""The overview of a group: its page, the values of its charts, and each chart as a table and as a file."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from energy_synergy.errors import EnergySynergyError
from energy_synergy.reports.tables import Table
from energy_synergy.timeline import zone
from energy_synergy.web.access import companies_of, group_or_404, sight_of
from energy_synergy.web.checklist import checklist_of
from energy_synergy.web.db.facts import GroupFacts, load_facts_of
from energy_synergy.web.db.models import Group
from energy_synergy.web.pages.answers import cacheable, csv_file, tells_refusals
from energy_synergy.web.pages.overview.params import Asked, coarser, parse, period_parts, query_of
from energy_synergy.web.queries.buckets import STEPS
from energy_synergy.web.queries.compare import offered_comparisons
from energy_synergy.web.queries.group_window import GroupWindow
from energy_synergy.web.queries.overview import (
    LoadedOverview,
    compute_overview,
    load_overview,
    load_window,
    load_windows,
)
from energy_synergy.web.queries.overview_charts import buckets_of, chart_json, chart_script, compute_chart
from energy_synergy.web.queries.overview_records import PeriodHead
from energy_synergy.web.queries.overview_tables import TABLES
from energy_synergy.web.queries.seen import TooFewContributors, too_few_contributors
from energy_synergy.web.queries.table_text import LANGUAGES, as_csv, as_text, balance_csv
from energy_synergy.web.words import translated

CHART_ELEMENT = "overview-data"


@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the overview of a group; one that cannot be computed leads to its data, with the reason."""
    row = group_or_404(request, slug)
    facts, asked = _asked(request, row)
    for complaint in asked.complaints:
        messages.warning(request, complaint)
    try:
        loaded = load_overview(row, facts, asked.choice, sight_of(request, row))
    except TooFewContributors:
        # The page that it leads to says why.
        return redirect(f"{request.path}?{query_of(coarser(asked.choice, facts))}")
    except EnergySynergyError as refusal:
        messages.error(request, translated(refusal))
        return redirect("data", slug=slug)
    context = {
        "overview": loaded.overview,
        "choice": asked.choice,
        "query": query_of(asked.choice),
        "period_query": urlencode(period_parts(asked.choice)),
        "chart_script": chart_script(loaded.chart, CHART_ELEMENT),
        "comparisons": offered_comparisons(facts, asked.choice.period),
        "checklist": checklist_of(request, row, facts),
        **_rights(request, row, facts, loaded.window),
        **_steps(loaded),
    }
    return render(request, "overview/overview.html", context)


def _rights(request: HttpRequest, row: Group, facts: GroupFacts, window: GroupWindow) -> dict[str, object]:
    """Return which companies the visitor may open, and why the group is shown by the month if it is."""
    openable = companies_of(request, row, among=[one.id for one in facts.companies])
    if not window.is_coarse:
        return {"openable": openable}
    own = [one for one in facts.companies if one.id in openable]
    return {"openable": openable, "own_companies": own, "coarse_reason": translated(too_few_contributors())}


def _steps(loaded: LoadedOverview) -> dict[str, object]:
    """Return the length of the steps of the main chart and which others there are."""
    choice, has_bars = loaded.window.choice, buckets_of(loaded.window).are_few
    if loaded.window.is_coarse:
        return {"step": "month", "steps": (), "has_bars": has_bars}
    return {"step": choice.step, "steps": STEPS[choice.period.kind], "has_bars": has_bars}


@require_safe
@tells_refusals
def overview_json(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the values of the charts; a browser that has them already gets no body."""
    row = group_or_404(request, slug)
    facts, asked = _asked(request, row)
    body = chart_json(compute_chart(*load_windows(row, facts, asked.choice, sight_of(request, row))))
    return cacheable(request, HttpResponse(body, content_type="application/json"))


@require_safe
@tells_refusals
def overview_table(request: HttpRequest, slug: str, chart: str) -> HttpResponse:
    """Show one chart as a table."""
    row = group_or_404(request, slug)
    facts, asked = _asked(request, row)
    table = as_text(_table(chart)(_loaded(request, row, facts, asked)))
    return render(request, "overview/table.html", {"table": table, "group": row, "query": query_of(asked.choice)})


@require_safe
@tells_refusals
def overview_csv(request: HttpRequest, slug: str, chart: str) -> HttpResponse:
    """Send one chart as a CSV file in one of the languages; the balance as every quarter of an hour."""
    row, make_table = group_or_404(request, slug), _table(chart)
    language = request.GET.get("lang") or (get_language() or "en").partition("-")[0]
    if language not in LANGUAGES:
        raise Http404
    with override(language):
        facts, asked = _asked(request, row)
        if chart == "balance":
            body = balance_csv(load_window(row, facts, asked.choice, sight_of(request, row)), language)
        else:
            body = as_csv(make_table(_loaded(request, row, facts, asked)), language)
    return cacheable(request, csv_file(body, _file_name(slug, chart, asked.choice.period)))


def _asked(request: HttpRequest, row: Group) -> tuple[GroupFacts, Asked]:
    facts = load_facts_of(row)
    return facts, parse(request.GET, facts, today=timezone.now().astimezone(zone(facts.timezone)).date())


def _loaded(request: HttpRequest, row: Group, facts: GroupFacts, asked: Asked) -> LoadedOverview:
    window, compared = load_windows(row, facts, asked.choice, sight_of(request, row))
    return LoadedOverview(window, compute_overview(window, compared=compared), compared)


def _table(chart: str) -> Callable[[LoadedOverview], Table]:
    if chart not in TABLES:
        raise Http404
    return TABLES[chart]


def _file_name(slug: str, chart: str, period: PeriodHead) -> str:
    span = "typical-day" if period.kind == "typical" else f"{period.kind}-{period.starts_on.isoformat()}"
    return f"{slug}-{chart}-{span}.csv"

"""Surplus and deficit of a group: the page, its list, one period, and each chart as a table and as a file."""

from __future__ import annotations

import orjson
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from energy_synergy.errors import EnergySynergyError
from energy_synergy.timeline import zone
from energy_synergy.web.access import group_or_404, sight_of
from energy_synergy.web.db.facts import GroupFacts, load_facts_of
from energy_synergy.web.db.models import Group
from energy_synergy.web.pages.answers import cacheable, csv_file, tells_refusals
from energy_synergy.web.pages.balance.params import Asked, coarser, parse, query_of
from energy_synergy.web.pages.dated_choice import period_query
from energy_synergy.web.queries.balance import LoadedBalance, compute_balance_page, load_balance
from energy_synergy.web.queries.balance_charts import compute_balance_chart
from energy_synergy.web.queries.balance_tables import BALANCE_TABLES, COARSE_TABLES, months_table, periods_object
from energy_synergy.web.queries.overview_charts import chart_json, chart_script
from energy_synergy.web.queries.seen import TooFewContributors
from energy_synergy.web.queries.table_text import LANGUAGES, as_csv, as_text
from energy_synergy.web.words import translated

CHART_ELEMENT = "balance-data"


@require_safe
def balance(request: HttpRequest, slug: str) -> HttpResponse:
    """Show when a group has energy left or lacks it; asked for its list alone, only that."""
    row = group_or_404(request, slug)
    facts, asked = _asked(request, row)
    is_list = _wants_list(request)
    for complaint in () if is_list else asked.complaints:
        messages.warning(request, complaint)
    try:
        loaded = _loaded(request, row, facts, asked)
    except TooFewContributors:
        # The page of the year says why nothing finer is shown.
        return redirect(f"{request.path}?{query_of(coarser(asked, facts))}")
    except EnergySynergyError as refusal:
        messages.error(request, translated(refusal))
        return redirect("data", slug=slug)
    context = _context(loaded, asked)
    if is_list:
        return render(request, "balance/list.html", {**context, "complaints": asked.complaints})
    return render(request, "balance/balance.html", {**context, **_chart_context(loaded)})


def _wants_list(request: HttpRequest) -> bool:
    """Tell whether the page only replaces its list; a step back in the history wants all of it."""
    htmx = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and htmx.target == "periods" and not htmx.history_restore_request


def _context(loaded: LoadedBalance, asked: Asked) -> dict[str, object]:
    page = compute_balance_page(loaded)
    return {
        "page": page,
        "group": page.overview.group,
        "listed": page.listed,
        "selection": asked.selection,
        "query": query_of(asked),
        "period_query": urlencode(period_query(asked.choice)),
        "as_of": asked.choice.as_of,
        "hours_of_day": range(25),
    }


def _chart_context(loaded: LoadedBalance) -> dict[str, object]:
    if loaded.window.is_coarse:
        return {"months": as_text(months_table(loaded))}
    chart = compute_balance_chart(loaded)
    return {"chart_script": chart_script(chart, CHART_ELEMENT), "duration": loaded.duration, "chart": chart}


@require_safe
@tells_refusals
def balance_json(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the values of the charts; a browser that has them already gets no body."""
    loaded = _fine(request, slug)
    return _json(request, chart_json(compute_balance_chart(loaded)))


@require_safe
@tells_refusals
def periods_json(request: HttpRequest, slug: str) -> HttpResponse:
    """Send all periods that are asked for, with their companies, counterparts and trades."""
    return _json(request, orjson.dumps(periods_object(_fine(request, slug))))


@require_safe
@tells_refusals
def period(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one period: whose it is, who is a likely counterpart, and who supplied whom in it."""
    row = group_or_404(request, slug)
    facts, asked = _asked(request, row)
    loaded = _loaded(request, row, facts, asked)
    loaded.refuse_if_coarse()
    found = None if asked.at is None else loaded.period_at(asked.at)
    if found is None:
        raise Http404
    context = {"row": found[0], "trades": found[1], "group": facts, "query": query_of(asked)}
    return render(request, "balance/period.html", context)


@require_safe
@tells_refusals
def balance_table(request: HttpRequest, slug: str, chart: str) -> HttpResponse:
    """Show one chart, or all periods that are asked for, as a table."""
    row = group_or_404(request, slug)
    facts, asked = _asked(request, row)
    loaded = _table_source(_loaded(request, row, facts, asked), chart)
    context = {"table": as_text(BALANCE_TABLES[chart](loaded)), "group": row, "query": query_of(asked)}
    return render(request, "balance/table.html", context)


@require_safe
@tells_refusals
def balance_csv(request: HttpRequest, slug: str, chart: str) -> HttpResponse:
    """Send one chart, or all periods that are asked for, as a CSV file in one of the languages."""
    row = group_or_404(request, slug)
    language = request.GET.get("lang") or (get_language() or "en").partition("-")[0]
    if language not in LANGUAGES:
        raise Http404
    with override(language):
        facts, asked = _asked(request, row)
        loaded = _table_source(_loaded(request, row, facts, asked), chart)
        body = as_csv(BALANCE_TABLES[chart](loaded), language)
    head = asked.choice.period
    return cacheable(request, csv_file(body, f"{slug}-{chart}-{head.kind}-{head.starts_on.isoformat()}.csv"))


def _asked(request: HttpRequest, row: Group) -> tuple[GroupFacts, Asked]:
    facts = load_facts_of(row)
    return facts, parse(request.GET, facts, today=timezone.now().astimezone(zone(facts.timezone)).date())


def _loaded(request: HttpRequest, row: Group, facts: GroupFacts, asked: Asked) -> LoadedBalance:
    return load_balance(row, facts, asked.choice, asked.selection, asked.day_set, sight_of(request, row))


def _fine(request: HttpRequest, slug: str) -> LoadedBalance:
    row = group_or_404(request, slug)
    loaded = _loaded(request, row, *_asked(request, row))
    loaded.refuse_if_coarse()
    return loaded


def _table_source(loaded: LoadedBalance, chart: str) -> LoadedBalance:
    """Return what a table rests on, if there is such a table and this visitor may see it."""
    if chart not in BALANCE_TABLES:
        raise Http404
    if chart not in COARSE_TABLES:
        loaded.refuse_if_coarse()
    return loaded


def _json(request: HttpRequest, body: bytes) -> HttpResponse:
    return cacheable(request, HttpResponse(body, content_type="application/json"))

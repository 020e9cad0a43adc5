"""The market of a group: its page, each chart as a table and as a file, and one pair of companies."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import override
from django.views.decorators.http import require_safe

from energy_synergy.errors import EnergySynergyError
from energy_synergy.web.access import May, may
from energy_synergy.web.pages.answers import cacheable, csv_file, tells_refusals
from energy_synergy.web.pages.dated_choice import period_query
from energy_synergy.web.pages.market.params import (
    Asked,
    asked_of,
    complain,
    file_name,
    language_of,
    load_asked,
    query_of,
    to_month,
)
from energy_synergy.web.queries.buckets import STEPS
from energy_synergy.web.queries.findings import finding_lines
from energy_synergy.web.queries.market import LoadedMarket
from energy_synergy.web.queries.market_charts import compute_market_chart, pair_chart
from energy_synergy.web.queries.market_page import interval_minutes, market_page
from energy_synergy.web.queries.market_proof import prove_now
from energy_synergy.web.queries.market_reasons import reason_words
from energy_synergy.web.queries.market_tables import MARKET_TABLES, trades_table
from energy_synergy.web.queries.market_trades import PairView, may_see_pair, pair_view
from energy_synergy.web.queries.overview_charts import chart_script
from energy_synergy.web.queries.seen import TooFewContributors, too_few_contributors
from energy_synergy.web.queries.table_text import as_csv, as_text
from energy_synergy.web.words import translated

CHART_ELEMENT = "market-data"


@require_safe
def market(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the market of a group over a period."""
    asked = asked_of(request, slug)
    complain(request, asked)
    try:
        loaded = load_asked(request, asked)
    except TooFewContributors:
        return to_month(request, asked)
    except EnergySynergyError as refusal:
        return render(request, "market/refused.html", _refused(asked, refusal), status=422)
    return render(request, "market/market.html", _context(request, asked, loaded))


def _context(request: HttpRequest, asked: Asked, loaded: LoadedMarket) -> dict[str, object]:
    page = market_page(loaded)
    chart = compute_market_chart(loaded)
    words = reason_words()
    return {
        "page": page,
        "group": page.group,
        "period": page.period,
        "query": query_of(asked),
        "period_query": urlencode(period_query(asked.choice)),
        "measure": asked.measure,
        "chart": chart,
        "chart_script": chart_script(chart, CHART_ELEMENT),
        "steps": () if loaded.is_protected else STEPS[asked.choice.period.kind],
        "step": asked.choice.step,
        "findings": finding_lines(page.findings, page.group.timezone),
        "no_trade": [(words[one.reason], one.hours) for one in page.no_trade],
        "interval_minutes": interval_minutes(loaded),
        "proof": prove_now(loaded) if page.has_tariffs else None,
        "reason": translated(too_few_contributors()) if loaded.is_protected else "",
        "may_manage": may(request, asked.row, May.MANAGE),
        "as_of": asked.choice.as_of,
    }


def _refused(asked: Asked, refusal: EnergySynergyError) -> dict[str, object]:
    return {"group": asked.facts, "period": asked.choice.period, "refusal": translated(refusal)}


@require_safe
@tells_refusals
def market_table(request: HttpRequest, slug: str, chart: str) -> HttpResponse:
    """Show one chart as a table."""
    if chart not in MARKET_TABLES:
        raise Http404
    asked = asked_of(request, slug)
    table = as_text(MARKET_TABLES[chart](load_asked(request, asked)))
    return render(request, "market/table.html", {"table": table, "group": asked.row, "query": query_of(asked)})


@require_safe
@tells_refusals
def market_csv(request: HttpRequest, slug: str, chart: str) -> HttpResponse:
    """Send one chart as a CSV file in one of the languages."""
    if chart not in MARKET_TABLES:
        raise Http404
    language = language_of(request)
    with override(language):
        asked = asked_of(request, slug)
        body = as_csv(MARKET_TABLES[chart](load_asked(request, asked)), language)
    return cacheable(request, csv_file(body, file_name(asked, chart)))


@require_safe
@tells_refusals
def trades(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what one company sold another, slot by slot."""
    asked = asked_of(request, slug)
    try:
        loaded, pair = _pair(request, asked)
    except TooFewContributors:
        return to_month(request, asked)
    chart = pair_chart(loaded, pair)
    seller, buyer = (loaded.company(asked.place_of(name)) for name in ("seller", "buyer"))
    context = {
        "group": asked.facts,
        "period": asked.choice.period,
        "pair": pair,
        "currency": loaded.currency,
        "table": as_text(trades_table(loaded, pair)),
        "query": query_of(asked),
        "pair_query": query_of(asked, seller=seller.id, buyer=buyer.id),
        "chart_script": chart_script(chart, CHART_ELEMENT),
        "sees_seller": seller.id in loaded.sight.own or loaded.sight.is_full,
        "sees_buyer": buyer.id in loaded.sight.own or loaded.sight.is_full,
    }
    return render(request, "market/trades.html", context)


@require_safe
@tells_refusals
def trades_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """Send what one company sold another, slot by slot, as a CSV file."""
    language = language_of(request)
    with override(language):
        asked = asked_of(request, slug)
        loaded, pair = _pair(request, asked)
        body = as_csv(trades_table(loaded, pair), language)
    return cacheable(request, csv_file(body, file_name(asked, "trades")))


def _pair(request: HttpRequest, asked: Asked) -> tuple[LoadedMarket, PairView]:
    """Return the market and the pair that is asked for.

    Raises Http404 for a pair that the visitor may not see, as for one that is not there.
    """
    seller, buyer = asked.place_of("seller"), asked.place_of("buyer")
    loaded = load_asked(request, asked)
    if not may_see_pair(loaded, seller, buyer):
        raise Http404
    return loaded, pair_view(loaded, seller, buyer)

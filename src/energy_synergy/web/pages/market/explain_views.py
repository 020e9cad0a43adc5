"""The explained cent: what a company saved, and what it is made of."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.http import require_safe

from energy_synergy.trading.explain import Account
from energy_synergy.web.pages.answers import cacheable, csv_file, tells_refusals
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
from energy_synergy.web.queries.market import LoadedMarket
from energy_synergy.web.queries.market_explained import explained, slots_table, slots_traded
from energy_synergy.web.queries.seen import TooFewContributors, reaches_running_month, too_few_contributors
from energy_synergy.web.queries.table_text import as_csv, as_text

# A page shows as many rows as a day may have; a file has them all.
MOST_ROWS = 100


@require_safe
@tells_refusals
def explain(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a company saved over a period, or in one slot of it, line by line."""
    asked = asked_of(request, slug)
    complain(request, asked)
    try:
        loaded = load_asked(request, asked)
    except TooFewContributors:
        return to_month(request, asked)
    place = _place(asked, loaded)
    at = asked.address.moment("at")
    slot = None if at is None else loaded.interval_at(at)
    if at is not None and slot is None:
        raise Http404
    view = explained(loaded, place, slot)
    context = {
        "group": asked.facts,
        "period": asked.choice.period,
        "view": view,
        "lacks_running_month": loaded.is_protected and reaches_running_month(loaded.window),
        "at": at,
        "companies": [loaded.company(one) for one in loaded.seen_places],
        "query": query_of(asked),
        "own_query": query_of(asked, company=view.company_id),
        **(_slots(loaded, place, view.account) if slot is None else {}),
    }
    return render(request, "market/explain.html", context)


def _slots(loaded: LoadedMarket, place: int, account: Account) -> dict[str, object]:
    """Return the rows of the slots that a page shows, none where they would give a company away."""
    if loaded.is_protected:
        return {}
    count = len(slots_traded(account))
    table = as_text(slots_table(loaded, place, MOST_ROWS))
    return {"slots": table, "slot_count": count, "shown_count": min(count, MOST_ROWS)}


@require_safe
@tells_refusals
def explain_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """Send what a company saved, interval by interval, as a CSV file."""
    language = language_of(request)
    with override(language):
        asked = asked_of(request, slug)
        loaded = load_asked(request, asked)
        place = _place(asked, loaded)
        if loaded.is_protected:
            raise too_few_contributors()
        body = as_csv(slots_table(loaded, place), language)
    return cacheable(request, csv_file(body, file_name(asked, "explained")))


def _place(asked: Asked, loaded: LoadedMarket) -> int:
    """Return the company that is asked for, the first one that the visitor may see where none is.

    Raises Http404 for one whose amounts the visitor may not see, as for one that is not there.
    """
    if not asked.address.query.get("company"):
        if not loaded.seen_places:
            raise Http404
        return loaded.seen_places[0]
    place = asked.place_of("company")
    if place not in loaded.seen_places:
        raise Http404
    return place

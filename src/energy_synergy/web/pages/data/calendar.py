"""The completeness calendar of a group's companies."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from energy_synergy.web.access import companies_of, group_or_404
from energy_synergy.web.db.facts import load_facts_of
from energy_synergy.web.queries.data_calendar import load_calendar

YEARS = (1990, 2100)


@require_safe
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what every day of a year rests on, company by company."""
    group = group_or_404(request, slug)
    facts = load_facts_of(group)
    shown = companies_of(request, group, among=[one.id for one in facts.companies])
    company_id = _number(request.GET.get("company"))
    if company_id is not None and company_id not in shown:
        raise Http404
    year = _number(request.GET.get("year"))
    if year is not None and not YEARS[0] <= year < YEARS[1]:
        raise Http404
    page = load_calendar(group, facts, shown, year=year, company_id=company_id, now=timezone.now())
    return render(request, "data/calendar.html", {"page": page, "group": group})


def _number(text: str | None) -> int | None:
    if not text:
        return None
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise Http404
    return int(text)

"""Quality of a group's readings: what they rest on, where they lack, and what was found when they came in."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from energy_synergy.errors import EnergySynergyError
from energy_synergy.timeline import zone
from energy_synergy.web.access import companies_of, group_or_404, sight_of
from energy_synergy.web.db.facts import GroupFacts, load_facts_of
from energy_synergy.web.db.models import Group
from energy_synergy.web.pages.address import Address
from energy_synergy.web.pages.answers import cacheable, csv_file, tells_refusals
from energy_synergy.web.pages.dated_choice import parse_dated_choice, period_query, year_of
from energy_synergy.web.queries.calendar_period import Choice
from energy_synergy.web.queries.quality import load_quality
from energy_synergy.web.queries.quality_records import QualityPage
from energy_synergy.web.queries.quality_tables import QUALITY_TABLES
from energy_synergy.web.queries.seen import TooFewContributors
from energy_synergy.web.queries.table_text import LANGUAGES, as_csv
from energy_synergy.web.words import translated


@require_safe
def quality(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what the readings of a group rest on."""
    row = group_or_404(request, slug)
    facts, now, address = load_facts_of(row), timezone.now(), Address(request.GET)
    choice = _choice(address, facts, now)
    for complaint in address.complaints:
        messages.warning(request, complaint)
    try:
        page = _page(request, row, facts, choice, now)
    except TooFewContributors as refusal:
        messages.warning(request, translated(refusal))
        return redirect(f"{request.path}?{urlencode(period_query(year_of(choice, facts)))}")
    except EnergySynergyError as refusal:
        messages.error(request, translated(refusal))
        return redirect("data", slug=slug)
    context = {"page": page, "group": page.group, "query": urlencode(period_query(choice))}
    return render(request, "quality/quality.html", context)


@require_safe
@tells_refusals
def quality_csv(request: HttpRequest, slug: str, table: str) -> HttpResponse:
    """Send one of the tables as a CSV file in one of the languages."""
    row = group_or_404(request, slug)
    language = request.GET.get("lang") or (get_language() or "en").partition("-")[0]
    if language not in LANGUAGES or table not in QUALITY_TABLES:
        raise Http404
    with override(language):
        facts, now = load_facts_of(row), timezone.now()
        choice = _choice(Address(request.GET), facts, now)
        body = as_csv(QUALITY_TABLES[table](_page(request, row, facts, choice, now)), language)
    name = f"{slug}-quality-{table}-{choice.period.kind}-{choice.period.starts_on.isoformat()}.csv"
    return cacheable(request, csv_file(body, name))


def _choice(address: Address, facts: GroupFacts, now: datetime) -> Choice:
    return parse_dated_choice(address, facts, now.astimezone(zone(facts.timezone)).date())


def _page(request: HttpRequest, row: Group, facts: GroupFacts, choice: Choice, now: datetime) -> QualityPage:
    companies = companies_of(request, row, among=[company.id for company in facts.companies])
    return load_quality(row, facts, choice, sight_of(request, row), companies=companies, now=now)

"""Reports: choose a period and a language, and take the file of the group or of a company."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from energy_synergy.errors import EnergySynergyError
from energy_synergy.timeline import zone
from energy_synergy.web.access import companies_of, company_or_404, group_or_404, sight_of, user_id
from energy_synergy.web.audit import record
from energy_synergy.web.db.facts import GroupFacts, load_facts_of, load_findings
from energy_synergy.web.db.models import Group
from energy_synergy.web.pages.answers import cacheable
from energy_synergy.web.pages.overview.params import Asked, coarser, parse
from energy_synergy.web.pages.reports.files import KINDS, GroupSource, Kind, file_name
from energy_synergy.web.queries.balance import load_balance
from energy_synergy.web.queries.balance_records import Selection
from energy_synergy.web.queries.calendar_period import Choice
from energy_synergy.web.queries.company_page import load_company
from energy_synergy.web.queries.company_profile import catalogue, compute_profile_days, load_own_profiles
from energy_synergy.web.queries.overview import LATEST_FINDINGS, load_overview, spoken
from energy_synergy.web.queries.report_company import CompanySource
from energy_synergy.web.queries.seen import TooFewContributors
from energy_synergy.web.queries.table_text import LANGUAGES
from energy_synergy.web.words import translated

# A month is what is reported most; a group without dates has its typical day.
USUAL_PERIOD = "month"
FOUND = 200
IN_ORDER = Selection(state="all", sort="start", order="up")
Write = Callable[[GroupFacts, Choice], bytes]


@require_safe
def reports(request: HttpRequest, slug: str) -> HttpResponse:
    """Show which reports there are, of the group and of the companies whose own pages the visitor may see."""
    row = group_or_404(request, slug)
    facts, asked = _asked(request, row)
    for complaint in asked.complaints:
        messages.warning(request, complaint)
    may_see = companies_of(request, row, among=[company.id for company in facts.companies])
    language = _language(request)
    context = {
        "group": row,
        "facts": spoken(facts),
        "period": asked.choice.period,
        "language": language,
        "query": _query(asked.choice, language),
        "companies": [company for company in spoken(facts).companies if company.id in may_see],
    }
    return render(request, "reports/reports.html", context)


@require_safe
def group_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Send the report of a group."""
    row = group_or_404(request, slug)

    def write(facts: GroupFacts, choice: Choice) -> bytes:
        sight = sight_of(request, row)
        loaded = load_overview(row, facts, choice, sight)
        is_listed = _kind(kind).lists_periods and loaded.window.timeline is not None and not loaded.window.is_coarse
        periods = load_balance(row, facts, choice, IN_ORDER, "three", sight).chosen_rows() if is_listed else ()
        return _kind(kind).of_group(GroupSource(loaded, periods), _midnight(facts))

    return _answer(request, row, kind, write)


@require_safe
def company_file(request: HttpRequest, slug: str, company_id: int, kind: str) -> HttpResponse:
    """Send the report of a company to those who may see its own pages."""
    row = group_or_404(request, slug)
    company = company_or_404(request, row, company_id)

    def write(facts: GroupFacts, choice: Choice) -> bytes:
        loaded = load_company(row, facts, choice, sight_of(request, row), company.pk)
        profiles = [*load_own_profiles(row, user_id(request)), *catalogue()]
        days = compute_profile_days(loaded.alone, profiles, side="", profile="")
        findings = load_findings(slug, companies=[company.pk], limit=LATEST_FINDINGS)
        return _kind(kind).of_company(CompanySource(loaded, days, findings), _midnight(facts))

    return _answer(request, row, kind, write, company_id=company.pk, company=company.name)


def _answer(
    request: HttpRequest, row: Group, kind: str, write: Write, *, company_id: int | None = None, company: str = ""
) -> HttpResponse:
    """Return a file; where the group cannot be computed, lead back to the page with the reason."""
    content_type, language = _kind(kind).content_type, _language(request)
    facts, asked = _asked(request, row)
    try:
        with override(language):
            body = write(facts, asked.choice)
    except EnergySynergyError as refusal:
        messages.warning(request, translated(refusal))
        is_too_fine = isinstance(refusal, TooFewContributors)
        choice = coarser(asked.choice, facts) if is_too_fine else asked.choice
        return redirect(f"{reverse('reports', args=[row.slug])}?{_query(choice, language)}")
    period = asked.choice.period
    name = file_name(row.slug, company, period, language, kind)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    response = cacheable(request, HttpResponse(body, content_type=content_type, headers=headers))
    if request.method == "GET" and response.status_code == FOUND:
        record(request, "report.downloaded", group=row, company_id=company_id, file=name)
    return response


def _query(choice: Choice, language: str) -> str:
    """Return the address that asks for the same period and language again."""
    period = choice.period
    day = {"day_type": period.day_type} if period.kind == "typical" else {"on": period.starts_on.isoformat()}
    return urlencode({"lang": language, "period": period.kind, **day, "tolerance": f"{choice.tolerance:g}"})


def _midnight(facts: GroupFacts) -> datetime:
    """Return when today began on the group's clock: a report made twice on a day is the same file."""
    return timezone.now().astimezone(zone(facts.timezone)).replace(hour=0, minute=0, second=0, microsecond=0)


def _kind(name: str) -> Kind:
    if name not in KINDS:
        raise Http404
    return KINDS[name]


def _language(request: HttpRequest) -> str:
    language = request.GET.get("lang") or (get_language() or "en").partition("-")[0]
    if language not in LANGUAGES:
        raise Http404
    return language


def _asked(request: HttpRequest, row: Group) -> tuple[GroupFacts, Asked]:
    facts = load_facts_of(row)
    usual = {"period": USUAL_PERIOD} if facts.first_at else {}
    today = timezone.now().astimezone(zone(facts.timezone)).date()
    return facts, parse({**usual, **request.GET.dict()}, facts, today=today)

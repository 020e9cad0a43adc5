"""One company in a group: its page, the values of its charts, and each chart as a table and as a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from energy_synergy.errors import EnergySynergyError
from energy_synergy.reports.tables import Table
from energy_synergy.timeline import zone
from energy_synergy.web.access import May, company_or_404, group_or_404, may, sight_of, user_id
from energy_synergy.web.db.facts import load_facts_of
from energy_synergy.web.db.models import Group
from energy_synergy.web.pages.answers import cacheable, csv_file, tells_refusals
from energy_synergy.web.pages.company.params import Asked, parse, query_of
from energy_synergy.web.queries.buckets import STEPS
from energy_synergy.web.queries.company_charts import CompanyChart, curve_buckets
from energy_synergy.web.queries.company_page import LoadedCompany, compute_company_page, load_company
from energy_synergy.web.queries.company_profile import catalogue, compute_profile_days, load_own_profiles
from energy_synergy.web.queries.company_strip import load_last_import, sharing_of, strip_runs
from energy_synergy.web.queries.company_tables import TABLES
from energy_synergy.web.queries.overview_charts import chart_json, chart_script
from energy_synergy.web.queries.overview_records import PeriodHead
from energy_synergy.web.queries.table_text import LANGUAGES, as_csv, as_text, balance_csv
from energy_synergy.web.words import translated

CHART_ELEMENT = "company-data"


@dataclass(frozen=True)
class Opened:
    """A company that the visitor may see, with what the address asks for."""

    row: Group
    asked: Asked
    loaded: LoadedCompany

    def chart(self, request: HttpRequest) -> CompanyChart:
        """Return the charts, with the profiles that the visitor may compare with."""
        profiles = [*load_own_profiles(self.row, user_id(request)), *catalogue()]
        side, profile = self.asked.side, self.asked.profile
        return CompanyChart(self.loaded, compute_profile_days(self.loaded.alone, profiles, side=side, profile=profile))


def _open(request: HttpRequest, slug: str, company_id: int) -> Opened:
    row = group_or_404(request, slug)
    facts = load_facts_of(row)
    company_or_404(request, row, company_id)
    asked = parse(request.GET, facts, today=timezone.now().astimezone(zone(facts.timezone)).date())
    return Opened(row, asked, load_company(row, facts, asked.choice, sight_of(request, row), company_id))


@require_safe
def company(request: HttpRequest, slug: str, company_id: int) -> HttpResponse:
    """Show a company over a period; one that cannot be computed leads to its data, with the reason."""
    try:
        opened = _open(request, slug, company_id)
    except EnergySynergyError as refusal:
        messages.error(request, translated(refusal))
        return redirect("data", slug=slug)
    for complaint in opened.asked.complaints:
        messages.warning(request, complaint)
    chart, choice = opened.chart(request), opened.asked.choice
    buckets = curve_buckets(opened.loaded)
    context = {
        "page": compute_company_page(opened.loaded),
        "sharing": next(sharing_of(bond) for bond in opened.row.loaded_bonds or () if bond.company_id == company_id),
        "days": chart.days,
        "strip": strip_runs(opened.loaded.alone),
        "last_import": load_last_import(company_id),
        "choice": choice,
        "step": choice.step,
        "steps": STEPS[choice.period.kind],
        "has_bars": buckets.are_few,
        "query": query_of(opened.asked),
        "may_import": may(request, opened.row, May.IMPORT, company_id),
        "may_edit": may(request, opened.row, May.EDIT_COMPANY, company_id),
        "chart_script": chart_script(chart.as_values(), CHART_ELEMENT),
    }
    return render(request, "company/company.html", context)


@require_safe
@tells_refusals
def company_json(request: HttpRequest, slug: str, company_id: int) -> HttpResponse:
    """Send the values of the charts; a browser that has them already gets no body."""
    body = chart_json(_open(request, slug, company_id).chart(request).as_values())
    return cacheable(request, HttpResponse(body, content_type="application/json"))


@require_safe
@tells_refusals
def company_table(request: HttpRequest, slug: str, company_id: int, chart: str) -> HttpResponse:
    """Show one chart as a table."""
    make_table, opened = _table(chart), _open(request, slug, company_id)
    table = as_text(make_table(opened.chart(request)))
    page = compute_company_page(opened.loaded)
    return render(request, "company/table.html", {"table": table, "page": page, "query": query_of(opened.asked)})


@require_safe
@tells_refusals
def company_csv(request: HttpRequest, slug: str, company_id: int, chart: str) -> HttpResponse:
    """Send one chart as a CSV file in one of the languages; the main one as every quarter of an hour."""
    make_table = _table(chart)
    language = request.GET.get("lang") or (get_language() or "en").partition("-")[0]
    if language not in LANGUAGES:
        raise Http404
    with override(language):
        opened = _open(request, slug, company_id)
        if chart == "curve":
            body = balance_csv(opened.loaded.alone, language)
        else:
            body = as_csv(make_table(opened.chart(request)), language)
    name = _file_name(slug, company_id, chart, opened.asked.choice.period)
    return cacheable(request, csv_file(body, name))


def _table(chart: str) -> Callable[[CompanyChart], Table]:
    if chart not in TABLES:
        raise Http404
    return TABLES[chart]


def _file_name(slug: str, company_id: int, chart: str, period: PeriodHead) -> str:
    span = "typical-day" if period.kind == "typical" else f"{period.kind}-{period.starts_on.isoformat()}"
    return f"{slug}-company-{company_id}-{chart}-{span}.csv"

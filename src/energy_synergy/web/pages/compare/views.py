"""Comparison of sharing keys and prices: the page, its files, and the draft of an agreement."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from energy_synergy.errors import EnergySynergyError
from energy_synergy.reports.xlsx import write_xlsx
from energy_synergy.timeline import zone
from energy_synergy.web.access import May, group_or_404, may, open_group_or_404, sight_of, user_id
from energy_synergy.web.audit import record
from energy_synergy.web.db.agreements import draft
from energy_synergy.web.db.facts import GroupFacts, load_facts_of
from energy_synergy.web.db.models import Group
from energy_synergy.web.pages.answers import cacheable, csv_file, tells_refusals
from energy_synergy.web.pages.compare.params import Asked, coarser, parse, query_of
from energy_synergy.web.pages.dated_choice import period_query
from energy_synergy.web.queries.compare_page import LoadedComparison, load_comparison
from energy_synergy.web.queries.compare_page_draft import details_of_combination
from energy_synergy.web.queries.compare_page_records import ComparePage
from energy_synergy.web.queries.compare_page_rows import compute_compare_page
from energy_synergy.web.queries.compare_page_tables import COMPARE_TABLES, compare_workbook
from energy_synergy.web.queries.seen import TooFewContributors
from energy_synergy.web.queries.table_text import LANGUAGES, as_csv
from energy_synergy.web.words import translated

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_IN_MEMORY = 1 << 20


@require_safe
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what every sharing key with every price brings a group, and one of them company by company."""
    row = group_or_404(request, slug)
    facts, asked = _asked(request, row)
    if not facts.companies:
        return render(request, "compare/no_companies.html", {"group": facts})
    for complaint in asked.complaints:
        messages.warning(request, complaint)
    try:
        page = _page(request, row, facts, asked)
    except TooFewContributors as refusal:
        messages.warning(request, translated(refusal))
        return redirect(f"{request.path}?{query_of(coarser(asked, facts))}")
    except EnergySynergyError as refusal:
        messages.error(request, translated(refusal))
        return redirect("data", slug=slug)
    context = {
        "page": page,
        "group": page.group,
        "has_readings": facts.last_at is not None or facts.with_source > 0,
        "asked": asked,
        "query": query_of(asked),
        "period_query": urlencode(period_query(asked.choice)),
        "may_draft": _may_draft(request, row, page),
    }
    return render(request, "compare/compare.html", context)


def _may_draft(request: HttpRequest, row: Group, page: ComparePage) -> bool:
    is_manager = may(request, row, May.MANAGE) and row.archived_at is None
    return is_manager and page.chosen is not None and page.has_gain and page.chosen.key != "slot_shares"


@require_safe
@tells_refusals
def compare_csv(request: HttpRequest, slug: str, table: str) -> HttpResponse:
    """Send one of the tables as a CSV file in one of the languages."""
    row = group_or_404(request, slug)
    language = request.GET.get("lang") or (get_language() or "en").partition("-")[0]
    if language not in LANGUAGES or table not in COMPARE_TABLES:
        raise Http404
    with override(language):
        facts, asked = _asked(request, row)
        body = as_csv(COMPARE_TABLES[table](_page(request, row, facts, asked)), language)
    return cacheable(request, csv_file(body, f"{_name(slug, asked)}-{table}.csv"))


@require_safe
@tells_refusals
def compare_xlsx(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the comparison as a workbook."""
    row = group_or_404(request, slug)
    facts, asked = _asked(request, row)
    page = _page(request, row, facts, asked)
    with SpooledTemporaryFile(MOST_IN_MEMORY) as file:
        write_xlsx(compare_workbook(page, timezone.now()), file)
        file.seek(0)
        headers = {"Content-Disposition": f'attachment; filename="{_name(slug, asked)}.xlsx"'}
        return HttpResponse(file.read(), content_type=WORKBOOK, headers=headers)


@require_POST
def compare_draft(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a draft agreement of one combination."""
    row = open_group_or_404(request, slug, May.MANAGE)
    facts, asked = _asked(request, row)
    try:
        told = details_of_combination(_loaded(request, row, facts, asked), request.POST.get("combination", ""))
        agreement = draft(row, told, now=timezone.now(), user_id=user_id(request))
    except EnergySynergyError as refusal:
        messages.error(request, translated(refusal))
        return redirect(f"{reverse('compare', kwargs={'slug': slug})}?{query_of(asked)}")
    record(request, "agreement.drafted", group=row, agreement=agreement.pk, title=agreement.title)
    messages.success(request, _("The draft is made. Say from which day it holds, then publish it."))
    return redirect("agreement", slug=slug, agreement_id=agreement.pk)


def _name(slug: str, asked: Asked) -> str:
    head = asked.choice.period
    return f"{slug}-comparison-{head.kind}-{head.starts_on.isoformat()}"


def _asked(request: HttpRequest, row: Group) -> tuple[GroupFacts, Asked]:
    facts = load_facts_of(row)
    today = timezone.now().astimezone(zone(facts.timezone)).date()
    return facts, parse(request.GET, facts, today=today, may_try=may(request, row, May.SEE_ALL))


def _loaded(request: HttpRequest, row: Group, facts: GroupFacts, asked: Asked) -> LoadedComparison:
    return load_comparison(row, facts, asked.choice, sight_of(request, row), fields=asked.fields)


def _page(request: HttpRequest, row: Group, facts: GroupFacts, asked: Asked) -> ComparePage:
    loaded = _loaded(request, row, facts, asked)
    return compute_compare_page(
        loaded, asked.choice, chosen=asked.show, against=asked.against, key=asked.key, price=asked.price
    )

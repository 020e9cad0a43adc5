"""The ledger of findings: seeing it, resolving and reopening, and as a file."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext, override
from django.views.decorators.http import require_POST, require_safe

from energy_synergy.errors import EnergySynergyError
from energy_synergy.timeline import zone
from energy_synergy.usecases.ledger import LedgerFilter
from energy_synergy.web import audit
from energy_synergy.web.access import May, NotAllowed, Refusal, actor, companies_of, group_or_404, open_group_or_404
from energy_synergy.web.db import ledger
from energy_synergy.web.db.models import Group
from energy_synergy.web.pages.address import Address
from energy_synergy.web.pages.answers import cacheable, csv_file
from energy_synergy.web.pages.quality.ledger_form import as_query, page_number, parse_filter
from energy_synergy.web.queries.ledger import load_ledger, load_lines
from energy_synergy.web.queries.ledger_table import ledger_table
from energy_synergy.web.queries.table_text import LANGUAGES, as_csv
from energy_synergy.web.words import translated

MOST_CHOSEN = 1000


@require_safe
def quality_ledger(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the findings of a group, by default those that are open."""
    group = group_or_404(request, slug)
    address = Address(request.GET)
    asked = _asked(address, group)
    fillable = companies_of(request, group, May.IMPORT)
    companies = companies_of(request, group)
    page = load_ledger(group, asked, companies=companies, fillable=fillable, number=page_number(address))
    for complaint in address.complaints:
        messages.warning(request, complaint)
    return render(request, "quality/ledger.html", {"page": page, "group": group, "query": as_query(asked)})


@require_safe
def quality_ledger_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the findings that a filter asks for as a CSV file in one of the languages."""
    group = group_or_404(request, slug)
    language = request.GET.get("lang") or (get_language() or "en").partition("-")[0]
    if language not in LANGUAGES:
        raise Http404
    with override(language):
        lines = load_lines(group, _asked(Address(request.GET), group), companies_of(request, group))
        body = as_csv(ledger_table(lines), language)
    return cacheable(request, csv_file(body, f"{slug}-findings.csv"))


@require_POST
def quality_resolve(request: HttpRequest, slug: str) -> HttpResponse:
    """Resolve the chosen findings, or all that fit the filter, with a reason."""
    group, asked, rows = _chosen(request, slug)
    reason = request.POST.get("reason", "")
    try:
        counts = ledger.resolve(rows, reason=reason, by=actor(request), now=timezone.now())
    except EnergySynergyError as refusal:
        messages.error(request, translated(refusal))
        return _back(group, asked)
    _record(request, "finding.resolved", group, counts, reason=" ".join(reason.split()))
    count = counts.total()
    messages.success(
        request, ngettext("{n} finding was resolved.", "{n} findings were resolved.", count).format(n=count)
    )
    return _back(group, asked)


@require_POST
def quality_reopen(request: HttpRequest, slug: str) -> HttpResponse:
    """Open chosen findings again."""
    group, asked, rows = _chosen(request, slug)
    counts = ledger.reopen(rows)
    _record(request, "finding.reopened", group, counts)
    count = counts.total()
    messages.success(
        request, ngettext("{n} finding is open again.", "{n} findings are open again.", count).format(n=count)
    )
    return _back(group, asked)


def _asked(address: Address, group: Group) -> LedgerFilter:
    return parse_filter(address, timezone.now().astimezone(zone(group.timezone)).date())


def _chosen(request: HttpRequest, slug: str) -> tuple[Group, LedgerFilter, ledger.Rows]:
    """Return the findings that a form names, all of which the visitor may change.

    Raises Http404 for one that the visitor does not see, NotAllowed for one of a company to import for which is not
    the visitor's right.
    """
    group = open_group_or_404(request, slug, May.IMPORT)
    asked = _asked(Address(request.POST), group)
    seen = ledger.ledger_of(group, companies_of(request, group))
    fillable = companies_of(request, group, May.IMPORT)
    if request.POST.get("every"):
        mine = ledger.filtered(seen, asked, group.timezone).filter(source_import__company__in=fillable)
        return group, asked, mine
    words = request.POST.getlist("finding")[:MOST_CHOSEN]
    numbers = {int(word) for word in words if word.isascii() and word.isdigit() and len(word) < len(str(2**53))}
    rows = seen.filter(pk__in=numbers)
    owners = dict(rows.order_by().values_list("pk", "source_import__company_id"))
    if len(owners) < len(numbers) or len(numbers) < len(set(words)):
        raise Http404
    if set(owners.values()) - fillable:
        raise NotAllowed(group, May.IMPORT, Refusal.ROLE)
    return group, asked, rows


def _record(request: HttpRequest, action: str, group: Group, counts: Counter[int], **details: object) -> None:
    for company_id, count in sorted(counts.items()):
        audit.record(request, action, group=group, company_id=company_id, count=count, **details)


def _back(group: Group, asked: LedgerFilter) -> HttpResponse:
    return redirect(f"{reverse('quality_ledger', kwargs={'slug': group.slug})}?{as_query(asked)}")

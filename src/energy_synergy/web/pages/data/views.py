"""What is stored for a group, and the ways to bring more in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from energy_synergy.errors import EnergySynergyError
from energy_synergy.ports import AnnualTotal
from energy_synergy.web import audit
from energy_synergy.web.access import May, actor, companies_of, company_or_404, group_or_404, may
from energy_synergy.web.db.facts import load_facts_of
from energy_synergy.web.pages.data.forms import AnnualTotalForm, SourceForm
from energy_synergy.web.pages.data.import_files import files_page
from energy_synergy.web.pages.data.uploads_door import importable
from energy_synergy.web.pages.profiles.totals import keep_total, own_choices
from energy_synergy.web.queries.data import load_data_page
from energy_synergy.web.queries.uploads import load_upload_lines
from energy_synergy.web.wiring import group_store
from energy_synergy.web.words import translated


@require_safe
def data(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what is in use for each company, what else is stored, and what came in."""
    group = group_or_404(request, slug)
    facts = load_facts_of(group)
    numbers = [one.id for one in facts.companies]
    theirs = companies_of(request, group, May.IMPORT, among=numbers)
    context = {
        "page": load_data_page(facts, companies_of(request, group, among=numbers), now=timezone.now()),
        "may_add": may(request, group, May.MANAGE),
        "importable": theirs,
        "unfinished": len(load_upload_lines(group, theirs, actor(request))) if theirs else 0,
    }
    return render(request, "data/data.html", context)


@require_POST
def use_source(request: HttpRequest, slug: str) -> HttpResponse:
    """Take another stored source of a company into use."""
    group = group_or_404(request, slug, May.IMPORT)
    form = SourceForm(importable(request, group), request.POST)
    if form.is_valid():
        company = company_or_404(request, group, form.cleaned_data["company"], May.IMPORT)
        try:
            direction, kind = form.cleaned_data["direction"], form.cleaned_data["kind"]
            group_store().use_source(company.pk, direction, kind, now=timezone.now())
            audit.record(request, "source.changed", group=group, company_id=company.pk, direction=direction, kind=kind)
            messages.success(request, _("The source in use of {company} was changed.").format(company=company.name))
        except EnergySynergyError as refusal:
            messages.error(request, translated(refusal))
    else:
        messages.error(request, _("This source is not stored."))
    return redirect("data", slug=slug)


@require_POST
def save_annual_total(request: HttpRequest, slug: str) -> HttpResponse:
    """Take an annual total with a profile for one company."""
    group = group_or_404(request, slug, May.IMPORT)
    companies = importable(request, group)
    form = AnnualTotalForm(companies, request.POST, own=own_choices(request, group))
    if not form.is_valid():
        return files_page(request, group, companies, total=form)
    company = company_or_404(request, group, form.cleaned_data["company"], May.IMPORT)
    total = AnnualTotal(form.direction, form.cleaned_data["profile"], form.cleaned_data["annual_kwh"])
    try:
        saved = keep_total(request, group, company.pk, total)
    except EnergySynergyError as refusal:
        form.add_error(None, translated(refusal))
        return files_page(request, group, companies, total=form)
    audit.record(request, "import.saved", group=group, company_id=company.pk, number=saved.import_id)
    return redirect("import_result", slug=slug, import_id=saved.import_id)

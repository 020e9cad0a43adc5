"""What is stored for a group, and the ways to bring more in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from energy_synergy.errors import EnergySynergyError
from energy_synergy.ports import AnnualTotal, Saved, SourceKind
from energy_synergy.usecases.ingest import ingest_annual_total, ingest_file
from energy_synergy.usecases.told import Told
from energy_synergy.web import audit
from energy_synergy.web.access import May, actor, companies_of, company_or_404, group_or_404, may
from energy_synergy.web.db.facts import CompanyFacts, load_facts_of, load_findings_by_import
from energy_synergy.web.db.models import Group, Import
from energy_synergy.web.pages.data.forms import AnnualTotalForm, SourceForm, UploadForm
from energy_synergy.web.queries.data import DataPage, load_data_page, profile_label
from energy_synergy.web.queries.findings import as_download, finding_lines
from energy_synergy.web.uploads import is_too_large
from energy_synergy.web.wiring import group_store
from energy_synergy.web.words import detected_words, translated

SHOWN_FINDINGS = 200


@require_safe
def data(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what is in use for each company, what else is stored, and what came in."""
    group = group_or_404(request, slug)
    return render(
        request,
        "data/data.html",
        {"page": _data_page(request, group), "may_add": may(request, group, May.MANAGE)},
    )


@require_POST
def use_source(request: HttpRequest, slug: str) -> HttpResponse:
    """Take another stored source of a company into use."""
    group = group_or_404(request, slug, May.IMPORT)
    form = SourceForm(_importable(request, group), request.POST)
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


@require_http_methods(["GET", "POST"])
def import_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a file in for one company: all of it, or nothing and the reasons."""
    group = group_or_404(request, slug, May.IMPORT)
    if request.method == "GET":
        return _import_page(request, group)
    form = UploadForm(_importable(request, group), request.POST, request.FILES)
    if is_too_large(request):
        form.add_error(
            "file", _("The file is larger than {size} MB.").format(size=settings.MAX_UPLOAD_BYTES // 1_000_000)
        )
    if not form.is_valid():
        return _import_page(request, group, upload=form)
    company = company_or_404(request, group, form.cleaned_data["company"], May.IMPORT)
    upload = form.cleaned_data["file"]
    try:
        ingested = ingest_file(
            upload.file,
            store=group_store(),
            company_id=company.pk,
            timezone=group.timezone,
            now=timezone.now(),
            recorded_by=actor(request),
            file_name=upload.name,
            told=Told(form.cleaned_data["format"], form.hints()),
        )
    except EnergySynergyError as refusal:
        return _import_page(request, group, upload=form, refusal=refusal, file_name=upload.name)
    audit.record(request, "import.saved", group=group, company_id=company.pk, number=ingested.saved.import_id)
    if ingested.dataset.kind is SourceKind.READINGS:
        messages.success(request, _days_sentence(ingested.saved))
    return redirect("import_result", slug=slug, import_id=ingested.saved.import_id)


@require_POST
def save_annual_total(request: HttpRequest, slug: str) -> HttpResponse:
    """Take an annual total with a profile for one company."""
    group = group_or_404(request, slug, May.IMPORT)
    form = AnnualTotalForm(_importable(request, group), request.POST)
    if not form.is_valid():
        return _import_page(request, group, total=form)
    company = company_or_404(request, group, form.cleaned_data["company"], May.IMPORT)
    total = AnnualTotal(form.direction, form.cleaned_data["profile"], form.cleaned_data["annual_kwh"])
    try:
        saved = ingest_annual_total(
            total, store=group_store(), company_id=company.pk, now=timezone.now(), recorded_by=actor(request)
        )
    except EnergySynergyError as refusal:
        form.add_error(None, translated(refusal))
        return _import_page(request, group, total=form)
    audit.record(request, "import.saved", group=group, company_id=company.pk, number=saved.import_id)
    return redirect("import_result", slug=slug, import_id=saved.import_id)


@require_safe
def import_result(request: HttpRequest, slug: str, import_id: int) -> HttpResponse:
    """Show what one import brought."""
    group = group_or_404(request, slug)
    row = get_object_or_404(Import.objects.select_related("company"), pk=import_id)
    company_or_404(request, group, row.company_id)
    findings = finding_lines(load_findings_by_import([row])[row.pk], group.timezone)
    context = {
        "group": group,
        "row": row,
        "detected": detected_words(row.detected),
        "series": [_series_line(one) for one in row.series],
        "findings": findings[:SHOWN_FINDINGS],
        "more_findings": max(0, len(findings) - SHOWN_FINDINGS),
    }
    return render(request, "data/result.html", context)


def _data_page(request: HttpRequest, group: Group) -> DataPage:
    facts = load_facts_of(group)
    return load_data_page(facts, companies_of(request, group, among=(one.id for one in facts.companies)))


def _importable(request: HttpRequest, group: Group) -> tuple[CompanyFacts, ...]:
    """Return the companies for which the visitor may bring data in."""
    companies = load_facts_of(group).companies
    allowed = companies_of(request, group, May.IMPORT, among=(one.id for one in companies))
    return tuple(one for one in companies if one.id in allowed)


def _days_sentence(saved: Saved) -> str:
    return _("Days: {added} new, {replaced} replaced, {unchanged} unchanged.").format(
        added=saved.days_added, replaced=saved.days_replaced, unchanged=saved.days_unchanged
    )


def _series_line(facts: Mapping[str, Any]) -> dict[str, Any]:
    instants = {name: datetime.fromisoformat(facts[name]) for name in ("starts_at", "ends_at") if facts.get(name)}
    return {**facts, **instants, "profile": profile_label(facts.get("profile", ""))}


def _import_page(
    request: HttpRequest,
    group: Group,
    *,
    upload: UploadForm | None = None,
    total: AnnualTotalForm | None = None,
    refusal: EnergySynergyError | None = None,
    file_name: str = "",
) -> HttpResponse:
    """Show both forms; a refused one keeps its choices, with what was wrong beside it."""
    companies = _importable(request, group)
    chosen = {"company": request.GET.get("company") or request.POST.get("company")}
    lines = finding_lines(getattr(refusal, "findings", ()), group.timezone)
    blocking = sorted((line for line in lines if line.is_blocking), key=lambda line: line.line or 0)
    result = getattr(refusal, "result", None)
    context = {
        "group": group,
        "companies": companies,
        "upload": upload or UploadForm(companies, initial=chosen),
        "total": total or AnnualTotalForm(companies, initial=chosen),
        "refusal": translated(refusal) if refusal else "",
        "detected": detected_words(result.detected) if result else (),
        "file_name": file_name,
        "blocking": blocking[:SHOWN_FINDINGS],
        "more_blocking": max(0, len(blocking) - SHOWN_FINDINGS),
        "others": [line for line in lines if not line.is_blocking][:SHOWN_FINDINGS],
        "download": as_download(blocking) if blocking else "",
    }
    return render(request, "data/import.html", context)

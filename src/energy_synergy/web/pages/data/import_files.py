"""The first step of an import: files are sent, and those that are not finished are listed."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from energy_synergy.errors import EnergySynergyError
from energy_synergy.timeline import zone
from energy_synergy.web.access import May, actor, group_or_404
from energy_synergy.web.db.facts import CompanyFacts
from energy_synergy.web.db.models import Group, Upload
from energy_synergy.web.imports.arrivals import take_in
from energy_synergy.web.imports.queue import wake
from energy_synergy.web.pages.answers import REFUSED
from energy_synergy.web.pages.data.forms import AnnualTotalForm
from energy_synergy.web.pages.data.import_forms import FilesForm
from energy_synergy.web.pages.data.uploads_door import importable
from energy_synergy.web.pages.profiles.totals import own_choices
from energy_synergy.web.queries.uploads import load_upload_lines
from energy_synergy.web.uploads import passed_limit
from energy_synergy.web.words import translated


@require_http_methods(["GET", "POST"])
def import_files(request: HttpRequest, slug: str) -> HttpResponse:
    """Take files in to be looked at; nothing is imported yet."""
    group = group_or_404(request, slug, May.IMPORT)
    companies = importable(request, group)
    if request.method == "GET":
        return files_page(request, group, companies)
    form = FilesForm(companies, request.POST, request.FILES)
    if refusal := passed_limit(request):
        form.errors.pop("file", None)
        form.add_error("file", refusal)
    if not form.is_valid():
        return files_page(request, group, companies, files=form)
    allowed = frozenset(one.id for one in companies)
    try:
        made = take_in(
            request, group, form.cleaned_data["file"], company_id=form.cleaned_data["company"], among=allowed
        )
    except EnergySynergyError as refused:
        form.add_error("file", translated(refused))
        return files_page(request, group, companies, files=form)
    return _onwards(request, slug, made)


def _onwards(request: HttpRequest, slug: str, made: list[Upload]) -> HttpResponse:
    if len(made) == 1:
        return redirect("upload", slug=slug, token=made[0].token)
    sentence = ngettext("{n} file was taken in.", "{n} files were taken in. Look at each of them.", len(made))
    messages.success(request, sentence.format(n=len(made)))
    return redirect("data_import", slug=slug)


def files_page(
    request: HttpRequest,
    group: Group,
    companies: tuple[CompanyFacts, ...],
    *,
    files: FilesForm | None = None,
    total: AnnualTotalForm | None = None,
) -> HttpResponse:
    """Show both ways of bringing data in; a refused form keeps its choices, with what was wrong beside it."""
    chosen = {"company": request.GET.get("company") or request.POST.get("company")}
    lines = load_upload_lines(group, [one.id for one in companies], actor(request))
    if any(line.is_under_way for line in lines):
        wake()
    context = {
        "group": group,
        "companies": companies,
        "files": files or FilesForm(companies, initial=chosen),
        "total": total or AnnualTotalForm(companies, initial=chosen, own=own_choices(request, group)),
        "lines": lines,
        "is_under_way": any(line.is_under_way for line in lines),
        "step": "file",
        "last_month": last_month(timezone.now().astimezone(zone(group.timezone)).date()),
    }
    is_refused = any(form is not None and form.errors for form in (files, total))
    template = "data/import/lines.html" if request.headers.get("HX-Request") else "data/import/files.html"
    return render(request, template, context, status=REFUSED if is_refused else None)


def last_month(today: date) -> str:
    """Return the month before that of a day, as addresses write it."""
    return f"{today.replace(day=1) - timedelta(days=1):%Y-%m}"

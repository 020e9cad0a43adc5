"""The steps after a file was sent: its columns, its check, its confirmation. Nothing is written before the last."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from energy_synergy.errors import EnergySynergyError
from energy_synergy.usecases.told import Fix, Told
from energy_synergy.web import audit
from energy_synergy.web.access import May, actor, may
from energy_synergy.web.db import uploads
from energy_synergy.web.db.models import Upload
from energy_synergy.web.db.uploads import State
from energy_synergy.web.imports import files
from energy_synergy.web.imports.queue import check_soon, wake
from energy_synergy.web.imports.saving import save_upload, seal
from energy_synergy.web.pages.answers import REFUSED, csv_file
from energy_synergy.web.pages.data.import_forms import ColumnsForm, CompanyForm
from energy_synergy.web.pages.data.uploads_door import is_under_way, upload_or_404
from energy_synergy.web.queries.bad_rows import bad_rows_csv
from energy_synergy.web.queries.import_charts import preview_chart, preview_table
from energy_synergy.web.queries.table_text import as_csv, as_text
from energy_synergy.web.queries.uploads import UploadPage, load_upload_page
from energy_synergy.web.templatetags.es_numbers import written_language
from energy_synergy.web.words import translated


@require_safe
def upload(request: HttpRequest, slug: str, token: UUID) -> HttpResponse:
    """Lead to the step at which a file is."""
    row, _companies = upload_or_404(request, slug, token)
    return _to_step(row)


def _to_step(row: Upload) -> HttpResponse:
    slug = row.group.slug
    if row.state == State.IMPORTED and row.source_import_id:
        return redirect("import_result", slug=slug, import_id=row.source_import_id)
    if row.state in (State.IMPORTED, State.CANCELLED):
        return redirect("data_import", slug=slug)
    needs_columns = row.state == State.CHECKED and (row.company_id is None or row.report["checked"]["refusal"])
    return redirect("upload_columns" if needs_columns else "upload_check", slug=slug, token=row.token)


def _waiting(request: HttpRequest, row: Upload, step: str) -> HttpResponse | None:
    """Return the page that shows the progress of a check, or where to go when the file is finished, else None."""
    if row.state in (State.IMPORTED, State.CANCELLED):
        return _to_step(row)
    if not is_under_way(row):
        return None
    wake()
    context = {"page": load_upload_page(row), "group": row.group, "step": step}
    return render(request, "data/import/waiting.html", context)


@require_safe
def upload_progress(request: HttpRequest, slug: str, token: UUID) -> HttpResponse:
    """Tell how far a check is; once it is done, lead on."""
    row, _companies = upload_or_404(request, slug, token)
    if is_under_way(row):
        wake()
        context = {"page": load_upload_page(row), "group": row.group}
        return render(request, "data/import/progress.html", context)
    return HttpResponse(headers={"HX-Redirect": _to_step(row).headers["Location"]})


@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, slug: str, token: UUID) -> HttpResponse:
    """Show what each column holds, and take what the visitor says of it."""
    row, companies = upload_or_404(request, slug, token)
    if answer := _waiting(request, row, "columns"):
        return answer
    page = load_upload_page(row)
    if page.checked is None:
        return redirect("upload_check", slug=slug, token=token)
    if request.method == "GET":
        form = ColumnsForm(companies, page.checked, page.told, initial={"company": row.company_id})
        return _columns_page(request, page, form)
    if request.POST.get("again"):
        uploads.forget_mapping(row.company_id or 0, page.checked.signature)
        return _told(request, row, Told(), row.company_id, "upload_columns")
    form = ColumnsForm(companies, page.checked, page.told, request.POST)
    if not form.is_valid():
        return _columns_page(request, page, form)
    return _told(request, row, form.as_told(), form.cleaned_data["company"], "upload_check")


def _columns_page(request: HttpRequest, page: UploadPage, form: ColumnsForm) -> HttpResponse:
    context = {"page": page, "group": page.group, "form": form, "step": "columns"}
    return render(request, "data/import/columns.html", context, status=REFUSED if form.errors else None)


def _told(request: HttpRequest, row: Upload, told: Told, company_id: int | None, onwards: str) -> HttpResponse:
    """Write what was told, have the file checked again, and lead on."""
    if uploads.tell(row, told, company_id=company_id, now=timezone.now()):
        check_soon(row)
    else:
        messages.warning(request, _("The file is being checked. Wait for it, then choose again."))
    return redirect(onwards, slug=row.group.slug, token=row.token)


@require_safe
def check(request: HttpRequest, slug: str, token: UUID) -> HttpResponse:
    """Show what is wrong with a file, what may be done, and what it would bring."""
    row, companies = upload_or_404(request, slug, token)
    if answer := _waiting(request, row, "check"):
        return answer
    page = load_upload_page(row, sees_all=may(request, row.group, May.SEE_ALL))
    context = {
        "page": page,
        "group": page.group,
        "step": "check",
        "chart": preview_chart(page.checked) if page.checked else None,
        "table": as_text(preview_table(page.checked)) if page.checked else None,
        "company_form": None if row.company_id else CompanyForm(companies),
    }
    return render(request, "data/import/check.html", context)


@require_POST
def upload_company(request: HttpRequest, slug: str, token: UUID) -> HttpResponse:
    """Take whose file it is."""
    row, companies = upload_or_404(request, slug, token)
    form = CompanyForm(companies, request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a company."))
        return redirect("upload_check", slug=slug, token=token)
    return _told(request, row, uploads.told_of(row), form.cleaned_data["company"], "upload_check")


@require_POST
def upload_fix(request: HttpRequest, slug: str, token: UUID) -> HttpResponse:
    """Choose a remedy, or take one back."""
    row, _companies = upload_or_404(request, slug, token)
    told = uploads.told_of(row)
    fix = Fix(request.POST.get("kind", ""), request.POST.get("to", "").strip(), request.POST.get("place", ""))
    try:
        told = told.without_fix(fix) if request.POST.get("back") else told.with_fix(fix)
    except EnergySynergyError as refusal:
        messages.error(request, translated(refusal))
        return redirect("upload_check", slug=slug, token=token)
    return _told(request, row, told, row.company_id, "upload_check")


@require_POST
def good_rows(request: HttpRequest, slug: str, token: UUID) -> HttpResponse:
    """Leave every bad row out, and go on to the confirmation."""
    row, _companies = upload_or_404(request, slug, token)
    page = load_upload_page(row)
    if page.checked is None or not page.checked.can_import_good_rows:
        return redirect("upload_check", slug=slug, token=token)
    told = page.told
    for problem in page.checked.open_problems:
        told = told.with_fix(Fix("leave_out", problem.code))
    return _told(request, row, told, row.company_id, "upload_confirm")


@require_safe
def bad_rows(request: HttpRequest, slug: str, token: UUID) -> HttpResponse:
    """Send the bad rows as they are written in the file, each with what is wrong."""
    row, _companies = upload_or_404(request, slug, token)
    if row.state not in (State.CHECKED, State.SAVING):
        raise Http404
    try:
        with files.opened(row.token) as stream:
            body = bad_rows_csv(stream, uploads.told_of(row), timezone=row.group.timezone, file_name=row.file_name)
    except EnergySynergyError as refusal:
        messages.error(request, translated(refusal))
        return redirect("upload_check", slug=slug, token=token)
    return csv_file(body, f"{slug}-bad-rows.csv")


@require_safe
def preview_csv(request: HttpRequest, slug: str, token: UUID) -> HttpResponse:
    """Send the values of the preview chart."""
    row, _companies = upload_or_404(request, slug, token)
    page = load_upload_page(row)
    if page.checked is None:
        raise Http404
    return csv_file(as_csv(preview_table(page.checked), written_language()), f"{slug}-preview.csv")


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, slug: str, token: UUID) -> HttpResponse:
    """Show what an import will do, and do it once it is confirmed."""
    row, _companies = upload_or_404(request, slug, token)
    if request.method == "POST":
        return _confirmed(request, row)
    if answer := _waiting(request, row, "confirm"):
        return answer
    page = load_upload_page(row)
    if page.checked is None or not page.checked.is_ready or row.company_id is None:
        return _to_step(row)
    context = {"page": page, "group": page.group, "step": "confirm", "seal": seal(row), "by": actor(request)}
    return render(request, "data/import/confirm.html", {**context, "now": timezone.now()})


def _confirmed(request: HttpRequest, row: Upload) -> HttpResponse:
    slug, token = row.group.slug, row.token
    try:
        saved = save_upload(row, sealed=request.POST.get("seal", ""), by=actor(request))
    except EnergySynergyError as refusal:
        messages.error(request, translated(refusal))
        return redirect("upload_check", slug=slug, token=token)
    if saved is None:
        # Sent twice: whoever came first has it.
        row.refresh_from_db()
        return _to_step(row)
    audit.record(
        request,
        "import.saved",
        group=row.group,
        company_id=row.company_id,
        number=saved.import_id,
        file=row.file_name,
        added=saved.days_added,
        replaced=saved.days_replaced,
    )
    return redirect("import_result", slug=slug, import_id=saved.import_id)


@require_POST
def upload_cancel(request: HttpRequest, slug: str, token: UUID) -> HttpResponse:
    """Give a file up: it is removed, and nothing of it was imported."""
    row, _companies = upload_or_404(request, slug, token)
    if uploads.cancel(row, timezone.now()):
        files.drop(row.token)
        audit.record(request, "import.cancelled", group=row.group, company_id=row.company_id, file=row.file_name)
        messages.success(request, _("{file} was removed. Nothing of it was imported.").format(file=row.file_name))
    else:
        messages.warning(request, _("The file is being checked or saved and cannot be removed now."))
    return redirect("data_import", slug=slug)

"""Tariffs as a file: sent out, and taken in after a look at what it would do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from energy_synergy.errors import EnergySynergyError
from energy_synergy.files.text import decode
from energy_synergy.tariffs.tariff_file import MAX_BYTES, read_tariff_file, write_tariff_file
from energy_synergy.web import audit
from energy_synergy.web.access import May, actor, companies_of, group_or_404
from energy_synergy.web.db.models import Group
from energy_synergy.web.db.tariffs import load_tariffs, put_tariff
from energy_synergy.web.pages.answers import REFUSED, csv_file
from energy_synergy.web.queries.table_text import BYTE_ORDER_MARK, DECIMAL_MARKS, SEPARATORS
from energy_synergy.web.queries.tariffs_group import open_bonds
from energy_synergy.web.queries.tariffs_upload import Plan, plan_upload
from energy_synergy.web.templatetags.es_numbers import written_language
from energy_synergy.web.words import translated

# Also what a browser may send back in the second step.
MOST_BYTES = MAX_BYTES // 4


class UploadForm(forms.Form):
    """A file, or the text of one."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        widget=forms.ClearableFileInput({"class": "form-control", "accept": ".csv,.txt,.tsv"}),
    )
    content = forms.CharField(
        label=gettext_lazy("Or paste the rows"),
        required=False,
        strip=False,
        max_length=MOST_BYTES,
        widget=forms.Textarea({"class": "form-control", "rows": 6, "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        """Return what was told; nothing at all, or a file that is too large, is refused."""
        told = super().clean() or self.cleaned_data
        file = told.get("file")
        if file is not None and file.size > MOST_BYTES:
            self.add_error("file", _("The file is too large. Send the tariffs in several files."))
        if file is None and not (told.get("content") or "").strip() and not self.errors:
            self.add_error("file", _("Choose a file, or paste its rows."))
        return told

    def data_sent(self) -> bytes:
        """Return the bytes of the file, or of the text."""
        file = self.cleaned_data["file"]
        data: bytes = file.read() if file else self.cleaned_data["content"].encode()
        return data


@require_safe
def tariff_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the tariffs of the companies that the visitor sees, in the layout in which they come in."""
    group = group_or_404(request, slug)
    bonds = open_bonds(group)
    seen = companies_of(request, group, among=[bond.company_id for bond in bonds])
    held = load_tariffs(seen)
    told = [
        (bond.company.name, one) for bond in bonds for one in held.get(bond.company_id, ()) if bond.company_id in seen
    ]
    return csv_file(_written(told), f"{slug}-tariffs.csv")


@require_safe
def tariff_empty_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Send a file with the columns and no tariff."""
    group_or_404(request, slug)
    return csv_file(_written([]), "tariffs.csv")


def _written(told: list[Any]) -> bytes:
    language = written_language()
    text = write_tariff_file(told, separator=SEPARATORS[language], decimal_mark=DECIMAL_MARKS[language])
    return (BYTE_ORDER_MARK + text).encode()


@require_http_methods(["GET", "POST"])
def tariff_upload(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a file of tariffs: show what it would do, and save it once the visitor says so."""
    group = group_or_404(request, slug, May.EDIT_COMPANY)
    is_sent = request.method == "POST"
    form = UploadForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if not form.is_bound or not form.is_valid():
        return _page(request, group, form)
    try:
        data = form.data_sent()
        told = read_tariff_file(data, currency=group.currency)
    except EnergySynergyError as refusal:
        form.add_error(None, translated(refusal))
        return _page(request, group, form)
    numbers = [bond.company_id for bond in open_bonds(group)]
    plan = plan_upload(group, told, companies_of(request, group, May.EDIT_COMPANY, among=numbers))
    if request.POST.get("act") == "save" and plan.can_be_saved:
        return _save(request, group, plan)
    return _page(request, group, form, plan=plan, content=str(decode(data)[0], "utf-8", "replace"))


def _save(request: HttpRequest, group: Group, plan: Plan) -> HttpResponse:
    with transaction.atomic():
        for one in plan.new:
            put_tariff(one.company, one.tariff, now=timezone.now(), recorded_by=actor(request))
            first_on = one.first_on and one.first_on.isoformat()
            told = {"title": one.tariff.title, "first_on": first_on}
            audit.record(request, "tariff.added", group=group, company_id=one.company.pk, **told)
    count = len(plan.new)
    messages.success(
        request, ngettext("{count} tariff was saved.", "{count} tariffs were saved.", count).format(count=count)
    )
    return redirect("group_tariffs", slug=group.slug)


def _page(
    request: HttpRequest, group: Group, form: UploadForm, *, plan: Plan | None = None, content: str = ""
) -> HttpResponse:
    is_refused = form.is_bound and (bool(form.errors) or (plan is not None and bool(plan.findings)))
    found = [translated(one) for one in plan.findings] if plan else []
    context = {"group": group, "form": form, "plan": plan, "content": content, "found": found}
    return render(request, "tariffs/upload.html", context, status=REFUSED if is_refused else None)

"""Adding and changing a tariff of a company."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from energy_synergy.errors import EnergySynergyError
from energy_synergy.tariffs.tariff import Tariff, read_tariff
from energy_synergy.timeline import zone
from energy_synergy.web import audit
from energy_synergy.web.access import actor
from energy_synergy.web.db.models import CompanyTariff
from energy_synergy.web.db.tariffs import put_tariff
from energy_synergy.web.pages.answers import REFUSED
from energy_synergy.web.pages.tariffs.tariff_form import TariffForm, form_again, form_of, form_sent
from energy_synergy.web.queries.tariffs_group import tariff_named
from energy_synergy.web.tariff_door import Whose, edited_company, tariff_or_404
from energy_synergy.web.words import translated


@require_http_methods(["GET", "POST"])
def tariff_new(request: HttpRequest, slug: str, company_id: int) -> HttpResponse:
    """Show the form of a new tariff, empty or from a template, and take it."""
    whose = edited_company(request, slug, company_id)
    return _answer(request, whose, None, _start(request, whose))


@require_http_methods(["GET", "POST"])
def tariff_edit(request: HttpRequest, slug: str, company_id: int, tariff_id: int) -> HttpResponse:
    """Show a tariff, and take a change of it: what held until now stays in the history."""
    whose = edited_company(request, slug, company_id)
    row = tariff_or_404(whose.company, tariff_id)
    return _answer(request, whose, row, read_tariff(row.body))


def _start(request: HttpRequest, whose: Whose) -> Tariff:
    today = timezone.now().astimezone(zone(whose.group.timezone)).date()
    found = tariff_named(whose.group, request.GET.get("from", ""))
    if found is not None:
        return found.model_copy(update={"active_from": today.replace(day=1)})
    return read_tariff({"currency": whose.group.currency})


def _answer(request: HttpRequest, whose: Whose, row: CompanyTariff | None, start: Tariff) -> HttpResponse:
    if request.method != "POST":
        return _page(request, whose, row, form_of(start))
    act, _colon, which = request.POST.get("act", "save").partition(":")
    if act in ("look", "more", "less"):
        part, _colon, place = which.partition(":")
        less = (part, int(place) if place.isdecimal() and len(place) < 4 else -1) if act == "less" else ("", -1)
        return _page(
            request, whose, row, form_again(request.POST, start, more=part if act == "more" else "", less=less)
        )
    form = form_sent(request.POST, start)
    tariff = form.told()
    if tariff is None:
        return _page(request, whose, row, form, status=REFUSED)
    try:
        _saved, is_new = put_tariff(whose.company, tariff, now=timezone.now(), recorded_by=actor(request), replaces=row)
    except EnergySynergyError as refusal:
        form.head.add_error(None, translated(refusal))
        return _page(request, whose, row, form, status=REFUSED)
    if is_new:
        told = {"title": tariff.title, "first_on": tariff.active_from and tariff.active_from.isoformat()}
        action = "tariff.changed" if row else "tariff.added"
        audit.record(request, action, group=whose.group, company_id=whose.company.pk, **told)
    messages.success(request, _("The tariff was saved."))
    return redirect("company_tariffs", slug=whose.group.slug, company_id=whose.company.pk)


def _page(
    request: HttpRequest, whose: Whose, row: CompanyTariff | None, form: TariffForm, status: int | None = None
) -> HttpResponse:
    context = {"group": whose.group, "company": whose.company, "row": row, "form": form}
    return render(request, "tariffs/form.html", context, status=status)

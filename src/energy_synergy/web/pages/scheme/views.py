"""The country scheme of a group: chosen, checked against, and the file of coefficients that goes with it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from energy_synergy.errors import EnergySynergyError
from energy_synergy.timeline import zone
from energy_synergy.web import audit
from energy_synergy.web.access import May, group_or_404, may, open_group_or_404
from energy_synergy.web.db.models import Group
from energy_synergy.web.db.schemes import choose_scheme
from energy_synergy.web.fields import tell
from energy_synergy.web.pages.address import Address
from energy_synergy.web.pages.answers import REFUSED
from energy_synergy.web.pages.scheme.forms import PLACES, CoefficientForm, SchemeForm, stored_scheme
from energy_synergy.web.queries.coefficient_file import load_coefficient_file
from energy_synergy.web.queries.scheme import load_scheme
from energy_synergy.web.queries.scheme_sites import site_facts

SPAIN = "es_collective"


@require_http_methods(["GET", "POST"])
def scheme(request: HttpRequest, slug: str) -> HttpResponse:
    """Show which scheme a group follows and what of it does not fit, and choose another one."""
    if request.method == "GET":
        group = group_or_404(request, slug, May.SEE_ALL)
        return _page(request, group, SchemeForm(group, initial=stored_scheme(group)))
    group = open_group_or_404(request, slug)
    form = SchemeForm(group, request.POST)
    if not form.is_valid():
        return _page(request, group, form)
    before = group.scheme
    choose_scheme(group, form.cleaned_data["scheme"], form.answers())
    audit.record(request, "group.scheme", group=group, before=before, after=group.scheme)
    messages.success(request, _("The scheme was saved."))
    return redirect("group_scheme", slug=slug)


@require_GET
def coefficients(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand out the coefficients of the agreement as a file for the distributor, or say why there is none."""
    group = group_or_404(request, slug, May.SEE_ALL)
    form = CoefficientForm(request.GET)
    if form.is_valid():
        try:
            file = load_coefficient_file(group, today_of(group), **form.cleaned_data)
        except EnergySynergyError as refusal:
            tell(form, refusal, PLACES)
        else:
            headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
            return HttpResponse(file.text.encode(), content_type="text/plain; charset=utf-8", headers=headers)
    return _page(request, group, SchemeForm(group, initial=stored_scheme(group)), form)


def today_of(group: Group) -> date:
    """Return the day on the clock of a group."""
    return timezone.now().astimezone(zone(group.timezone)).date()


def _page(
    request: HttpRequest, group: Group, form: SchemeForm, coefficient_form: CoefficientForm | None = None
) -> HttpResponse:
    today = today_of(group)
    address = Address(request.GET)
    page = load_scheme(group, address.day("on", today))
    context: dict[str, Any] = {
        "group": group,
        "page": page,
        "form": form,
        "sites": site_facts(page),
        "may_manage": may(request, group, May.MANAGE) and group.archived_at is None,
        "complaints": address.complaints,
        "has_coefficients": group.scheme == SPAIN,
        "coefficient_form": coefficient_form or CoefficientForm(initial={"year": today.year}),
    }
    is_refused = form.errors or (coefficient_form is not None and coefficient_form.errors)
    return render(request, "scheme/scheme.html", context, status=REFUSED if is_refused else None)

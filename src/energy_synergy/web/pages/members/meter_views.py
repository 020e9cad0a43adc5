"""The meters of a company."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from energy_synergy.errors import EnergySynergyError
from energy_synergy.web import audit
from energy_synergy.web.access import May, company_or_404, group_or_404
from energy_synergy.web.db import places
from energy_synergy.web.db.beside import note_again
from energy_synergy.web.db.models import Company, Group, Meter
from energy_synergy.web.fields import tell
from energy_synergy.web.pages.answers import REFUSED
from energy_synergy.web.pages.members.place_forms import METER_PLACES, MeterForm, stored_meter
from energy_synergy.web.words import translated


@require_http_methods(["GET", "POST"])
def new_meter(request: HttpRequest, slug: str, company_id: int) -> HttpResponse:
    """Add a meter to a company."""
    group = group_or_404(request, slug)
    company = company_or_404(request, group, company_id, May.EDIT_COMPANY)
    return _answer(request, group, company, None)


@require_http_methods(["GET", "POST"])
def edit_meter(request: HttpRequest, slug: str, company_id: int, meter_id: int) -> HttpResponse:
    """Show and change a meter."""
    group = group_or_404(request, slug)
    company = company_or_404(request, group, company_id, May.EDIT_COMPANY)
    meters = places.with_data(Meter.objects.filter(company=company))
    return _answer(request, group, company, get_object_or_404(meters, pk=meter_id))


@require_POST
def remove_meter(request: HttpRequest, slug: str, company_id: int, meter_id: int) -> HttpResponse:
    """Remove a meter for which nothing is stored."""
    group = group_or_404(request, slug)
    company = company_or_404(request, group, company_id, May.EDIT_COMPANY)
    meter = get_object_or_404(Meter, pk=meter_id, company=company)
    try:
        places.remove_meter(meter)
        audit.record(
            request,
            "meter.removed",
            group=group,
            company_id=company.pk,
            meter=meter.name,
            direction=meter.direction,
        )
        messages.success(request, _("The meter was removed."))
    except EnergySynergyError as refusal:
        messages.error(request, translated(refusal))
    return redirect("company_edit", slug=slug, company_id=company_id)


def _answer(request: HttpRequest, group: Group, company: Company, meter: Meter | None) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    sites = list(company.sites.order_by("name"))
    form = MeterForm(sites, data, initial=stored_meter(meter) if meter else None)
    if form.is_bound and form.is_valid():
        try:
            before = meter.contracted_kw if meter else None
            saved = places.save_meter(company, form.told(), meter)
            if saved.contracted_kw != before:
                note_again(company.pk, saved.direction, group.timezone)
            action = "meter.changed" if meter else "meter.added"
            details = {"meter": saved.name, "direction": saved.direction}
            audit.record(request, action, group=group, company_id=company.pk, **details)
            messages.success(request, _("The meter was saved."))
            return redirect("company_edit", slug=group.slug, company_id=company.pk)
        except EnergySynergyError as refusal:
            tell(form, refusal, METER_PLACES)
    context = {"group": group, "company": company, "meter": meter, "form": form}
    return render(request, "members/meter.html", context, status=REFUSED if form.errors else None)

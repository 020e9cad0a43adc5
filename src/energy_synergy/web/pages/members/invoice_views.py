"""The invoices of a company: what was counted elsewhere, to hold the readings against."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from energy_synergy.errors import EnergySynergyError
from energy_synergy.web import audit
from energy_synergy.web.access import May, actor, company_or_404, group_or_404
from energy_synergy.web.db.beside import note_again
from energy_synergy.web.db.invoices import (
    InvoiceDetails,
    InvoiceEndsBeforeStart,
    InvoiceNotAboveZero,
    InvoiceOfAnotherMeter,
    add_invoice,
)
from energy_synergy.web.db.models import Direction, Invoice, Meter
from energy_synergy.web.fields import SELECT, TEXT, LineField, NumberField, tell
from energy_synergy.web.pages.answers import REFUSED
from energy_synergy.web.pages.members.forms import DayField
from energy_synergy.web.queries.invoices import load_invoices

INVOICE_PLACES = {
    InvoiceEndsBeforeStart: "last_on",
    InvoiceNotAboveZero: "energy_kwh",
    InvoiceOfAnotherMeter: "meter",
}


class InvoiceForm(forms.Form):
    """An invoice: an energy over some days."""

    direction = forms.ChoiceField(
        label=gettext_lazy("Direction"), choices=Direction.choices, widget=forms.Select(SELECT)
    )
    meter = forms.TypedChoiceField(
        label=gettext_lazy("Meter"), required=False, coerce=int, empty_value=None, widget=forms.Select(SELECT)
    )
    first_on = DayField(label=gettext_lazy("First day"))
    last_on = DayField(label=gettext_lazy("Last day"))
    energy_kwh = NumberField(label=gettext_lazy("Energy, kWh"), example="12500")
    reference = LineField(
        label=gettext_lazy("Number of the invoice"),
        max_length=60,
        required=False,
        widget=forms.TextInput({**TEXT, "autocomplete": "off"}),
    )

    def __init__(self, meters: Iterable[Meter], *args: Any, **names: Any) -> None:
        super().__init__(*args, **names)
        named = [(one.pk, f"{one.name} ({one.get_direction_display()})") for one in meters if one.name]
        self.fields["meter"].choices = [("", _("All meters of the direction")), *named]  # type: ignore[attr-defined]

    def told(self) -> InvoiceDetails:
        """Return what was told."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "meter"}
        return InvoiceDetails(**told, meter_id=self.cleaned_data["meter"])


@require_http_methods(["GET", "POST"])
def invoices(request: HttpRequest, slug: str, company_id: int) -> HttpResponse:
    """Show the invoices of a company beside its readings, and take one more."""
    group = group_or_404(request, slug)
    company = company_or_404(request, group, company_id, May.EDIT_COMPANY)
    meters = company.meters.order_by("direction", "name")
    form = InvoiceForm(meters, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            saved = add_invoice(company, form.told(), now=timezone.now(), recorded_by=actor(request))
            note_again(company.pk, saved.direction, group.timezone)
            told = {"first_on": saved.first_on.isoformat(), "last_on": saved.last_on.isoformat()}
            audit.record(
                request, "invoice.added", group=group, company_id=company.pk, energy_kwh=saved.energy_kwh, **told
            )
            messages.success(request, _("The invoice was saved."))
            return redirect("company_invoices", slug=slug, company_id=company_id)
        except EnergySynergyError as refusal:
            tell(form, refusal, INVOICE_PLACES)
    context = {"group": group, "company": company, "form": form, "lines": load_invoices(company, group.timezone)}
    return render(request, "members/invoices.html", context, status=REFUSED if form.errors else None)


@require_POST
def remove_invoice(request: HttpRequest, slug: str, company_id: int, invoice_id: int) -> HttpResponse:
    """Remove an invoice; what was found because of it goes too."""
    group = group_or_404(request, slug)
    company = company_or_404(request, group, company_id, May.EDIT_COMPANY)
    invoice = get_object_or_404(Invoice, pk=invoice_id, company=company)
    told = {"first_on": invoice.first_on.isoformat(), "last_on": invoice.last_on.isoformat()}
    invoice.delete()
    note_again(company.pk, invoice.direction, group.timezone)
    audit.record(request, "invoice.removed", group=group, company_id=company.pk, energy_kwh=invoice.energy_kwh, **told)
    messages.success(request, _("The invoice was removed."))
    return redirect("company_invoices", slug=slug, company_id=company_id)

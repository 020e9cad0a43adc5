"""What stands in for the missing readings of a company."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from energy_synergy.errors import EnergySynergyError
from energy_synergy.web import audit
from energy_synergy.web.access import May, company_or_404, group_or_404
from energy_synergy.web.db.companies import change_gaps, told_change
from energy_synergy.web.pages.answers import REFUSED
from energy_synergy.web.pages.members.gap_form import GapForm, told_gaps
from energy_synergy.web.words import translated


@require_http_methods(["GET", "POST"])
def gaps(request: HttpRequest, slug: str, company_id: int) -> HttpResponse:
    """Show and change what stands in for missing readings."""
    group = group_or_404(request, slug)
    company = company_or_404(request, group, company_id, May.EDIT_COMPANY)
    form = GapForm(request.POST) if request.method == "POST" else GapForm(initial=told_gaps(company))
    if request.method == "POST" and form.is_valid():
        before = company.gaps
        try:
            change_gaps(company, form.told())
        except EnergySynergyError as refusal:
            form.add_error("gaps", translated(refusal))
        else:
            if company.gaps != before:
                audit.record(
                    request, "company.gaps", group=group, company_id=company.pk, **told_change(before, company.gaps)
                )
            messages.success(request, _("Saved: what stands in for missing readings."))
            return redirect("company_gaps", slug=slug, company_id=company_id)
    context = {"group": group, "company": company, "form": form}
    return render(request, "members/gaps.html", context, status=REFUSED if form.errors else None)

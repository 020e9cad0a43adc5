"""What other members see of a company."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from energy_synergy.community.sight import Terms
from energy_synergy.web import audit
from energy_synergy.web.access import (
    May,
    NotAllowed,
    Refusal,
    company_or_404,
    group_or_404,
    may_answer_for,
    user_id,
)
from energy_synergy.web.db.models import Company, Group, Membership
from energy_synergy.web.db.terms import save_terms
from energy_synergy.web.pages.answers import REFUSED
from energy_synergy.web.pages.members.sharing_form import SharingForm, level_of
from energy_synergy.web.queries.sharing import load_sharing


@require_http_methods(["GET", "POST"])
def sharing(request: HttpRequest, slug: str, company_id: int) -> HttpResponse:
    """Show what others see of a company, and let those who answer for it change that."""
    group = group_or_404(request, slug)
    company = company_or_404(request, group, company_id)
    may_change = group.archived_at is None and may_answer_for(request, group, company.pk)
    if request.method == "GET":
        return _sharing_page(request, group, company, may_change=may_change)
    company_or_404(request, group, company_id, May.EDIT_COMPANY)
    if not may_change:
        raise NotAllowed(group, May.EDIT_COMPANY, Refusal.ROLE)
    form = SharingForm(request.POST)
    if not form.is_valid():
        return _sharing_page(request, group, company, may_change=may_change, form=form)
    bond = Membership.objects.get(group=group, company=company)
    changed = save_terms(bond, form.terms(), user_id=user_id(request), now=timezone.now())
    if changed.before != changed.after:
        before, after = _told(changed.before), _told(changed.after)
        audit.record(request, "company.sharing_changed", group=group, company_id=company.pk, before=before, after=after)
    messages.success(request, _("What other members see was saved."))
    return redirect("company_sharing", slug=slug, company_id=company_id)


def _told(terms: Terms) -> str:
    return level_of(terms).value


def _sharing_page(
    request: HttpRequest, group: Group, company: Company, *, may_change: bool, form: SharingForm | None = None
) -> HttpResponse:
    page = load_sharing(request, group, company, now=timezone.now())
    context = {
        "group": group,
        "company": company,
        "page": page,
        "may_change": may_change,
        "form": form or SharingForm(initial={"level": level_of(page.terms).value}),
    }
    return render(request, "members/sharing.html", context, status=REFUSED if form else None)

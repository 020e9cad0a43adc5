"""The list of companies, and new ones."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from energy_synergy.errors import EnergySynergyError
from energy_synergy.web import audit
from energy_synergy.web.access import actor, group_or_404, open_group_or_404
from energy_synergy.web.db.companies import add_company, add_existing_company
from energy_synergy.web.db.models import Company, Group
from energy_synergy.web.fields import tell
from energy_synergy.web.pages.answers import REFUSED
from energy_synergy.web.pages.members.forms import PLACES, CompanyForm, ExistingForm
from energy_synergy.web.queries.members import companies_elsewhere, load_members


@require_safe
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the companies of a group that the visitor sees."""
    group = group_or_404(request, slug)
    return render(request, "members/members.html", {"page": load_members(request, group, now=timezone.now())})


@require_http_methods(["GET", "POST"])
def new_company(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a company to the group, and another one if asked."""
    group = open_group_or_404(request, slug)
    if request.method == "GET":
        return _new_page(request, group, form=CompanyForm(initial={"country": group.country}))
    # A form with a name alone may say nothing of the country: then it is the group's.
    form = CompanyForm({"country": group.country, **request.POST.dict()})
    company = _added(request, group, form) if form.is_valid() else None
    if company is None:
        return _new_page(request, group, form=form)
    messages.success(request, _("{company} was added.").format(company=company.name))
    return redirect("company_new" if "again" in request.POST else "members", slug=slug)


def _added(request: HttpRequest, group: Group, form: CompanyForm) -> Company | None:
    try:
        company = add_company(group, form.told(), now=timezone.now(), recorded_by=actor(request))
    except EnergySynergyError as refusal:
        tell(form, refusal, PLACES)
        return None
    audit.record(request, "company.added", group=group, company_id=company.pk, name=company.name)
    return company


@require_POST
def add_existing(request: HttpRequest, slug: str) -> HttpResponse:
    """Let a company of another group that the visitor manages belong to this one too."""
    group = open_group_or_404(request, slug)
    form = ExistingForm(companies_elsewhere(request, group), request.POST)
    if form.is_valid():
        company = Company.objects.get(pk=form.cleaned_data["company"])
        try:
            add_existing_company(group, company)
            audit.record(request, "company.added", group=group, company_id=company.pk, name=company.name)
            messages.success(request, _("{company} was added.").format(company=company.name))
            return redirect("members", slug=slug)
        except EnergySynergyError as refusal:
            tell(form, refusal, {**PLACES, EnergySynergyError: "company"})
    return _new_page(request, group, existing=form)


def _new_page(
    request: HttpRequest, group: Group, *, form: CompanyForm | None = None, existing: ExistingForm | None = None
) -> HttpResponse:
    is_refused = bool((form and form.errors) or (existing and existing.errors))
    context = {
        "group": group,
        "form": form or CompanyForm(initial={"country": group.country}),
        "existing": existing or ExistingForm(companies_elsewhere(request, group)),
    }
    return render(request, "members/new.html", context, status=REFUSED if is_refused else None)

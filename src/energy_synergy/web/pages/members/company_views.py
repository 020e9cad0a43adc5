"""One company of a group: what it is, how long it belongs to the group, and its removal."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from energy_synergy.errors import EnergySynergyError
from energy_synergy.web import audit
from energy_synergy.web.access import May, company_or_404, group_or_404, open_group_or_404, sees_all_names
from energy_synergy.web.db.companies import change_company, change_membership, leave_group, remove_company
from energy_synergy.web.db.models import Company, Group, Membership
from energy_synergy.web.fields import tell
from energy_synergy.web.pages.answers import REFUSED
from energy_synergy.web.pages.members.forms import PLACES, CompanyForm, LeaveForm, MembershipForm, changes, stored
from energy_synergy.web.queries.company_settings import load_company_settings, what_goes
from energy_synergy.web.queries.members import today_in


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str, company_id: int) -> HttpResponse:
    """Show and change what a company is."""
    group, company = _company(request, slug, company_id)
    if request.method == "GET":
        return _settings_page(request, group, company)
    form = CompanyForm(request.POST)
    before = stored(company)
    if form.is_valid():
        try:
            change_company(company, form.told(), may_rename=sees_all_names(request, company))
        except EnergySynergyError as refusal:
            tell(form, refusal, PLACES)
    if form.errors:
        return _settings_page(request, group, Company.objects.get(pk=company_id), form=form)
    changed = changes(before, stored(company))
    if changed:
        audit.record(request, "company.changed", group=group, company_id=company.pk, **changed)
    messages.success(request, _("The company was saved."))
    return redirect("company_edit", slug=slug, company_id=company_id)


@require_POST
def membership(request: HttpRequest, slug: str, company_id: int) -> HttpResponse:
    """Change from when until when a company belongs to the group."""
    group = open_group_or_404(request, slug)
    company = company_or_404(request, group, company_id, May.MANAGE)
    form = MembershipForm(request.POST)
    if form.is_valid():
        try:
            first_on, last_on = form.cleaned_data["first_on"], form.cleaned_data["last_on"]
            part = form.cleaned_data["participation_percent"]
            change_membership(_bond(group, company), first_on, last_on, part)
            days = {name: day and day.isoformat() for name, day in (("first_on", first_on), ("last_on", last_on))}
            audit.record(request, "membership.changed", group=group, company_id=company.pk, **days, participation=part)
            messages.success(request, _("The membership was saved."))
            return redirect("company_edit", slug=slug, company_id=company_id)
        except EnergySynergyError as refusal:
            tell(form, refusal, PLACES)
    return _settings_page(request, group, company, membership=form)


@require_POST
def leave(request: HttpRequest, slug: str, company_id: int) -> HttpResponse:
    """Let a company leave the group at the end of a day."""
    group, company = _company(request, slug, company_id)
    form = LeaveForm(request.POST)
    if form.is_valid():
        last_on = form.cleaned_data["last_on"]
        try:
            leave_group(_bond(group, company), last_on, today=today_in(group, timezone.now()))
            audit.record(request, "membership.ended", group=group, company_id=company.pk, last_on=last_on.isoformat())
            messages.success(request, _("{company} leaves the group.").format(company=company.name))
            return redirect("company_edit", slug=slug, company_id=company_id)
        except EnergySynergyError as refusal:
            tell(form, refusal, PLACES)
    return _settings_page(request, group, company, leaving=form)


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, slug: str, company_id: int) -> HttpResponse:
    """Say what goes, then remove a company from the group."""
    group = open_group_or_404(request, slug)
    company = company_or_404(request, group, company_id, May.MANAGE)
    if request.method == "GET":
        context = {"group": group, "company": company, "goes": what_goes(group, company)}
        return render(request, "members/remove.html", context)
    name = company.name
    remove_company(group, company)
    audit.record(request, "company.removed", group=group, company_id=company_id, name=name)
    messages.success(request, _("{company} was removed.").format(company=name))
    return redirect("members", slug=slug)


def _company(request: HttpRequest, slug: str, company_id: int) -> tuple[Group, Company]:
    group = group_or_404(request, slug)
    return group, company_or_404(request, group, company_id, May.EDIT_COMPANY)


def _bond(group: Group, company: Company) -> Membership:
    bond = Membership.objects.get(group=group, company=company)
    bond.group = group
    return bond


def _settings_page(
    request: HttpRequest,
    group: Group,
    company: Company,
    *,
    form: CompanyForm | None = None,
    membership: MembershipForm | None = None,
    leaving: LeaveForm | None = None,
) -> HttpResponse:
    page = load_company_settings(request, group, company)
    bond: dict[str, Any] = {
        "first_on": page.begins_on,
        "last_on": page.ends_on,
        "participation_percent": f"{page.participation * 100:.6g}",
    }
    context = {
        "page": page,
        "group": group,
        "company": company,
        "form": form or CompanyForm(initial=stored(company)),
        "membership": membership or MembershipForm(initial=bond, prefix=None),
        "leaving": leaving or LeaveForm(initial={"last_on": page.ends_on}),
    }
    is_refused = any(one is not None for one in (form, membership, leaving))
    return render(request, "members/edit.html", context, status=REFUSED if is_refused else None)

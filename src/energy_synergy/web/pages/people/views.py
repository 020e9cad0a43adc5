"""Who has which role in a group and for its companies."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from energy_synergy.errors import EnergySynergyError
from energy_synergy.web import audit
from energy_synergy.web.access import May, company_or_404, group_or_404, open_group_or_404
from energy_synergy.web.db import roles
from energy_synergy.web.db.models import Company, CompanyRole, Group, GroupRole
from energy_synergy.web.pages.people.forms import RoleForm
from energy_synergy.web.queries.people import load_people
from energy_synergy.web.words import translated


@require_safe
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the people of the group, or of the visitor's companies in it, and the invitations that are open."""
    group = group_or_404(request, slug, May.INVITE)
    return render(request, "people/people.html", {"page": load_people(request, group, now=timezone.now())})


@require_POST
def change_role(request: HttpRequest, slug: str, user_id: int) -> HttpResponse:
    """Give somebody another role in the group, or for one company."""
    group, company, held = _role(request, slug, user_id)
    role = _form(request).cleaned_data["role"]
    known = GroupRole.Role.values if company is None else CompanyRole.Role.values
    if role not in known:
        messages.error(request, _("This role does not exist here."))
        return redirect("people", slug=slug)
    try:
        if company is None:
            roles.change_group_role(group, user_id, role)
        else:
            roles.change_company_role(company, user_id, role)
    except EnergySynergyError as refusal:
        messages.error(request, translated(refusal))
        return redirect("people", slug=slug)
    audit.record(
        request,
        "role.changed",
        group=group,
        company_id=company.pk if company else None,
        person=held.user.email,
        role=role,
        before=held.role,
    )
    messages.success(request, _("The role of {person} was changed.").format(person=held.user))
    return redirect("people", slug=slug)


@require_POST
def withdraw_role(request: HttpRequest, slug: str, user_id: int) -> HttpResponse:
    """Take a role in the group, or for one company, away."""
    group, company, held = _role(request, slug, user_id)
    try:
        if company is None:
            roles.withdraw_group_role(group, user_id)
        else:
            roles.withdraw_company_role(company, user_id)
    except EnergySynergyError as refusal:
        messages.error(request, translated(refusal))
        return redirect("people", slug=slug)
    audit.record(
        request,
        "role.withdrawn",
        group=group,
        company_id=company.pk if company else None,
        person=held.user.email,
        role=held.role,
    )
    messages.success(request, _("{person} has no such role any more.").format(person=held.user))
    return redirect("people", slug=slug)


def _role(request: HttpRequest, slug: str, user_id: int) -> tuple[Group, Company | None, GroupRole | CompanyRole]:
    """Return the group, the company that the form names, and the role that somebody holds there."""
    form = _form(request)
    if form.cleaned_data.get("company") is None:
        group = open_group_or_404(request, slug)
        return group, None, get_object_or_404(GroupRole.objects.select_related("user"), group=group, user=user_id)
    group = group_or_404(request, slug, May.INVITE)
    company = company_or_404(request, group, form.cleaned_data["company"], May.INVITE)
    rows = CompanyRole.objects.select_related("user")
    return group, company, get_object_or_404(rows, company=company, user=user_id)


def _form(request: HttpRequest) -> RoleForm:
    form = RoleForm(request.POST)
    if not form.is_valid():
        raise Http404
    return form

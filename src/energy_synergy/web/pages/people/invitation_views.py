"""Inviting people by link."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from energy_synergy.errors import EnergySynergyError
from energy_synergy.web import audit, invitations
from energy_synergy.web.access import May, account, company_or_404, group_or_404
from energy_synergy.web.db.models import Company, Group, Invitation
from energy_synergy.web.db.roles import has_role
from energy_synergy.web.mail import mail_leaves
from energy_synergy.web.pages.answers import REFUSED
from energy_synergy.web.pages.people.forms import InvitationForm
from energy_synergy.web.queries.people import invitable
from energy_synergy.web.words import translated


@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask whom to invite to what, and show the link once."""
    group = group_or_404(request, slug, May.INVITE)
    offer = invitable(request, group)
    if request.method == "GET":
        asked = {"role": request.GET.get("role") or offer.usual, "company": request.GET.get("company")}
        return _form_page(request, group, InvitationForm(offer.companies, offer.roles, initial=asked))
    form = InvitationForm(offer.companies, offer.roles, request.POST)
    if not form.is_valid():
        return _form_page(request, group, form)
    number = form.cleaned_data["company"]
    company = company_or_404(request, group, number, May.INVITE) if number is not None else None
    email = form.cleaned_data["email"]
    if email and has_role(group, company, form.cleaned_data["role"], email):
        form.add_error("email", _("{email} has this role already.").format(email=email))
        return _form_page(request, group, form)
    try:
        invitation, secret = _create(request, group, company, form)
    except EnergySynergyError as refusal:
        form.add_error(None, translated(refusal))
        return _form_page(request, group, form)
    return _link_page(request, group, invitation, invitations.invitation_link(request, secret))


@transaction.atomic
def _create(
    request: HttpRequest, group: Group, company: Company | None, form: InvitationForm
) -> tuple[Invitation, str]:
    invitation, secret = invitations.create_invitation(
        group=group,
        company=company,
        role=form.cleaned_data["role"],
        email=form.cleaned_data["email"],
        message=form.cleaned_data["message"],
        made_by=account(request),
        now=timezone.now(),
    )
    audit.record(
        request,
        "invitation.created",
        group=group,
        company_id=company.pk if company else None,
        role=invitation.role,
        email=invitation.email,
    )
    return invitation, secret


def _link_page(request: HttpRequest, group: Group, invitation: Invitation, link: str) -> HttpResponse:
    """Send the link where it is to be sent, and show it: it is known now and never again."""
    refusal = ""
    if invitation.email:
        try:
            invitations.send_invitation(invitation, link, language=get_language() or "en")
        except EnergySynergyError as error:
            refusal = translated(error)
    context = {
        "group": group,
        "invitation": invitation,
        "link": link,
        "refusal": refusal,
        "is_sent": bool(invitation.email) and not refusal and mail_leaves(),
    }
    return render(request, "people/link.html", context)


def _form_page(request: HttpRequest, group: Group, form: InvitationForm) -> HttpResponse:
    context = {"group": group, "form": form}
    return render(request, "people/invite.html", context, status=REFUSED if form.errors else None)


@require_POST
def withdraw(request: HttpRequest, slug: str, invitation_id: int) -> HttpResponse:
    """Take an open invitation back."""
    group = group_or_404(request, slug, May.INVITE)
    invitation = get_object_or_404(Invitation.objects.select_related("company"), pk=invitation_id, group=group)
    if invitation.company_id is None:
        group_or_404(request, slug, May.MANAGE)
    else:
        company_or_404(request, group, invitation.company_id, May.INVITE)
    try:
        invitations.withdraw(invitation, now=timezone.now())
        details = {"role": invitation.role, "email": invitation.email}
        audit.record(request, "invitation.withdrawn", group=group, company_id=invitation.company_id, **details)
        messages.success(request, _("The invitation was withdrawn: its link leads nowhere any more."))
    except EnergySynergyError as refusal:
        messages.error(request, translated(refusal))
    return redirect("people", slug=slug)

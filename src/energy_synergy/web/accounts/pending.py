"""The invitation that somebody is about to accept while signing up: its number waits in the session."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from energy_synergy.web.access import actor
from energy_synergy.web.audit import record, record_acceptance
from energy_synergy.web.db.models import CompanyRole, Invitation
from energy_synergy.web.invitations import state_of

SESSION_KEY = "invitation"
LANDING_KEY = "invitation_landing"


def remember(request: HttpRequest, invitation: Invitation, *, agrees: bool) -> None:
    """Keep which invitation is being accepted and what was answered; the secret of its link is not kept."""
    request.session[SESSION_KEY] = {"id": invitation.pk, "agrees": agrees}


def pending_invitation(request: HttpRequest) -> Invitation | None:
    """Return the invitation that the visitor is accepting, if it still holds."""
    kept = request.session.get(SESSION_KEY)
    if not kept:
        return None
    rows = Invitation.objects.select_related("group", "company", "created_by")
    invitation = rows.filter(pk=kept["id"]).first()
    return invitation if invitation and state_of(invitation, timezone.now()) is None else None


def pending_answer(request: HttpRequest, invitation: Invitation) -> bool | None:
    """Return what the visitor answered to this invitation before signing in; None if nothing."""
    kept = request.session.get(SESSION_KEY)
    return kept["agrees"] if kept and kept["id"] == invitation.pk else None


def settle(request: HttpRequest, invitation: Invitation, *, agrees: bool) -> None:
    """Forget the invitation once it is accepted; it is written down when the new account is signed in."""
    request.session.pop(SESSION_KEY, None)
    request.session[LANDING_KEY] = first_page(invitation)
    request.es_accepted = (invitation, agrees)  # type: ignore[attr-defined]


def record_accepted(request: HttpRequest) -> None:
    """Write down what the account that has just signed up accepted, if this is a sign-up."""
    accepted = getattr(request, "es_accepted", None)
    if accepted is not None:
        record(request, "account.created", email=actor(request))
        record_acceptance(request, accepted[0], agrees=accepted[1])


def landing(request: HttpRequest) -> str | None:
    """Return once where an accepted invitation leads."""
    path: str | None = request.session.pop(LANDING_KEY, None)
    return path


def first_page(invitation: Invitation) -> str:
    """Return what a new member sees first: whoever edits a company brings its readings in."""
    name = "data_import" if invitation.role == CompanyRole.Role.EDITOR else "overview"
    return reverse(name, args=[invitation.group.slug])

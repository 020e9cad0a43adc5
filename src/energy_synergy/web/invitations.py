"""Invitations: a link that offers a role in a group, or for one company of it, until it is taken, withdrawn or old."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from enum import StrEnum

from allauth.utils import build_absolute_uri
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from energy_synergy.errors import EnergySynergyError, InvalidValue, marked
from energy_synergy.web.db.models import Company, CompanyRole, Group, GroupRole, Invitation, Membership, User
from energy_synergy.web.digests import digest_of
from energy_synergy.web.mail import deliver_mail

LIFETIME = timedelta(days=14)
MOST_OPEN = 50
SECRET_BYTES = 24


class Closed(StrEnum):
    """Why a link leads nowhere."""

    UNKNOWN = "unknown"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    ENDED = "ended"


SENTENCES = {
    Closed.UNKNOWN: marked("This invitation is not known. The link may be cut short: copy it as a whole."),
    Closed.ACCEPTED: marked("This invitation was accepted already. Sign in to see the group."),
    Closed.WITHDRAWN: marked("This invitation was withdrawn. Ask for a new one if that was a mistake."),
    Closed.EXPIRED: marked("This invitation has expired. Ask for a new one."),
    Closed.ENDED: marked("This invitation no longer holds: the group is archived, or the company has left it."),
}


class NoAccountYet(EnergySynergyError):
    """Nobody can be invited to a site that has no account: whoever came first would shut its owner out."""

    code = "no_account_yet"


class TooManyInvitations(EnergySynergyError):
    """A group or a company has as many open invitations as one may have."""

    code = "too_many_invitations"


class InvitationClosed(EnergySynergyError):
    """A link that offers nothing, or nothing any more."""

    code = "invitation_closed"

    def __init__(self, why: Closed) -> None:
        super().__init__(SENTENCES[why])
        self.why = why


def create_invitation(
    *,
    group: Group,
    company: Company | None,
    role: str,
    email: str,
    message: str,
    made_by: User | None,
    now: datetime,
) -> tuple[Invitation, str]:
    """Store an invitation and return it with the secret of its link, of which only a digest is kept.

    Without a company the role is one in the group (manager, analyst), with one it is for the company (editor,
    viewer). Raises InvalidValue for a role that does not fit and for a company that is not in the group, NoAccountYet
    while the site has no account, TooManyInvitations where `MOST_OPEN` wait already.
    """
    if not User.objects.exists():
        raise NoAccountYet(marked("First make your own account: from then on this site asks everybody to sign in."))
    _refuse_what_does_not_fit(group, company, role, now)
    _refuse_too_many(group, company, now)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    invitation = Invitation.objects.create(
        group=group,
        company=company,
        role=role,
        email=email.strip().lower(),
        message=message.strip(),
        digest=digest_of(secret),
        created_by=made_by,
        created_at=now,
        expires_at=now + LIFETIME,
    )
    return invitation, secret


def _refuse_what_does_not_fit(group: Group, company: Company | None, role: str, now: datetime) -> None:
    roles = GroupRole.Role.values if company is None else CompanyRole.Role.values
    if role not in roles:
        raise InvalidValue(
            marked("The role {role} cannot be offered here. Possible are: {roles}."), role=role, roles=", ".join(roles)
        )
    if company is not None and not _is_member(group, company, now):
        raise InvalidValue(marked("{company} is not in the group {group}."), company=company.name, group=group.name)


def _refuse_too_many(group: Group, company: Company | None, now: datetime) -> None:
    waiting = Invitation.objects.filter(group=group, company=company, accepted_at=None, withdrawn_at=None)
    if waiting.filter(expires_at__gt=now).count() >= MOST_OPEN:
        raise TooManyInvitations(
            marked("{most} invitations are open already. Withdraw those that nobody will take, then invite again."),
            most=MOST_OPEN,
        )


def _is_member(group: Group, company: Company, now: datetime) -> bool:
    bonds = Membership.objects.filter(group=group, company=company)
    return any(bond.active_to is None or bond.active_to > now for bond in bonds)


def invitation_link(request: HttpRequest, secret: str) -> str:
    """Return the whole address behind which an invitation waits."""
    return build_absolute_uri(request, reverse("invitation", args=[secret]))


def send_invitation(invitation: Invitation, link: str, *, language: str) -> None:
    """Mail a link to whom it is for, in a language; call it once the invitation is stored.

    Where the site sends no mail (`mail.mail_leaves`) the mail is kept as a file. Raises MailNotSent.
    """
    with override(language):
        context = {"invitation": invitation, "link": link}
        subject = " ".join(render_to_string("invitation/mail_subject.txt", context).split())
        body = render_to_string("invitation/mail.txt", context).strip()
    deliver_mail(EmailMessage(subject, body, to=[invitation.email]))


def withdraw(invitation: Invitation, *, now: datetime) -> None:
    """Take an open invitation back; raises InvitationClosed where it was accepted or withdrawn before."""
    still = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
    if still.update(withdrawn_at=now) != 1:
        invitation.refresh_from_db()
        raise InvitationClosed(Closed.ACCEPTED if invitation.accepted_at else Closed.WITHDRAWN)


def open_invitation(secret: str, now: datetime) -> Invitation:
    """Return the invitation behind a link, with its group, company and maker; raises InvitationClosed for any other."""
    rows = Invitation.objects.select_related("group", "company", "created_by")
    invitation = rows.filter(digest=digest_of(secret)).first()
    why = Closed.UNKNOWN if invitation is None else state_of(invitation, now)
    if invitation is None or why is not None:
        raise InvitationClosed(why or Closed.UNKNOWN)
    return invitation


def state_of(invitation: Invitation, now: datetime) -> Closed | None:
    """Return why an invitation is closed; None while it is open."""
    if invitation.accepted_at is not None:
        return Closed.ACCEPTED
    if invitation.withdrawn_at is not None:
        return Closed.WITHDRAWN
    if invitation.expires_at <= now:
        return Closed.EXPIRED
    has_left = invitation.company is not None and not _is_member(invitation.group, invitation.company, now)
    return Closed.ENDED if has_left or invitation.group.archived_at is not None else None


@transaction.atomic
def accept(invitation: Invitation, user: User, now: datetime, *, agrees: bool) -> None:
    """Give the role to an account; whoever edits a company may agree that its data can be worked out from totals.

    An agreement that was given before stays. Raises InvitationClosed if somebody else was faster.
    """
    closed = state_of(invitation, now)
    still = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None, expires_at__gt=now)
    if closed is not None or still.update(accepted_at=now, accepted_by=user) != 1:
        raise InvitationClosed(closed or Closed.ACCEPTED)
    if invitation.company is None:
        _widen_group_role(invitation.group, user, invitation.role)
        return
    _widen_company_role(invitation.company, user, invitation.role)
    if agrees and invitation.role == CompanyRole.Role.EDITOR:
        bond = Membership.objects.filter(group=invitation.group, company=invitation.company, agreed_at=None)
        bond.update(agreed_at=now, agreed_by=user)


def _widen_group_role(group: Group, user: User, role: str) -> None:
    """Give a role in a group; a manager does not become less by being invited as an analyst."""
    row, is_new = GroupRole.objects.get_or_create(group=group, user=user, defaults={"role": role})
    if not is_new and role == GroupRole.Role.MANAGER:
        GroupRole.objects.filter(pk=row.pk).update(role=role)


def _widen_company_role(company: Company, user: User, role: str) -> None:
    row, is_new = CompanyRole.objects.get_or_create(company=company, user=user, defaults={"role": role})
    if not is_new and role == CompanyRole.Role.EDITOR:
        CompanyRole.objects.filter(pk=row.pk).update(role=role)

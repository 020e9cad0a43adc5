"""Inviting people by link."""

from __future__ import annotations

from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Path, Query, Router
from ninja.responses import Status

from energy_synergy.web import audit, invitations
from energy_synergy.web.access import May, account, company_or_404, group_or_404
from energy_synergy.web.api.groups import GroupSlug
from energy_synergy.web.api.idempotency import keep_instead
from energy_synergy.web.api.operations import creates, reads, removes
from energy_synergy.web.api.paging import page_of
from energy_synergy.web.api.schemas.base import Number, Page, PageQuery
from energy_synergy.web.api.schemas.people import InvitationIn, InvitationMade, InvitationOut
from energy_synergy.web.db.models import Company, Group, Invitation
from energy_synergy.web.mail import MailNotSent, mail_leaves
from energy_synergy.web.queries.people import InvitationLine, load_people
from energy_synergy.web.words import translated

router = Router()


@reads(router, "/{group}/invitations", Page[InvitationOut], summary="Open invitations")
def list_invitations(request: HttpRequest, group: GroupSlug, page: Query[PageQuery]) -> Page[InvitationOut]:
    """List the invitations that are open, for the companies for which you may invite, to a manager all."""
    row = group_or_404(request, group, May.INVITE)
    lines = load_people(request, row, now=timezone.now()).invitations
    return page_of(request, lines, page, _shown)


@creates(router, "/{group}/invitations", InvitationMade, summary="Invite somebody")
def invite(request: HttpRequest, group: GroupSlug, told: InvitationIn) -> Status[InvitationMade]:
    """Offer a role by link: it is in this answer and never told again, and goes by mail where an address is told."""
    is_of_group = told.company_id is None
    row = group_or_404(request, group, May.MANAGE if is_of_group else May.INVITE)
    company = None if told.company_id is None else company_or_404(request, row, told.company_id, May.INVITE)
    invitation, secret = _create(request, row, company, told)
    link = invitations.invitation_link(request, secret)
    is_sent, refusal = _send(invitation, link)
    made = InvitationMade(
        id=invitation.pk,
        email=invitation.email,
        role=told.role,
        company=company.name if company else "",
        made_by=str(invitation.created_by or ""),
        expires_at=invitation.expires_at,
        link=link,
        is_sent=is_sent,
        not_sent_because=refusal,
    )
    # The secret of a link is kept nowhere, so a repeated answer comes without it.
    keep_instead(request, made.model_copy(update={"link": None}))
    return Status(201, made)


@transaction.atomic
def _create(request: HttpRequest, group: Group, company: Company | None, told: InvitationIn) -> tuple[Invitation, str]:
    invitation, secret = invitations.create_invitation(
        group=group,
        company=company,
        role=told.role,
        email=told.email or "",
        message=told.message,
        made_by=account(request),
        now=timezone.now(),
    )
    details = {"role": invitation.role, "email": invitation.email}
    audit.record(request, "invitation.created", group=group, company_id=company.pk if company else None, **details)
    return invitation, secret


def _send(invitation: Invitation, link: str) -> tuple[bool, str | None]:
    """Send a link where it is to be sent; return whether it left, and else why not."""
    if not invitation.email:
        return False, None
    try:
        invitations.send_invitation(invitation, link, language=get_language() or "en")
    except MailNotSent as refusal:
        return False, translated(refusal)
    return mail_leaves(), None


@removes(router, "/{group}/invitations/{number}", summary="Withdraw an invitation")
def withdraw(request: HttpRequest, group: GroupSlug, number: Path[Number]) -> Status[None]:
    """Take an open invitation back: its link leads nowhere any more."""
    row = group_or_404(request, group, May.INVITE)
    found = Invitation.objects.filter(pk=number, group=row).first()
    if found is None:
        raise Http404
    if found.company_id is None:
        group_or_404(request, group, May.MANAGE)
    else:
        company_or_404(request, row, found.company_id, May.INVITE)
    invitations.withdraw(found, now=timezone.now())
    details = {"role": found.role, "email": found.email}
    audit.record(request, "invitation.withdrawn", group=row, company_id=found.company_id, **details)
    return Status(204, None)


def _shown(line: InvitationLine) -> InvitationOut:
    return InvitationOut(
        id=line.id,
        email=line.email,
        role=line.role,  # type: ignore[arg-type]
        company=line.company,
        made_by=line.made_by,
        expires_at=line.expires_at,
    )

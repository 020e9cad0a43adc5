"""What an invitation offers, for the page behind its link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from energy_synergy.community.sight import FEWEST_CONTRIBUTORS, Visibility
from energy_synergy.web.db.models import CompanyRole, GroupRole, Invitation, Membership


@dataclass(frozen=True, slots=True)
class Offer:
    """An open invitation. `asks`: whoever accepts is asked whether few companies may stand behind a total."""

    group: str
    company: str
    role: str
    role_name: str
    made_by: str
    message: str
    email: str
    expires_at: datetime
    visibility: str
    asks: bool
    has_agreed: bool
    fewest: int = FEWEST_CONTRIBUTORS


def load_offer(invitation: Invitation) -> Offer:
    """Return what an invitation offers; one query where it is for a company."""
    company, group = invitation.company, invitation.group
    bond = Membership.objects.filter(group=group, company=company).first() if company else None
    is_editor = invitation.role == CompanyRole.Role.EDITOR
    has_agreed = bond is not None and bond.agreed_at is not None
    roles = dict((CompanyRole.Role if company else GroupRole.Role).choices)
    return Offer(
        group=group.name,
        company=company.name if company else "",
        role=invitation.role,
        role_name=str(roles[invitation.role]),
        made_by=str(invitation.created_by or ""),
        message=invitation.message,
        email=invitation.email,
        expires_at=invitation.expires_at,
        visibility=bond.visibility if bond else Visibility.TOTALS.value,
        asks=is_editor and not has_agreed,
        has_agreed=has_agreed,
    )

"""People of a group, what they may do, and invitations."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_noop
from pydantic import AfterValidator, Field, StringConstraints

from energy_synergy.web.api.schemas.base import Record, SentNumber

GroupRole = Literal["manager", "analyst"]
CompanyRole = Literal["editor", "viewer"]


def _address(text: str) -> str:
    """Refuse what is no e-mail address by the rule of the pages."""
    try:
        validate_email(text)
    except ValidationError as error:
        raise ValueError(NO_ADDRESS) from error
    return text


NO_ADDRESS = gettext_noop("Write an e-mail address such as marie@example.org.")
Email = Annotated[
    str,
    StringConstraints(max_length=254, pattern=r"^[!-~]+@[!-~]+\.[!-~]+$"),
    AfterValidator(_address),
    Field(examples=["marie@example.org"]),
]
Message = Annotated[str, StringConstraints(max_length=2000, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$")]


class PersonOut(Record):
    """Somebody with a role in a group as a whole, or for one company of it."""

    user_id: int
    name: str
    email: str
    role: GroupRole | CompanyRole
    company_id: int | None = Field(description="Null for a role in the group as a whole")
    is_active: bool
    is_me: bool


class InvitationOut(Record):
    """An open invitation."""

    id: int
    email: str
    role: GroupRole | CompanyRole
    company: str = Field(description="Empty for a role in the group as a whole")
    made_by: str
    expires_at: datetime


class InvitationIn(Record):
    """An offer of a role: in the group (manager, analyst), or for one company of it (editor, viewer)."""

    role: GroupRole | CompanyRole
    company_id: SentNumber | None = Field(default=None, description="Needed for editor and viewer")
    email: Email | None = Field(default=None, description="Where to send the link; left out, you pass it on yourself")
    message: Message = ""


class InvitationMade(InvitationOut):
    """A new invitation with its link, which is told once and cannot be told again."""

    link: str | None = Field(description="Null where the answer is repeated for a known idempotency key")
    is_sent: bool = Field(description="Whether the link left by mail")
    not_sent_because: str | None = None


class GroupRoleIn(Record):
    """Another role in the group."""

    role: GroupRole


class CompanyRoleIn(Record):
    """Another role for a company."""

    role: CompanyRole


class AuditOut(Record):
    """Something that somebody did. Entries are added and never changed."""

    id: int
    at: datetime
    actor: str = Field(description="E-mail address, owner or nobody")
    address: str = Field(description="Network address that it came from")
    door: str = Field(description="page, api ...")
    action: str = Field(examples=["import.saved"])
    message: str = Field(description="The same in words")
    company_id: int | None
    details: dict[str, object]

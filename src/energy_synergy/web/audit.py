"""The record of who did what, when and from where; entries are added and never changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.http import HttpRequest
from django.utils import timezone

from energy_synergy.web.access import API, actor, user_id
from energy_synergy.web.db.models import AuditEntry, Group, Invitation

COMMAND_LINE = "command line"


def record(
    request: HttpRequest, action: str, *, group: Group | None = None, company_id: int | None = None, **details: object
) -> None:
    """Write down what the visitor did; `action` is a word with a dot, such as "import.saved".

    Details are plain values, never a secret.
    """
    AuditEntry.objects.create(
        at=timezone.now(),
        user_id=user_id(request),
        actor=actor(request),
        address=request.META.get("REMOTE_ADDR", "") or "",
        door="api" if request.path.startswith(API) else "page",
        action=action,
        group_id=group.pk if group else None,
        group_name=group.name if group else "",
        company_id=company_id,
        details=details,
    )


def record_command(action: str, **details: object) -> None:
    """Write down what somebody did from the command line of the machine that runs the site."""
    record_commands([command_entry(action, details)])


def command_entry(
    action: str, details: Mapping[str, object], *, group: Group | None = None, company_id: int | None = None
) -> AuditEntry:
    """Return an entry about what somebody did from the command line, to be written with others at once."""
    return AuditEntry(
        at=timezone.now(),
        actor=COMMAND_LINE,
        door="cli",
        action=action,
        group_id=group.pk if group else None,
        group_name=group.name if group else "",
        company_id=company_id,
        details=dict(details),
    )


def record_commands(entries: Iterable[AuditEntry]) -> None:
    """Write entries down."""
    AuditEntry.objects.bulk_create(entries, batch_size=500)


def record_acceptance(request: HttpRequest, invitation: Invitation, *, agrees: bool) -> None:
    """Write down that an invitation was accepted, and the role that came with it."""
    group, company_id = invitation.group, invitation.company_id
    record(request, "invitation.accepted", group=group, company_id=company_id, invitation=invitation.pk, agrees=agrees)
    record(request, "role.granted", group=group, company_id=company_id, role=invitation.role, account=actor(request))

"""The record of who did what in a group."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from energy_synergy.timeline import first_instant, zone
from energy_synergy.web.access import May, group_or_404
from energy_synergy.web.api.groups import GroupSlug
from energy_synergy.web.api.operations import reads
from energy_synergy.web.api.paging import page_of_rows
from energy_synergy.web.api.schemas.base import Day, Page, PageQuery
from energy_synergy.web.api.schemas.people import AuditOut
from energy_synergy.web.db.models import AuditEntry, Company
from energy_synergy.web.queries.audit_words import sentence

router = Router()


class AuditQuery(PageQuery):
    """Which entries."""

    actor: str | None = Field(default=None, max_length=254, pattern=r"^[^\x00-\x1f\x7f]+$")
    action: str | None = Field(
        default=None, max_length=60, pattern=r"^[a-z_.]+$", description="An action, or how it begins"
    )
    since: Day | None = Field(default=None, description="From this day on, on the group's clock")


@reads(router, "/{group}/audit", Page[AuditOut], summary="Who did what")
def list_audit(request: HttpRequest, group: GroupSlug, asked: Query[AuditQuery]) -> Page[AuditOut]:
    """List what was done in a group, the newest first."""
    row = group_or_404(request, group, May.AUDIT)
    entries = AuditEntry.objects.filter(group_id=row.pk)
    if asked.actor:
        entries = entries.filter(actor=asked.actor)
    if asked.action:
        entries = entries.filter(action__startswith=asked.action)
    if asked.since:
        entries = entries.filter(at__gte=first_instant(asked.since, row.timezone))
    names = dict(Company.objects.filter(memberships__group=row).values_list("pk", "name"))
    clock = zone(row.timezone)

    def show(entry: AuditEntry) -> AuditOut:
        company = names.get(entry.company_id or 0, "")
        return AuditOut(
            id=entry.pk,
            at=entry.at.astimezone(clock),
            actor=entry.actor,
            address=entry.address,
            door=entry.door,
            action=entry.action,
            message=sentence(entry.action, entry.details, company=company, group=entry.group_name),
            company_id=entry.company_id,
            details=entry.details,
        )

    return page_of_rows(request, entries, asked, show, newest_first=True)

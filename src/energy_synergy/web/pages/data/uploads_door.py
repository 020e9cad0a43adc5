"""Which uploads a visitor may touch, and where each of them stands."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone

from energy_synergy.web.access import May, actor, companies_of, group_or_404
from energy_synergy.web.db.facts import CompanyFacts, load_facts_of
from energy_synergy.web.db.models import Group, Upload
from energy_synergy.web.db.uploads import State
from energy_synergy.web.queries.uploads import is_theirs


def importable(request: HttpRequest, group: Group) -> tuple[CompanyFacts, ...]:
    """Return the companies of a group for which the visitor may bring data in."""
    companies = load_facts_of(group).companies
    allowed = companies_of(request, group, May.IMPORT, among=[one.id for one in companies])
    return tuple(one for one in companies if one.id in allowed)


def upload_or_404(request: HttpRequest, slug: str, token: UUID) -> tuple[Upload, tuple[CompanyFacts, ...]]:
    """Return an upload that the visitor may finish, and the companies that they may choose for it.

    Raises Http404 for one that is not there, or that belongs to a company or a visitor of which they may not dispose.
    """
    group = group_or_404(request, slug, May.IMPORT)
    upload = Upload.objects.select_related("group", "company").filter(group=group, token=token).first()
    companies = importable(request, group)
    if upload is None or not is_theirs(upload, [one.id for one in companies], actor(request)):
        raise Http404
    return upload, companies


def is_under_way(upload: Upload) -> bool:
    """Tell whether somebody checks or saves an upload now."""
    if upload.state == State.WAITING:
        return True
    is_held = upload.lease_until is not None and upload.lease_until > timezone.now()
    return upload.state == State.CHECKING or (upload.state == State.SAVING and is_held)

"""What is stored for each direction of a company, and which of it is in use."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from energy_synergy.ports import SourceKind
from energy_synergy.timeline import zone
from energy_synergy.web import audit
from energy_synergy.web.access import company_or_404, group_or_404
from energy_synergy.web.api.bringing_in import company_to_fill
from energy_synergy.web.api.companies import CompanyId
from energy_synergy.web.api.etags import refuse_if_changed
from energy_synergy.web.api.groups import GroupSlug
from energy_synergy.web.api.operations import changes, reads
from energy_synergy.web.api.schemas.companies import SourceOut
from energy_synergy.web.api.schemas.imports import UseSourceIn
from energy_synergy.web.db.facts import load_facts_of
from energy_synergy.web.db.models import Company, Group
from energy_synergy.web.queries.data import StoredSource, load_data_page
from energy_synergy.web.wiring import group_store

router = Router()


@reads(router, "/{group}/companies/{company}/sources", list[SourceOut], summary="Stored sources of a company")
def list_sources(request: HttpRequest, group: GroupSlug, company: CompanyId) -> list[SourceOut]:
    """List what is stored for each direction of a company, and which of it is in use."""
    row = group_or_404(request, group)
    return shown_sources(row, company_or_404(request, row, company))


def shown_sources(group: Group, company: Company) -> list[SourceOut]:
    """Return what is stored for each direction of a company."""
    (data,) = load_data_page(load_facts_of(group), {company.pk}, now=timezone.now()).companies
    return [_source(one.direction, source, group.timezone) for one in data.directions for source in one.sources]


def _source(direction: str, source: StoredSource, timezone_name: str) -> SourceOut:
    clock = zone(timezone_name)
    return SourceOut.of(
        source,
        direction=direction,
        meters=list(source.meters),
        first_at=source.first_at and source.first_at.astimezone(clock),
        last_at=source.last_at and source.last_at.astimezone(clock),
    )


@changes(router, "/{group}/companies/{company}/sources", list[SourceOut], summary="Choose the source in use")
def use_source(request: HttpRequest, group: GroupSlug, company: CompanyId, told: UseSourceIn) -> list[SourceOut]:
    """Take another stored kind of source into use for a direction of a company."""
    row, member = company_to_fill(request, group, company)
    refuse_if_changed(request, shown_sources(row, member))
    group_store().use_source(member.pk, told.direction, SourceKind(told.kind), now=timezone.now())
    audit.record(request, "source.changed", group=row, company_id=member.pk, direction=told.direction, kind=told.kind)
    return shown_sources(row, member)

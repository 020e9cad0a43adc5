"""Companies of a group, and what is stored for them."""

from __future__ import annotations

from dataclasses import asdict, fields, replace

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router
from ninja.responses import Status

from energy_synergy.web import audit
from energy_synergy.web.access import (
    May,
    actor,
    companies_of,
    company_or_404,
    group_or_404,
    may,
    open_group_or_404,
    sees_all_names,
)
from energy_synergy.web.api.etags import refuse_if_changed
from energy_synergy.web.api.groups import GroupSlug
from energy_synergy.web.api.operations import changes, creates, reads, removes
from energy_synergy.web.api.paging import page_of_rows
from energy_synergy.web.api.schemas.base import Number, Page, PageQuery
from energy_synergy.web.api.schemas.companies import CompanyChange, CompanyIn, CompanyOut
from energy_synergy.web.db.companies import CompanyDetails, add_company, change_company, remove_company
from energy_synergy.web.db.models import Company, Group, Membership
from energy_synergy.web.queries.company_records import bonds_of, company_record, load_bond

router = Router()
RIGHTS = (May.SEE, May.IMPORT, May.EDIT_COMPANY, May.INVITE, May.MANAGE)
CompanyId = Path[Number]


@reads(router, "/{group}/companies", Page[CompanyOut], summary="Companies of a group")
def list_companies(request: HttpRequest, group: GroupSlug, page: Query[PageQuery]) -> Page[CompanyOut]:
    """List the companies whose own data you may see: all for managers and analysts, else your own."""
    row = group_or_404(request, group)
    bonds = bonds_of(row).filter(company__in=companies_of(request, row))
    return page_of_rows(request, bonds, page, lambda bond: _shown(request, row, bond))


@reads(router, "/{group}/companies/{company}", CompanyOut, summary="A company")
def read_company(request: HttpRequest, group: GroupSlug, company: CompanyId) -> CompanyOut:
    """Tell what is written of a company, and of its bond to the group."""
    row = group_or_404(request, group)
    return shown_company(request, row, company_or_404(request, row, company))


def shown_company(request: HttpRequest, group: Group, company: Company) -> CompanyOut:
    """Return a company as the caller sees it."""
    return _shown(request, group, load_bond(group, company))


@creates(router, "/{group}/companies", CompanyOut, summary="Add a company")
def make_company(request: HttpRequest, group: GroupSlug, told: CompanyIn, response: HttpResponse) -> Status[CompanyOut]:
    """Add a new company to a group."""
    row = open_group_or_404(request, group)
    details = CompanyDetails(**{**told.model_dump(), "country": row.country if told.country is None else told.country})
    company = add_company(row, details, now=timezone.now(), recorded_by=actor(request))
    audit.record(request, "company.added", group=row, company_id=company.pk, name=company.name)
    response.headers["Location"] = f"/api/v1/groups/{row.slug}/companies/{company.pk}"
    return Status(201, shown_company(request, row, company))


@changes(router, "/{group}/companies/{company}", CompanyOut, summary="Change a company")
def change_details(request: HttpRequest, group: GroupSlug, company: CompanyId, told: CompanyChange) -> CompanyOut:
    """Change what is written of a company; a field that is left out stays as it is."""
    row = group_or_404(request, group)
    found = company_or_404(request, row, company, May.EDIT_COMPANY)
    refuse_if_changed(request, shown_company(request, row, found))
    before = CompanyDetails(**{one.name: getattr(found, one.name) for one in fields(CompanyDetails)})
    after = replace(before, **told.told())
    change_company(found, after, may_rename=sees_all_names(request, found))
    changed = {
        one.name: [getattr(before, one.name), getattr(found, one.name)]
        for one in fields(CompanyDetails)
        if getattr(before, one.name) != getattr(found, one.name)
    }
    if changed:
        audit.record(request, "company.changed", group=row, company_id=found.pk, **changed)
    return shown_company(request, row, found)


@removes(router, "/{group}/companies/{company}", summary="Remove a company")
def remove(request: HttpRequest, group: GroupSlug, company: CompanyId) -> Status[None]:
    """Remove a company from a group, with all of its data where it belongs to no other one."""
    row = open_group_or_404(request, group)
    found = company_or_404(request, row, company, May.MANAGE)
    name = found.name
    remove_company(row, found)
    audit.record(request, "company.removed", group=row, company_id=company, name=name)
    return Status(204, None)


def _shown(request: HttpRequest, group: Group, bond: Membership) -> CompanyOut:
    rights = [right.value for right in RIGHTS if may(request, group, right, bond.company_id)]
    return CompanyOut(**asdict(company_record(bond)), rights=rights)

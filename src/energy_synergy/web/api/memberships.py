"""The bond of a company to a group: since when, until when, and how far others see it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router
from ninja.responses import Status

from energy_synergy.community.sight import Terms, Visibility
from energy_synergy.usecases.gap_policy import gap_policy
from energy_synergy.web import audit
from energy_synergy.web.access import (
    May,
    NotAllowed,
    Refusal,
    company_or_404,
    group_or_404,
    may_answer_for,
    open_group_or_404,
    user_id,
)
from energy_synergy.web.api.companies import CompanyId, shown_company
from energy_synergy.web.api.etags import refuse_if_changed
from energy_synergy.web.api.groups import GroupSlug
from energy_synergy.web.api.operations import changes, creates
from energy_synergy.web.api.schemas.companies import (
    CompanyOut,
    GapsIn,
    LeaveIn,
    MembershipChange,
    MembershipIn,
    SharingIn,
)
from energy_synergy.web.db.companies import (
    add_existing_company,
    change_gaps,
    change_membership,
    leave_group,
    told_change,
)
from energy_synergy.web.db.models import Company
from energy_synergy.web.db.terms import save_terms
from energy_synergy.web.queries.company_records import bond_record, load_bond
from energy_synergy.web.queries.members import companies_elsewhere, today_in

router = Router()


@creates(router, "/{group}/memberships", CompanyOut, summary="Add a company of another group")
def add_membership(
    request: HttpRequest, group: GroupSlug, told: MembershipIn, response: HttpResponse
) -> Status[CompanyOut]:
    """Let a company of another group that you manage belong to this one too, seen by others in totals alone."""
    row = open_group_or_404(request, group)
    if told.company_id not in {number for number, _name in companies_elsewhere(request, row)}:
        raise Http404
    company = Company.objects.get(pk=told.company_id)
    add_existing_company(row, company)
    audit.record(request, "company.added", group=row, company_id=company.pk, name=company.name)
    response.headers["Location"] = f"/api/v1/groups/{row.slug}/companies/{company.pk}"
    return Status(201, shown_company(request, row, company))


@changes(router, "/{group}/companies/{company}/membership", CompanyOut, summary="Change a membership")
def change_dates(request: HttpRequest, group: GroupSlug, company: CompanyId, told: MembershipChange) -> CompanyOut:
    """Change from when until when, both included, and with which part of its energy a company belongs to a group."""
    row = open_group_or_404(request, group)
    found = company_or_404(request, row, company, May.MANAGE)
    refuse_if_changed(request, shown_company(request, row, found))
    bond = load_bond(row, found)
    known = bond_record(bond)
    after = {
        "first_on": known.first_on,
        "last_on": known.last_on,
        "participation": known.participation,
        **told.told(),
    }
    after["participation"] = after["participation"] or 1.0
    change_membership(bond, **after)
    written = {name: after[name] and after[name].isoformat() for name in ("first_on", "last_on")}
    part = after["participation"]
    audit.record(request, "membership.changed", group=row, company_id=found.pk, **written, participation=part)
    return shown_company(request, row, found)


@creates(router, "/{group}/companies/{company}/leave", CompanyOut, status=200, summary="Leave a group")
def leave(request: HttpRequest, group: GroupSlug, company: CompanyId, told: LeaveIn) -> CompanyOut:
    """Let a company leave a group at the end of a day that is not over yet."""
    row = group_or_404(request, group)
    found = company_or_404(request, row, company, May.EDIT_COMPANY)
    leave_group(load_bond(row, found), told.last_on, today=today_in(row, timezone.now()))
    audit.record(request, "membership.ended", group=row, company_id=found.pk, last_on=told.last_on.isoformat())
    return shown_company(request, row, found)


@changes(router, "/{group}/companies/{company}/sharing", CompanyOut, summary="Say how far others see a company")
def change_sharing(request: HttpRequest, group: GroupSlug, company: CompanyId, told: SharingIn) -> CompanyOut:
    """Say what the other members see of a company; a manager may while the company has no account of its own."""
    row = group_or_404(request, group)
    found = company_or_404(request, row, company, May.EDIT_COMPANY)
    if not may_answer_for(request, row, found.pk):
        raise NotAllowed(row, May.EDIT_COMPANY, Refusal.ROLE)
    refuse_if_changed(request, shown_company(request, row, found))
    terms = Terms(Visibility(told.visibility), told.is_agreed)
    changed = save_terms(load_bond(row, found), terms, user_id=user_id(request), now=timezone.now())
    if changed.before != changed.after:
        before, after = _told(changed.before), _told(changed.after)
        audit.record(request, "company.sharing_changed", group=row, company_id=found.pk, before=before, after=after)
    return shown_company(request, row, found)


@changes(router, "/{group}/companies/{company}/gaps", CompanyOut, summary="Say what stands in for missing readings")
def change_missing(request: HttpRequest, group: GroupSlug, company: CompanyId, told: GapsIn) -> CompanyOut:
    """Say what stands in for the missing readings of a company, in every group that it belongs to."""
    row = group_or_404(request, group)
    found = company_or_404(request, row, company, May.EDIT_COMPANY)
    refuse_if_changed(request, shown_company(request, row, found))
    before = found.gaps
    change_gaps(found, gap_policy({"name": told.name, **told.settings}))
    if found.gaps != before:
        audit.record(request, "company.gaps", group=row, company_id=found.pk, **told_change(before, found.gaps))
    return shown_company(request, row, found)


def _told(terms: Terms) -> str:
    """Return terms as the record of the pages writes them: in totals alone without agreement is protected."""
    is_protected = terms.visibility is Visibility.TOTALS and not terms.is_agreed
    return "protected" if is_protected else terms.visibility.value

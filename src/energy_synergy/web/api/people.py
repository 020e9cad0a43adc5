"""Who may do what in a group: roles, and the people who hold them."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Path, Query, Router
from ninja.responses import Status

from energy_synergy.web import audit
from energy_synergy.web.access import May, company_or_404, group_or_404, open_group_or_404
from energy_synergy.web.api.companies import CompanyId
from energy_synergy.web.api.etags import refuse_if_changed
from energy_synergy.web.api.groups import GroupSlug
from energy_synergy.web.api.operations import changes, reads, removes
from energy_synergy.web.api.paging import page_of
from energy_synergy.web.api.schemas.base import Number, Page, PageQuery
from energy_synergy.web.api.schemas.people import CompanyRoleIn, GroupRoleIn, PersonOut
from energy_synergy.web.db import roles
from energy_synergy.web.db.models import Company, CompanyRole, Group, GroupRole
from energy_synergy.web.queries.people import RoleLine, load_people

router = Router()
UserId = Path[Number]
IN_GROUP, IN_COMPANY = "/{group}/people/{user}", "/{group}/companies/{company}/people/{user}"


@reads(router, "/{group}/people", Page[PersonOut], summary="People of a group")
def list_people(request: HttpRequest, group: GroupSlug, page: Query[PageQuery]) -> Page[PersonOut]:
    """List who runs the group, then who has a role for the companies for which you may invite."""
    return page_of(request, _lines(request, group_or_404(request, group, May.INVITE)), page, _person)


@changes(router, IN_GROUP, PersonOut, summary="Change a role in a group")
def change_group_role(request: HttpRequest, group: GroupSlug, user: UserId, told: GroupRoleIn) -> PersonOut:
    """Give somebody who has a role in the group another one; a group keeps a manager."""
    row = open_group_or_404(request, group)
    held = _in_group(row, user)
    refuse_if_changed(request, _found(request, row, user, None))
    roles.change_group_role(row, user, told.role)
    audit.record(request, "role.changed", group=row, person=held.user.email, role=told.role, before=held.role)
    return _found(request, row, user, None)


@removes(router, IN_GROUP, summary="Take a role in a group away")
def withdraw_group_role(request: HttpRequest, group: GroupSlug, user: UserId) -> Status[None]:
    """Take the role of somebody in the group away; a group keeps a manager."""
    row = open_group_or_404(request, group)
    held = _in_group(row, user)
    roles.withdraw_group_role(row, user)
    audit.record(request, "role.withdrawn", group=row, person=held.user.email, role=held.role)
    return Status(204, None)


@changes(router, IN_COMPANY, PersonOut, summary="Change a role for a company")
def change_company_role(
    request: HttpRequest, group: GroupSlug, company: CompanyId, user: UserId, told: CompanyRoleIn
) -> PersonOut:
    """Give somebody who has a role for a company another one."""
    row, found = _company(request, group, company)
    held = _in_company(found, user)
    refuse_if_changed(request, _found(request, row, user, found.pk))
    roles.change_company_role(found, user, told.role)
    details = {"person": held.user.email, "role": told.role, "before": held.role}
    audit.record(request, "role.changed", group=row, company_id=found.pk, **details)
    return _found(request, row, user, found.pk)


@removes(router, IN_COMPANY, summary="Take a role for a company away")
def withdraw_company_role(request: HttpRequest, group: GroupSlug, company: CompanyId, user: UserId) -> Status[None]:
    """Take the role of somebody for a company away."""
    row, found = _company(request, group, company)
    held = _in_company(found, user)
    roles.withdraw_company_role(found, user)
    audit.record(request, "role.withdrawn", group=row, company_id=found.pk, person=held.user.email, role=held.role)
    return Status(204, None)


def _company(request: HttpRequest, group: str, company: int) -> tuple[Group, Company]:
    row = group_or_404(request, group, May.INVITE)
    return row, company_or_404(request, row, company, May.INVITE)


def _in_group(group: Group, user: int) -> GroupRole:
    held = GroupRole.objects.select_related("user").filter(group=group, user=user).first()
    if held is None:
        raise Http404
    return held


def _in_company(company: Company, user: int) -> CompanyRole:
    held = CompanyRole.objects.select_related("user").filter(company=company, user=user).first()
    if held is None:
        raise Http404
    return held


def _lines(request: HttpRequest, group: Group) -> list[RoleLine]:
    page = load_people(request, group, now=timezone.now())
    return [*page.team, *(person for company in page.companies for person in company.people)]


def _found(request: HttpRequest, group: Group, user: int, company: int | None) -> PersonOut:
    """Return somebody as the list shows them; 404 where the caller does not see them there."""
    lines = (one for one in _lines(request, group) if (one.user_id, one.company_id) == (user, company))
    line = next(lines, None)
    if line is None:
        raise Http404
    return _person(line)


def _person(line: RoleLine) -> PersonOut:
    return PersonOut(
        user_id=line.user_id,
        name=line.name,
        email=line.email,
        role=line.role,  # type: ignore[arg-type]
        company_id=line.company_id,
        is_active=line.is_active,
        is_me=line.is_me,
    )

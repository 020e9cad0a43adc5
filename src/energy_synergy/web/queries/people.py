"""The people of a group: roles, open invitations, and what the visitor may offer; the accounts of the site."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext

from energy_synergy.web.access import May, companies_of, is_local_owner, may, user_id
from energy_synergy.web.db.models import CompanyRole, Group, GroupRole, Invitation, Membership, User

ACCOUNTS_ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class RoleLine:
    """Somebody with a role in the group, or for `company_id`."""

    user_id: int
    name: str
    email: str
    role: str
    is_active: bool
    is_me: bool
    company_id: int | None = None


@dataclass(frozen=True, slots=True)
class CompanyPeople:
    """A company with its people."""

    id: int
    name: str
    people: tuple[RoleLine, ...]


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """An open invitation; `company` is empty for a role in the group."""

    id: int
    email: str
    role: str
    company: str
    made_by: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Who may do what in a group, as far as it is the visitor's business."""

    group: Group
    team: tuple[RoleLine, ...]
    companies: tuple[CompanyPeople, ...]
    invitations: tuple[InvitationLine, ...]
    may_manage: bool
    needs_account: bool


def load_people(request: HttpRequest, group: Group, *, now: datetime) -> PeoplePage:
    """Return the people of the companies for which the visitor may invite; to a manager also all invitations.

    Four queries. Who runs the group is shown to everybody who may invite.
    """
    may_manage, me = may(request, group, May.MANAGE), user_id(request)
    names = _company_names(request, group)
    team = GroupRole.objects.filter(group=group).select_related("user").order_by("-role", "user__name", "user__email")
    rows = CompanyRole.objects.filter(company__in=names).select_related("user").order_by("role", "user__email")
    by_company: dict[int, list[RoleLine]] = {number: [] for number in names}
    for row in rows:
        by_company[row.company_id].append(_line(row.user, row.role, me, row.company_id))
    return PeoplePage(
        group=group,
        team=tuple(_line(row.user, row.role, me) for row in team),
        companies=tuple(CompanyPeople(number, names[number], tuple(found)) for number, found in by_company.items()),
        invitations=_open_invitations(group, names, now, with_group=may_manage),
        may_manage=may_manage,
        needs_account=is_local_owner(request),
    )


def _company_names(request: HttpRequest, group: Group) -> dict[int, str]:
    """Return the companies for which the visitor may invite, in the order of the group; one query."""
    rows = list(Membership.objects.filter(group=group).order_by("id").values_list("company_id", "company__name"))
    allowed = companies_of(request, group, May.INVITE, among=(number for number, _name in rows))
    return {number: gettext(name) if group.is_demo else name for number, name in rows if number in allowed}


def _line(user: User, role: str, me: int | None, company_id: int | None = None) -> RoleLine:
    return RoleLine(user.pk, user.name, user.email, role, user.is_active, user.pk == me, company_id)


def _open_invitations(
    group: Group, names: dict[int, str], now: datetime, *, with_group: bool
) -> tuple[InvitationLine, ...]:
    is_seen = Q(company__in=names) | (Q(company=None) if with_group else Q(pk__in=()))
    rows = (
        Invitation.objects.filter(is_seen, group=group, accepted_at=None, withdrawn_at=None, expires_at__gt=now)
        .select_related("created_by")
        .order_by("expires_at", "id")
    )
    return tuple(
        InvitationLine(
            id=row.pk,
            email=row.email,
            role=row.role,
            company=names.get(row.company_id or 0, ""),
            made_by=str(row.created_by or ""),
            expires_at=row.expires_at,
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class Offer:
    """What the visitor may invite to: companies by number and name, and roles, of which one is the usual."""

    companies: tuple[tuple[int, str], ...]
    roles: tuple[str, ...]

    @property
    def usual(self) -> str:
        """The role that is meant most of the time."""
        editor = CompanyRole.Role.EDITOR.value
        return editor if editor in self.roles else self.roles[0]


def invitable(request: HttpRequest, group: Group) -> Offer:
    """Return what the visitor may invite to in a group; one query."""
    companies = tuple(_company_names(request, group).items())
    of_company: Iterable[str] = CompanyRole.Role.values if companies else ()
    of_group: Iterable[str] = GroupRole.Role.values if may(request, group, May.MANAGE) else ()
    return Offer(companies, (*of_company, *of_group))


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account of the site."""

    id: int
    name: str
    email: str
    is_active: bool
    is_admin: bool
    groups: int
    companies: int
    joined_at: datetime
    last_login: datetime | None


@dataclass(frozen=True, slots=True)
class AccountsPage:
    """A page of the accounts; `search` is what was looked for in names and addresses."""

    lines: tuple[AccountLine, ...]
    page: Page[Any]
    search: str


def load_accounts(search: str, number: str) -> AccountsPage:
    """Return a page of the accounts of the site; two queries."""
    rows: QuerySet[Any] = User.objects.annotate(
        groups=Count("group_roles", distinct=True), companies=Count("company_roles", distinct=True)
    )
    if search:
        rows = rows.filter(Q(email__icontains=search) | Q(name__icontains=search))
    page = Paginator(rows.order_by("email"), ACCOUNTS_ON_A_PAGE).get_page(number)
    lines = tuple(
        AccountLine(
            id=row.pk,
            name=row.name,
            email=row.email,
            is_active=row.is_active,
            is_admin=row.is_admin,
            groups=row.groups,
            companies=row.companies,
            joined_at=row.joined_at,
            last_login=row.last_login,
        )
        for row in page
    )
    return AccountsPage(lines, page, search)

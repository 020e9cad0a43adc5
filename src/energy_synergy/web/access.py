"""The one door: who visits, and what they may see and change."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from enum import StrEnum

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet, Value
from django.http import Http404, HttpRequest
from django.utils import timezone

from energy_synergy.community.sight import FULL_SIGHT, Sight, Terms, Visibility
from energy_synergy.web.db.models import ApiKey, Company, CompanyRole, Group, GroupRole, Membership, User
from energy_synergy.web.digests import key_shown
from energy_synergy.web.visitor import READING, May, Visitor, rights_in_company, rights_in_group

__all__ = ["May", "Visitor"]

OWNER = "owner"
NOBODY = "nobody"
API = "/api/"
FORWARDED = ("X-Forwarded-For", "X-Forwarded-Host", "Forwarded")


class Refusal(StrEnum):
    """Why somebody who sees a group may not do something in it."""

    ROLE = "role"
    ARCHIVED = "archived"
    SCOPE = "scope"


class NotAllowed(PermissionDenied):
    """Somebody who sees a group may not do this in it; the page says who can grant it."""

    def __init__(self, group: Group, right: May, why: Refusal) -> None:
        super().__init__(why.value)
        self.group, self.right, self.why = group, right, why


def visitor(request: HttpRequest) -> Visitor:
    """Return who asks, worked out once for a request; one query beside those that find the account."""
    known = getattr(request, "es_visitor", None)
    if known is None:
        known = _visitor(request)
        request.es_visitor = known  # type: ignore[attr-defined]
    return known


def _visitor(request: HttpRequest) -> Visitor:
    if request.path.startswith(API) and "Authorization" in request.headers:
        key = key_shown(request)
        return _of_user(key.user, key) if key else Visitor()
    user = getattr(request, "user", None)
    if isinstance(user, User) and user.is_active:
        return _of_user(user)
    return Visitor(is_admin=True, is_local_owner=True) if _is_local_owner(request) else Visitor()


def _is_local_owner(request: HttpRequest) -> bool:
    """Tell whether the visitor sits at this machine and nobody has made an account on it yet."""
    if not settings.LOCAL_OWNER or any(name in request.headers for name in FORWARDED):
        return False
    try:
        is_here = ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
    return is_here and not User.objects.exists()


def _of_user(user: User, key: ApiKey | None = None) -> Visitor:
    open_ones = Q(active_to=None) | Q(active_to__gt=timezone.now())
    bonds = Membership.objects.filter(open_ones, company__roles__user=user)
    in_companies = bonds.values_list("group_id", "company_id", "company__roles__role")
    in_groups = GroupRole.objects.filter(user=user).values_list("group_id", Value(0), "role")
    group_roles: dict[int, str] = {}
    companies: dict[int, dict[int, str]] = {}
    for group_id, company_id, role in in_groups.union(in_companies, all=True):
        if company_id:
            companies.setdefault(group_id, {})[company_id] = role
        else:
            group_roles[group_id] = role
    return Visitor(
        user=user,
        is_admin=user.is_admin,
        group_roles=group_roles,
        company_roles=companies,
        scopes=frozenset(key.scopes) if key else None,
        only_group=key.group_id if key else None,
    )


def forget_visitor(request: HttpRequest) -> None:
    """Work out anew who asks: somebody has just signed in or out."""
    request.es_visitor = None  # type: ignore[attr-defined]


def account(request: HttpRequest) -> User | None:
    """Return the account of the visitor; the local owner and strangers have none."""
    return visitor(request).user


def actor(request: HttpRequest) -> str:
    """Return who acts, as it is written beside what they did."""
    who = visitor(request)
    if who.user:
        return who.user.email
    return OWNER if who.is_local_owner else NOBODY


def user_id(request: HttpRequest) -> int | None:
    """Return the number of the visitor's account; the local owner has none."""
    who = visitor(request)
    return who.user.pk if who.user else None


def is_known(request: HttpRequest) -> bool:
    """Tell whether the visitor signed in, shows a key that counts, or is the local owner."""
    return visitor(request).is_known


def is_admin(request: HttpRequest) -> bool:
    """Tell whether the visitor runs the whole site."""
    return visitor(request).is_admin


def is_local_owner(request: HttpRequest) -> bool:
    """Tell whether the visitor uses the site without accounts, from this machine."""
    return visitor(request).is_local_owner


def may_create_groups(request: HttpRequest) -> bool:
    """Tell whether the visitor may make a new group: everybody may who is known, a key if it manages all groups."""
    who = visitor(request)
    return who.is_known and who.reaches(May.MANAGE) and who.only_group is None


def only_company(request: HttpRequest) -> tuple[int, int] | None:
    """Return the group and the company of somebody who has one company in one group and no other role."""
    who = visitor(request)
    pairs = [(group_id, company_id) for group_id, roles in who.company_roles.items() for company_id in roles]
    return None if who.is_admin or who.group_roles or len(pairs) != 1 else pairs[0]


def groups_of(request: HttpRequest) -> QuerySet[Group]:
    """Return the groups that the visitor may see."""
    who = visitor(request)
    if not who.is_known:
        return Group.objects.none()
    rows = Group.objects.all()
    if not who.is_admin:
        rows = rows.filter(Q(pk__in=who.group_ids) | Q(is_demo=True))
    if who.only_group is not None:
        rows = rows.filter(pk=who.only_group)
    return rows


def may(request: HttpRequest, group: Group, right: May, company_id: int | None = None) -> bool:
    """Tell whether the visitor has a right in a group, or for one company of it."""
    return _refusal(visitor(request), group, right, company_id) is None


def _refusal(who: Visitor, group: Group, right: May, company_id: int | None = None) -> Refusal | None:
    if not who.reaches(right):
        return Refusal.SCOPE
    rights = rights_in_group(who, group)
    if company_id is not None:
        own = rights_in_company(who, group, company_id)
        if right == May.IMPORT and right not in own and not who.is_admin and company_id in _on_their_own(group):
            return Refusal.ROLE
        rights |= own
    elif right not in rights:
        rights |= frozenset().union(*(rights_in_company(who, group, one) for one in who.companies_in(group.pk)))
    if right not in rights:
        return Refusal.ROLE
    return Refusal.ARCHIVED if group.archived_at and right not in READING | {May.MANAGE} else None


def _on_their_own(group: Group) -> frozenset[int]:
    """Return the companies that left a group and have an account: the group sends no readings for them any more."""
    if group.on_their_own is None:
        _note_left(group, Membership.objects.filter(group=group) if group.loaded_bonds is None else group.loaded_bonds)
    return group.on_their_own or frozenset()


def _note_left(group: Group, bonds: Iterable[Membership]) -> list[int]:
    """Return the companies of bonds, and note in the group which of them left and have an account."""
    now = timezone.now()
    rows = list(bonds)
    left = [bond.company_id for bond in rows if bond.active_to and bond.active_to <= now]
    roles = CompanyRole.objects.filter(company__in=left).values_list("company_id", flat=True)
    group.on_their_own = frozenset(roles) if left else frozenset()
    return [bond.company_id for bond in rows]


def group_or_404(request: HttpRequest, slug: str, right: May = May.SEE) -> Group:
    """Return a group in which the visitor has a right.

    Raises Http404 for a group that is not there and for one that the visitor may not see, without a difference;
    NotAllowed where the visitor sees the group and has not this right in it, not even for one company.
    """
    group = Group.objects.filter(slug=slug).first()
    if group is None or not may(request, group, May.SEE):
        raise Http404
    refusal = _refusal(visitor(request), group, right)
    if refusal is not None:
        raise NotAllowed(group, right, refusal)
    return group


def open_group_or_404(request: HttpRequest, slug: str, right: May = May.MANAGE) -> Group:
    """Return a group that the visitor may change; one that is archived is only read, also by those who manage it."""
    group = group_or_404(request, slug, right)
    if group.archived_at is not None:
        raise NotAllowed(group, right, Refusal.ARCHIVED)
    return group


def company_or_404(request: HttpRequest, group: Group, company_id: int, right: May = May.SEE) -> Company:
    """Return a company of a group for which the visitor has a right.

    Raises Http404 for a company that is not in the group and for one whose own pages the visitor may not see;
    NotAllowed where the visitor sees it and has not this right for it.
    """
    company = _company_of(group, company_id)
    if company is None or company.pk not in companies_of(request, group, among=(company.pk,)):
        raise Http404
    refusal = _refusal(visitor(request), group, right, company.pk)
    if refusal is not None:
        raise NotAllowed(group, right, refusal)
    return company


def _company_of(group: Group, company_id: int) -> Company | None:
    if group.loaded_bonds is not None:
        return next((bond.company for bond in group.loaded_bonds if bond.company_id == company_id), None)
    return Company.objects.filter(pk=company_id, memberships__group=group).first()


def companies_of(
    request: HttpRequest, group: Group, right: May = May.SEE, *, among: Iterable[int] | None = None
) -> frozenset[int]:
    """Return the numbers of the companies of a group for which the visitor has a right.

    To see a company means its own pages, not its part in the pages of the group. `among` names all companies of
    the group where they are known already; without it they take one query.
    """
    who = visitor(request)
    wide = May.SEE_ALL if right == May.SEE else right
    if _refusal(who, group, wide) is None and wide in rights_in_group(who, group):
        if among is None:
            bonds = Membership.objects.filter(group=group)
            among = _note_left(group, bonds) if right == May.IMPORT else bonds.values_list("company_id", flat=True)
        found = frozenset(among)
        beyond = _on_their_own(group) if right == May.IMPORT and not who.is_admin else frozenset()
        return found - beyond | who.companies_in(group.pk) & found
    own = who.companies_in(group.pk)
    return frozenset(one for one in own if _refusal(who, group, right, one) is None)


def sight_of(request: HttpRequest, group: Group) -> Sight:
    """Return how far the visitor sees into a group; at most one query, none once its bonds are loaded."""
    if may(request, group, May.SEE_ALL):
        return FULL_SIGHT
    bonds = Membership.objects.filter(group=group) if group.loaded_bonds is None else group.loaded_bonds
    terms = {bond.company_id: Terms(Visibility(bond.visibility), bond.agreed_at is not None) for bond in bonds}
    return Sight(own=visitor(request).companies_in(group.pk), terms=terms)


def sees_always(request: HttpRequest, group: Group, company_id: int) -> bool:
    """Tell whether the visitor sees readings of a company from outside of its membership: its own people do.

    So do whoever runs the site, and a manager who keeps the readings of a company that has no account of its own.
    Everybody else, an analyst as well, sees a company only while it belongs to the group.
    """
    who = visitor(request)
    if who.is_admin or company_id in who.companies_in(group.pk):
        return True
    return May.MANAGE in rights_in_group(who, group) and not CompanyRole.objects.filter(company_id=company_id).exists()


def sees_all_names(request: HttpRequest, company: Company) -> bool:
    """Tell whether no company of any group that a company belongs to is hidden from the visitor."""
    bonds = Membership.objects.filter(group__memberships__company=company).select_related("group")
    return all(sight_of(request, bond.group).shows(bond.company_id) for bond in bonds)


def may_answer_for(request: HttpRequest, group: Group, company_id: int) -> bool:
    """Tell whether the visitor may say how far a company is seen.

    An editor of the company may; a manager of the group only while the company has no account of its own.
    """
    if not may(request, group, May.EDIT_COMPANY, company_id):
        return False
    is_own = May.EDIT_COMPANY in rights_in_company(visitor(request), group, company_id)
    return is_own or not CompanyRole.objects.filter(company_id=company_id).exists()

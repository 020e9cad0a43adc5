"""A visitor, and the rights that roles give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from energy_synergy.web.db.models import CompanyRole, Group, GroupRole, User


class May(StrEnum):
    """What somebody may do in a group or for a company of it."""

    SEE = "see"
    SEE_ALL = "see_all"
    AUDIT = "audit"
    IMPORT = "import"
    EDIT_COMPANY = "edit_company"
    EDIT_PROFILES = "edit_profiles"
    INVITE = "invite"
    MANAGE = "manage"


Rights = frozenset[May]
NOTHING: Rights = frozenset()
EVERYTHING: Rights = frozenset(May)
READING: Rights = frozenset((May.SEE, May.SEE_ALL, May.AUDIT))
ANALYST_RIGHTS: Rights = frozenset((May.SEE, May.SEE_ALL))
GROUP_RIGHTS: Mapping[str, Rights] = {
    GroupRole.Role.MANAGER.value: EVERYTHING,
    GroupRole.Role.ANALYST.value: ANALYST_RIGHTS,
}
# What a role in a company gives in the groups of the company, and what for the company itself.
MEMBER_RIGHTS: Mapping[str, Rights] = {
    CompanyRole.Role.EDITOR.value: frozenset((May.SEE, May.EDIT_PROFILES)),
    CompanyRole.Role.VIEWER.value: frozenset((May.SEE,)),
}
COMPANY_RIGHTS: Mapping[str, Rights] = {
    CompanyRole.Role.EDITOR.value: frozenset((May.SEE, May.IMPORT, May.EDIT_COMPANY, May.INVITE)),
    CompanyRole.Role.VIEWER.value: frozenset((May.SEE,)),
}
WRITING: Rights = frozenset((May.IMPORT, May.EDIT_COMPANY, May.EDIT_PROFILES))
SCOPE_RIGHTS: Mapping[str, Rights] = {"read": READING, "write": READING | WRITING, "manage": EVERYTHING}


@dataclass(frozen=True)
class Visitor:
    """Somebody who asks for a page or an answer.

    `company_roles` maps a group to the roles that the visitor has in companies of it now. A key of a program narrows
    the visitor to its `scopes` and, where it names one, to `only_group`.
    """

    user: User | None = None
    is_admin: bool = False
    is_local_owner: bool = False
    group_roles: Mapping[int, str] = field(default_factory=dict)
    company_roles: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    scopes: frozenset[str] | None = None
    only_group: int | None = None

    @property
    def is_known(self) -> bool:
        """Tell whether this is somebody at all."""
        return self.user is not None or self.is_local_owner

    @property
    def group_ids(self) -> frozenset[int]:
        """The groups in which the visitor has a role, or a company."""
        return frozenset(self.group_roles) | frozenset(self.company_roles)

    def companies_in(self, group_id: int) -> frozenset[int]:
        """Return the visitor's own companies in a group."""
        return frozenset(self.company_roles.get(group_id, ()))

    def reaches(self, right: May) -> bool:
        """Tell whether the key, if the visitor shows one, was made for such a right."""
        return self.scopes is None or any(right in SCOPE_RIGHTS.get(scope, NOTHING) for scope in self.scopes)


def rights_in_group(visitor: Visitor, group: Group) -> Rights:
    """Return what a visitor may do in a group as a whole."""
    if not visitor.is_known or visitor.only_group not in (None, group.pk):
        return NOTHING
    if visitor.is_admin:
        return EVERYTHING
    rights = GROUP_RIGHTS.get(visitor.group_roles.get(group.pk, ""), NOTHING)
    for role in visitor.company_roles.get(group.pk, {}).values():
        rights |= MEMBER_RIGHTS[role]
    return rights | ANALYST_RIGHTS if group.is_demo else rights


def rights_in_company(visitor: Visitor, group: Group, company_id: int) -> Rights:
    """Return what a visitor may do for a company of theirs in a group."""
    if visitor.only_group not in (None, group.pk):
        return NOTHING
    return COMPANY_RIGHTS.get(visitor.company_roles.get(group.pk, {}).get(company_id, ""), NOTHING)

"""Who can give somebody a right that they lack."""

from __future__ import annotations

from dataclasses import dataclass

from energy_synergy.web.db.models import Group, GroupRole, User
from energy_synergy.web.visitor import May

MOST_NAMED = 5
# What only a company's own people may do; they may give it on to others of the company.
OF_A_COMPANY = frozenset((May.IMPORT, May.EDIT_COMPANY))


@dataclass(frozen=True, slots=True)
class Grantors:
    """The people to ask, by name; platform admins stand in where a group has no manager."""

    names: tuple[str, ...]
    are_admins: bool
    group: str
    right: str
    why: str
    has_company_editors: bool


def load_grantors(group: Group, right: May, why: str) -> Grantors:
    """Return whom to ask for a right in a group; at most two queries."""
    managers = User.objects.filter(group_roles__group=group, group_roles__role=GroupRole.Role.MANAGER, is_active=True)
    found = [str(user) for user in managers.order_by("name", "email")[:MOST_NAMED]]
    admins = () if found else User.objects.filter(is_admin=True, is_active=True).order_by("name", "email")[:MOST_NAMED]
    return Grantors(
        names=tuple(found) or tuple(str(user) for user in admins),
        are_admins=not found,
        group=group.name,
        right=right.value,
        why=why,
        has_company_editors=right in OF_A_COMPANY,
    )

"""Writing who may do what: roles in groups and for companies, and accounts as a whole; each in one transaction."""

from __future__ import annotations

from django.db import transaction

from energy_synergy.errors import InvalidValue, marked
from energy_synergy.web.db.models import Company, CompanyRole, Group, GroupRole, User


class LastManager(InvalidValue):
    """A group would be left without a manager."""

    code = "last_manager"


class LastAdmin(InvalidValue):
    """The site would be left without an account that runs it."""

    code = "last_admin"


@transaction.atomic
def change_group_role(group: Group, user_id: int, role: str) -> None:
    """Give an account that has a role in a group another one; raises LastManager."""
    if role != GroupRole.Role.MANAGER:
        _refuse_last_manager(group, user_id)
    GroupRole.objects.filter(group=group, user=user_id).update(role=role)


@transaction.atomic
def withdraw_group_role(group: Group, user_id: int) -> None:
    """Take the role of an account in a group away; raises LastManager."""
    _refuse_last_manager(group, user_id)
    GroupRole.objects.filter(group=group, user=user_id).delete()


def _refuse_last_manager(group: Group, user_id: int) -> None:
    # Locked, so that two managers who leave at the same time cannot both be the one who is not the last.
    managers = GroupRole.objects.select_for_update().filter(group=group, role=GroupRole.Role.MANAGER)
    active = {row.user_id for row in managers.select_related("user") if row.user.is_active}
    if active == {user_id}:
        raise LastManager(
            marked("This is the last manager of the group. Make somebody else a manager first."),
        )


def change_company_role(company: Company, user_id: int, role: str) -> None:
    """Give an account that has a role for a company another one."""
    CompanyRole.objects.filter(company=company, user=user_id).update(role=role)


def withdraw_company_role(company: Company, user_id: int) -> None:
    """Take the role of an account for a company away."""
    CompanyRole.objects.filter(company=company, user=user_id).delete()


@transaction.atomic
def change_account(user_id: int, *, is_active: bool, is_admin: bool) -> None:
    """Let an account sign in or not, and run the site or not; raises LastAdmin."""
    admins = set(User.objects.select_for_update().filter(is_admin=True, is_active=True).values_list("pk", flat=True))
    if admins == {user_id} and not (is_active and is_admin):
        raise LastAdmin(marked("This is the last account that runs the site. Make somebody else one first."))
    User.objects.filter(pk=user_id).update(is_active=is_active, is_admin=is_admin)


def has_role(group: Group, company: Company | None, role: str, email: str) -> bool:
    """Tell whether the account of an address has a role in a group, or for a company, already."""
    user = {"user__email": email.strip().lower(), "role": role}
    if company is None:
        return GroupRole.objects.filter(group=group, **user).exists()
    return CompanyRole.objects.filter(company=company, **user).exists()

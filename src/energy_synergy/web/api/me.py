"""Who calls."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from energy_synergy.web.access import visitor
from energy_synergy.web.api.operations import reads
from energy_synergy.web.api.schemas.me import KeyReach, MeOut, MyGroup, RoleInCompany
from energy_synergy.web.queries.own_roles import OwnRoles, load_own_roles

router = Router()


@reads(router, "/me", MeOut, summary="Who you are")
def read_me(request: HttpRequest) -> MeOut:
    """Tell who calls, with which roles, and how far the key reaches."""
    who = visitor(request)
    roles = load_own_roles(who.group_roles, who.company_roles, only_group=who.only_group)
    of_key = next((one.slug for one in roles), None) if who.only_group is not None else None
    return MeOut(
        email=who.user.email if who.user else None,
        name=who.user.name if who.user else "",
        is_admin=who.is_admin,
        is_local_owner=who.is_local_owner,
        key=None if who.scopes is None else KeyReach(scopes=sorted(who.scopes), group=of_key),  # type: ignore[arg-type]
        groups=[_group(one) for one in roles],
    )


def _group(one: OwnRoles) -> MyGroup:
    companies = [RoleInCompany(company_id=number, company=name, role=role) for number, name, role in one.companies]  # type: ignore[arg-type]
    return MyGroup(slug=one.slug, name=one.name, role=one.role, companies=companies)  # type: ignore[arg-type]

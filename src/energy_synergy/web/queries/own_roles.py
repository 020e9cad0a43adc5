"""The roles of a visitor, by group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from energy_synergy.web.db.models import Company, Group


@dataclass(frozen=True, slots=True)
class OwnRoles:
    """What somebody is in one group: in the whole of it, and by company (number, name, role)."""

    slug: str
    name: str
    role: str | None
    companies: tuple[tuple[int, str, str], ...]


def load_own_roles(
    in_groups: Mapping[int, str], in_companies: Mapping[int, Mapping[int, str]], *, only_group: int | None = None
) -> tuple[OwnRoles, ...]:
    """Return roles by group and by company with the names that go with them, by name; two queries."""
    numbers = {*in_groups, *in_companies} if only_group is None else {only_group}
    names = dict(
        Company.objects.filter(pk__in={one for roles in in_companies.values() for one in roles}).values_list(
            "pk", "name"
        )
    )
    return tuple(
        OwnRoles(
            slug=group.slug,
            name=group.name,
            role=in_groups.get(group.pk),
            companies=tuple((one, names[one], role) for one, role in sorted(in_companies.get(group.pk, {}).items())),
        )
        for group in Group.objects.filter(pk__in=numbers).order_by("name", "pk")
    )

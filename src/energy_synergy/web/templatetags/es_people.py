"""Roles as pages name them."""

from __future__ import annotations

from django import template

from energy_synergy.web.db.models import CompanyRole, GroupRole

register = template.Library()

LABELS = {**dict(GroupRole.Role.choices), **dict(CompanyRole.Role.choices)}


@register.filter
def role_name(role: str) -> str:
    """Return what a role is called."""
    return str(LABELS.get(role, role))


@register.filter
def roles_of(kind: str) -> list[tuple[str, str]]:
    """Return the roles in a group or for a company, with their names."""
    choices = GroupRole.Role.choices if kind == "group" else CompanyRole.Role.choices
    return [(value, str(label)) for value, label in choices]

"""Roles as pages name them."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext, gettext_noop

from energy_synergy.web.access import NOBODY, OWNER
from energy_synergy.web.audit import COMMAND_LINE
from energy_synergy.web.db.models import CompanyRole, GroupRole

register = template.Library()

# How those are written down who act without an account.
NAMELESS = {
    OWNER: gettext_noop("owner of this computer"),
    NOBODY: gettext_noop("nobody"),
    COMMAND_LINE: gettext_noop("command line"),
}
LABELS = {**dict(GroupRole.Role.choices), **dict(CompanyRole.Role.choices)}


@register.filter
def role_name(role: str) -> str:
    """Return what a role is called."""
    return str(LABELS.get(role, role))


@register.filter
def actor_name(actor: str) -> str:
    """Return who did something: an address as it is, anybody without an account in words."""
    return gettext(NAMELESS[actor]) if actor in NAMELESS else actor


@register.filter
def roles_of(kind: str) -> list[tuple[str, str]]:
    """Return the roles in a group or for a company, with their names."""
    choices = GroupRole.Role.choices if kind == "group" else CompanyRole.Role.choices
    return [(value, str(label)) for value, label in choices]

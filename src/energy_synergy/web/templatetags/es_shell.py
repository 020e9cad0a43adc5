"""The frame of the page: the groups and what they are called."""

from __future__ import annotations

from django import template
from django.template import RequestContext
from django.utils.translation import gettext

from energy_synergy.web.queries.shell import Shell, load_shell

register = template.Library()


@register.simple_tag(takes_context=True)
def shell(context: RequestContext) -> Shell:
    """Return the groups that the visitor may see, with the open one."""
    request = context.get("request")
    return load_shell(request) if request is not None else Shell(())


@register.filter
def spoken(name: str, is_demo: bool) -> str:
    """Return a name of the demo group in the visitor's language; any other name as its owner wrote it."""
    return gettext(name) if is_demo and name else name

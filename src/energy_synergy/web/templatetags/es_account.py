"""Who visits, for the frame of the page."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.template import RequestContext

from energy_synergy.web.access import account, is_local_owner
from energy_synergy.web.mail import mail_leaves

register = template.Library()


@dataclass(frozen=True, slots=True)
class Person:
    """The visitor as the frame shows them; `theme` is what they chose for all their devices, empty for none."""

    name: str = ""
    email: str = ""
    theme: str = ""
    is_owner: bool = False

    @property
    def initial(self) -> str:
        """The first letter of the name."""
        return (self.name or self.email)[:1].upper()


@register.simple_tag(takes_context=True)
def person(context: RequestContext) -> Person:
    """Return who visits; somebody without a name where that is not known."""
    request = context.get("request")
    if request is None:
        return Person()
    user = account(request)
    if user is None:
        return Person(is_owner=is_local_owner(request))
    return Person(user.name or user.email, user.email, user.theme)


@register.simple_tag
def site_sends_mail() -> bool:
    """Tell whether mail leaves the site."""
    return mail_leaves()

"""What the pages of an import say in their charts."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def import_words() -> dict[str, str]:
    """Return what the preview of a file says, in the visitor's language."""
    return {"production": _("Production"), "consumption": _("Consumption"), "saved": _("The file was saved.")}

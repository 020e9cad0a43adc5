"""How a figure has changed against another period, in words of the visitor's language."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from energy_synergy.web.templatetags.es_numbers import number, signed_percent

register = template.Library()


@register.filter
def change_from(now: float | None, before: float | None) -> str:
    """Return the change of an energy in percent; nothing where there is none to tell.

    >>> change_from(102.1, 100.0)
    '+2.1%'
    """
    if now is None or not before:
        return ""
    return signed_percent(now / before - 1)


@register.filter
def points_from(now: float | None, before: float | None) -> str:
    """Return the change of a fraction in percentage points; nothing where there is none to tell.

    >>> points_from(0.671, 0.65)
    '+2.1 pts'
    """
    if now is None or before is None:
        return ""
    points = round(100 * (now - before), 1)
    text = number(points, 1)
    return _("{points} pts").format(points=f"+{text}" if points > 0 else text)

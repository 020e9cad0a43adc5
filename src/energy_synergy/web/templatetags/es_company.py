"""The words that the charts of a company's page speak."""

from __future__ import annotations

from datetime import date, timedelta

from django import template
from django.utils.translation import gettext as _

from energy_synergy.web.templatetags.es_dates import weekday_name
from energy_synergy.web.templatetags.es_numbers import percent
from energy_synergy.web.templatetags.es_overview import chart_words

register = template.Library()

MONDAY = date(2001, 1, 1)
STRIP_FILLS = {"measured": "local", "estimated": "grid", "substituted": "production", "missing": "gap"}


@register.simple_tag
def company_words() -> dict[str, object]:
    """Return what the charts say, in the visitor's language."""
    return {
        **chart_words(),
        "own_use": _("Own use"),
        "received": _("Received from the group"),
        "bought": _("Bought from the grid"),
        "given": _("Given to the group"),
        "sold": _("Sold to the grid"),
        "lacking": _("From the group or the grid"),
        "left": _("To the group or the grid"),
        "measured": _("Measured"),
        "profile": _("Profile"),
        "mean_by_hour": _("mean of the hour"),
        "not_measured": _("not measured"),
        "weekdays": [weekday_name(MONDAY + timedelta(number)) for number in range(7)],
        "kinds": [_("Monday to Friday"), _("Saturday"), _("Sunday")],
    }


@register.filter
def whole_percent(value: int) -> str:
    """Return whole percent: 65%, 65 %."""
    return percent(value / 100)


@register.filter
def strip_fill(mark: str) -> str:
    """Return the name of the colour of a mark."""
    return STRIP_FILLS[mark]

"""How the pages of the market write deviations and spans, and the words that their charts speak."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.translation import gettext as _

from energy_synergy.timeline import zone
from energy_synergy.units import SLOT
from energy_synergy.web.queries.market_proof import CheckView
from energy_synergy.web.templatetags.es_dates import date_span
from energy_synergy.web.templatetags.es_money import symbol
from energy_synergy.web.templatetags.es_numbers import DASH, HARD_SPACE, speaks_french
from energy_synergy.web.templatetags.es_overview import chart_words

register = template.Library()

EXPONENTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@register.filter
def deviation(check: CheckView) -> str:
    """Return the largest deviation of a check with its unit; a dash where it is not a number."""
    return DASH if check.deviation is None else f"{tiny(check.deviation)}{HARD_SPACE}{check.unit}"


@register.filter
def tolerated(check: CheckView) -> str:
    """Return the deviation that a check allows."""
    return tiny(check.tolerance)


def tiny(value: float) -> str:
    """Return a number of any size with two digits.

    >>> tiny(0.0), tiny(1.84e-12), tiny(0.25)
    ('0', '1.8 × 10⁻¹²', '0.25')
    """
    if not value:
        return "0"
    if 0.001 <= abs(value) < 1e6:
        text = f"{value:.3g}"
    else:
        digits, power = f"{value:.1e}".split("e")
        text = f"{digits} × 10{str(int(power)).translate(EXPONENTS)}"
    return text.replace(".", ",") if speaks_french() else text


@register.filter
def promised(checks: Iterable[CheckView]) -> int:
    """Return how many promises are made."""
    return sum(check.holds is not None for check in checks)


@register.filter
def span_of(record: Any, timezone: str) -> str:
    """Return the days of a kept result on the calendar of a zone."""
    first, last = (moment.astimezone(zone(timezone)).date() for moment in (record.starts_at, record.ends_at - SLOT))
    return date_span(first, last)


@register.simple_tag
def market_words(currency: str, is_full: bool) -> dict[str, str]:
    """Return what the charts of the market say, in the visitor's language."""
    return {
        **chart_words(),
        "currency": symbol(currency),
        "grid": _("Grid price"),
        "group_price": _("Group price"),
        "feed_in": _("Feed-in price"),
        "window": _("Window of trade") if is_full else _("Your window of trade"),
        "traded": _("Traded energy"),
        "paid": _("Paid"),
        "no_trade": _("nothing traded"),
        "sells_to": _("{seller} sells to {buyer}"),
    }

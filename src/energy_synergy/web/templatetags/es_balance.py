"""How the page of surplus and deficit writes energies, powers and times, and the words that its charts speak."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from energy_synergy.reports import numbers
from energy_synergy.web.templatetags.es_dates import day
from energy_synergy.web.templatetags.es_numbers import hours, number, written_language
from energy_synergy.web.templatetags.es_overview import Segment, chart_words, segments

register = template.Library()

MEMBER_COLORS = 9
ONE_DAY, ONE_HOUR = timedelta(days=1), timedelta(hours=1)
STATE_SWATCHES = {"surplus": "hatch sw-surplus", "deficit": "sw-deficit", "self_sustaining": "sw-local"}


@register.filter
def energy(energy_kwh: float | None) -> str:
    """Return an energy [kWh] in the unit that suits it.

    >>> energy(2_301.44).replace(numbers.HARD_SPACE, " ")
    '2,301.4 kWh'
    """
    unit = numbers.unit_for(energy_kwh)
    return numbers.amount(numbers.in_unit(energy_kwh, unit), unit, 1, written_language())


@register.filter
def power(power_kw: float | None) -> str:
    """Return a mean power [kW] with three digits or more.

    >>> power(480.25).replace(numbers.HARD_SPACE, " ")
    '480 kW'
    """
    size = abs(power_kw or 0)
    return numbers.amount(power_kw, "kW", 0 if size >= 100 or not size else 1 if size >= 10 else 2, written_language())


@register.filter
def plain(value: float) -> str:
    """Return a number as a form field holds it.

    >>> plain(1.5)
    '1.5'
    """
    return f"{value:g}"


@register.filter
def member_color(color_index: int) -> str:
    """Return the name of a company's colour, as its charts have it."""
    return f"m{color_index % MEMBER_COLORS}"


@register.filter
def swatch_of(state: str) -> str:
    """Return the classes of the colour of a state."""
    return STATE_SWATCHES[state]


@register.filter
def clock(value: datetime) -> str:
    """Return what the clock on the wall shows."""
    return f"{value:%H:%M}"


@register.filter
def ends_clock(row: Any) -> str:
    """Return when a period ends, midnight as the end of its day."""
    return "24:00" if f"{row.ends_at:%H:%M}" == "00:00" else clock(row.ends_at)


@register.filter
def when(row: Any) -> str:
    """Return when a period is: Sun 15 Jun, 09:30–17:45; with both days where it has more than one."""
    if row.is_one_day:
        return f"{day(row.starts_at)}, {clock(row.starts_at)}–{ends_clock(row)}"
    return f"{day(row.starts_at)}, {clock(row.starts_at)} – {day(row.last_on)}, {ends_clock(row)}"


@register.filter
def instant(value: datetime) -> str:
    """Return when something is: Sun 15 Jun, 12:15."""
    return f"{day(value)}, {clock(value)}"


@register.filter
def iso_moment(value: datetime) -> str:
    """Return an instant as machines read it."""
    return value.isoformat(timespec="minutes")


@register.filter
def iso_date_of(value: datetime) -> str:
    """Return the day of an instant on its own clock as addresses write it."""
    return value.date().isoformat()


@register.filter
def days_and_hours(span: timedelta) -> str:
    """Return a span of time in the largest unit that suits it: 326 days, 1 day, 5 h 15."""
    if span < ONE_DAY:
        return hours(span / ONE_HOUR)
    return ngettext("{n} day", "{n} days", span.days).format(n=number(span.days))


@register.filter
def quality_bar(completeness: Any) -> tuple[Segment, ...]:
    """Return what values rest on as the parts of one bar; the rest of it is missing."""
    return segments(
        (
            ("local", completeness.measured),
            ("surplus", completeness.estimated),
            ("deficit", completeness.substituted),
            ("missing", completeness.missing),
        )
    )


@register.simple_tag
def balance_words() -> dict[str, str]:
    """Return what the charts of surplus and deficit say, in the visitor's language."""
    return {
        **chart_words(),
        "at_least": _("of at least"),
        "for_hours": _("For"),
        "hours": _("Hours"),
        "net": _("Net power"),
        "clock_skips": _("the clock skips this time"),
        "clock_repeats": _("this time comes twice"),
        "mean_of_days": _("Mean of days:"),
        "no_such_day": _("no such day"),
    }

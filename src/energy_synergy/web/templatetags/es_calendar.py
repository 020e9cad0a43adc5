"""What the completeness calendar draws and says."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from energy_synergy.usecases.day_completeness import DayCompleteness, DayRun, DayState
from energy_synergy.web.templatetags.es_dates import short_date
from energy_synergy.web.templatetags.es_numbers import hours, percent

register = template.Library()

SLOTS_PER_HOUR = 4
CELL = 28
# Signs that say the same as the colours.
SIGNS = {DayState.PARTIAL: "–", DayState.MISSING: "×", DayState.ESTIMATED: "~", DayState.SUBSTITUTED: "="}


@register.filter
def state_words(state: str) -> str:
    """Return what a day rests on in words."""
    return {
        DayState.MEASURED.value: _("measured"),
        DayState.ESTIMATED.value: _("estimated"),
        DayState.SUBSTITUTED.value: _("substituted"),
        DayState.PARTIAL.value: _("partly missing"),
        DayState.MISSING.value: _("missing"),
        DayState.OUTSIDE.value: _("nothing due"),
    }[state]


@register.filter
def sign_of(state: DayState) -> str:
    """Return the sign of a day in the calendar; a measured day has none."""
    return SIGNS.get(state, "")


@register.filter
def run_words(run: DayRun) -> str:
    """Return days in a row with what they rest on."""
    span = short_date(run.first) if run.first == run.last else f"{short_date(run.first)} – {short_date(run.last)}"
    lacking = f" ({hours(run.missing / SLOTS_PER_HOUR)})" if run.state == DayState.PARTIAL else ""
    return f"{span}: {state_words(run.state)}{lacking}"


@register.filter
def day_words(day: DayCompleteness) -> str:
    """Return one day with what it rests on."""
    share = f", {percent(1 - day.missing / day.expected)}" if day.missing and day.missing < day.expected else ""
    return f"{short_date(day.date)}: {state_words(day.state)}{share}"


@register.filter
def cell_x(day: DayCompleteness) -> int:
    """Return where the cell of a day begins."""
    return 54 + (day.date.day - 1) * CELL


@register.filter
def cell_y(row: int) -> int:
    """Return where the cells of a month begin."""
    return 18 + row * CELL


@register.simple_tag
def days_of_month() -> range:
    """Return the numbers of the days of a month."""
    return range(1, 32)


@register.filter
def number_x(day_of_month: int) -> int:
    """Return the middle of the column of a day of the month."""
    return 54 + (day_of_month - 1) * CELL + CELL // 2

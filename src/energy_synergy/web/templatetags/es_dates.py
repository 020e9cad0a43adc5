"""Dates, hours and periods as they are written in the visitor's language."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.utils.formats import date_format

from energy_synergy.reports import dates
from energy_synergy.timeline import zone
from energy_synergy.units import SLOT
from energy_synergy.web.templatetags.es_numbers import HARD_SPACE, speaks_french, written_language

register = template.Library()


@register.filter
def day(value: date) -> str:
    """Return a day with its weekday: Mon 8 Jun, lun. 8 juin."""
    if speaks_french():
        return f"{date_format(value, 'D').lower().rstrip('.')}.{HARD_SPACE}{_ordinal(value)}{HARD_SPACE}{_month(value)}"
    return date_format(value, "D j M")


@register.filter
def weekday_name(value: date) -> str:
    """Return the day of the week: Monday, lundi."""
    return date_format(value, "l").lower() if speaks_french() else date_format(value, "l")


@register.filter
def full_day(value: date) -> str:
    """Return a day with its weekday and year: Monday 8 June 2026, lundi 8 juin 2026."""
    return f"{weekday_name(value)} {_dated(value)}"


@register.filter
def long_date(value: date) -> str:
    """Return a date with its month in full: 8 June 2026, 1er juin 2026."""
    return _dated(value)


def _dated(value: date, *, with_year: bool = True) -> str:
    year = f" {value.year}" if with_year else ""
    return f"{_ordinal(value)} {date_format(value, 'F').lower() if speaks_french() else date_format(value, 'F')}{year}"


def _ordinal(value: date) -> str:
    return dates.ordinal(value, written_language())


def _month(value: date) -> str:
    return dates.month(value, written_language())


@register.filter
def month_year(value: date) -> str:
    """Return a month with its year: June 2026, juin 2026."""
    return date_format(value, "F Y").lower() if speaks_french() else date_format(value, "F Y")


@register.filter
def period_title(period: Any) -> str:
    """Return a period by name: Mon 8 June 2026, 8 – 14 June 2026, June 2026, 2026."""
    first, last = period.starts_on, period.ends_on - timedelta(days=1)
    if period.kind == "month":
        return month_year(first)
    if period.kind == "year":
        return str(first.year)
    if first == last:
        return f"{day(first)} {first.year}"
    return date_span(first, last)


def date_span(first: date, last: date) -> str:
    """Return two dates as a span that repeats no more than it needs."""
    if first.year != last.year:
        return f"{_dated(first)} – {_dated(last)}"
    if first.month != last.month:
        return f"{_dated(first, with_year=False)} – {_dated(last)}"
    return f"{_ordinal(first)}{HARD_SPACE}–{HARD_SPACE}{_dated(last)}"


@register.filter
def span_to(first: date, last: date) -> str:
    """Return two dates, both included, as a span."""
    return date_span(first, last)


@register.filter
def slot_before(ends_at: datetime | None) -> datetime | None:
    """Return the start of the last slot before an exclusive end."""
    return ends_at and ends_at - SLOT


@register.simple_tag
def local_moment(value: datetime | None, timezone: str) -> str:
    """Return an instant on the clock of a zone: 14 Jun 2026, 23:45, 14 juin 2026 à 23:45."""
    return "" if value is None else moment_in(value, timezone)


@register.filter
def moment_in(value: datetime, timezone: str) -> str:
    """Return an instant on the clock of a zone."""
    return moment(value.astimezone(zone(timezone)))


@register.filter
def moment(value: datetime) -> str:
    """Return a time as its own clock shows it."""
    return dates.moment(value, written_language())


@register.filter
def day_in(value: datetime, timezone: str) -> str:
    """Return the date of an instant on the calendar of a zone."""
    return short_date(value.astimezone(zone(timezone)))


def short_date(value: date) -> str:
    """Return a date with its month cut short: 8 Jun 2026, 8 juin 2026."""
    return dates.short_date(value, written_language())


@register.filter
def hour_of_day(value: float) -> str:
    """Return an hour of the day: 10:00, 10 h, 16 h 30."""
    whole, minutes = divmod(round(value * 60), 60)
    if speaks_french():
        return f"{whole}{HARD_SPACE}h" + (f"{HARD_SPACE}{minutes:02}" if minutes else "")
    return f"{whole:02}:{minutes:02}"


@register.filter
def iso_date(value: date | None) -> str:
    """Return a date as addresses and date fields write it."""
    return value.isoformat() if value else ""

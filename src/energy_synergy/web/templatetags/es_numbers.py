"""Numbers, energies and hours as they are written in the visitor's language."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from energy_synergy.reports import numbers
from energy_synergy.reports.numbers import DASH, HARD_SPACE, NARROW_SPACE, is_known

__all__ = ("DASH", "HARD_SPACE", "NARROW_SPACE", "is_known")

register = template.Library()


def written_language() -> str:
    """Return the active language as the reports name it: en or fr."""
    return "fr" if speaks_french() else "en"


def speaks_french() -> bool:
    """Tell whether the active language is French."""
    return (get_language() or "en").startswith("fr")


@register.filter
def number(value: float | None, decimals: int = 0) -> str:
    """Return a number with grouped thousands; a dash for nothing.

    >>> number(1234.5, 1)
    '1,234.5'
    """
    return numbers.number(value, decimals, written_language())


@register.filter
def percent(fraction: float | None, decimals: int = 0) -> str:
    """Return a fraction in percent; a dash for nothing.

    >>> percent(0.671)
    '67%'
    """
    return numbers.percent(fraction, decimals, written_language())


@register.filter
def received_percent(fraction: float | None) -> str:
    """Return how much of something is there in percent; only all of it is written as 100 %.

    >>> received_percent(0.99999)
    '99.9%'
    """
    if is_known(fraction) and 0.9995 <= (fraction or 0) < 1:
        return percent(0.999, 1)
    return percent(fraction, 0 if fraction == 1 else 1)


@register.filter
def part_percent(fraction: float | None) -> str:
    """Return a part of something in percent; only nothing at all is written as 0 %, and only all of it as 100 %.

    >>> part_percent(0.00002)
    '<0.1%'
    """
    if is_known(fraction) and 0 < (fraction or 0) < 0.0005:
        return f"<{percent(0.001, 1)}"
    return percent(0, 0) if fraction == 0 else received_percent(fraction)


@register.filter
def signed_percent(fraction: float | None) -> str:
    """Return a change in percent with its sign.

    >>> signed_percent(0.021)
    '+2.1%'
    """
    text = percent(fraction, 1)
    return f"+{text}" if is_known(fraction) and round(fraction or 0, 3) > 0 else text


@register.simple_tag
def column_unit(*energies_kwh: float | None) -> str:
    """Return one unit for a column of energies [kWh], by the largest of them."""
    return numbers.column_unit(*energies_kwh)


@register.filter
def in_unit(energy_kwh: float | None, unit: str) -> str:
    """Return the number of an energy [kWh] in a unit with one decimal; a dash for nothing."""
    return number(numbers.in_unit(energy_kwh, unit), 1)


@register.filter
def energy_in(energy_kwh: float | None, unit: str) -> str:
    """Return an energy [kWh] in a unit, with the unit; a dash for nothing.

    >>> energy_in(95_312.0, "MWh").replace(HARD_SPACE, " ")
    '95.3 MWh'
    """
    return numbers.amount(numbers.in_unit(energy_kwh, unit), unit, 1, written_language())


@register.filter
def hours(value: float | None) -> str:
    """Return hours and minutes.

    >>> hours(54.75).replace(HARD_SPACE, " ")
    '54 h 45'
    """
    return numbers.hours(value, written_language())


@register.filter
def share_of(part: float | None, whole: float | None) -> float | None:
    """Return a part as a fraction of a whole; None where that is undefined."""
    if not is_known(part) or not is_known(whole) or not whole:
        return None
    return (part or 0) / whole


@register.filter
def covered(lacking: float | None) -> float | None:
    """Return what is left of a whole when a fraction of it lacks."""
    return 1 - (lacking or 0) if is_known(lacking) else None


@register.filter
def drawn(fraction: float | None) -> str:
    """Return a fraction as a length in percent for a drawing, with a point in every language."""
    return f"{100 * min(1.0, max(0.0, fraction or 0)):.3f}%" if is_known(fraction) else "0%"


@register.filter
def raw(value: float | None) -> str:
    """Return a number for a machine, with a point in every language; empty for nothing."""
    return f"{value:.6f}" if is_known(value) else ""

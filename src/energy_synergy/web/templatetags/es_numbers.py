"""Numbers, energies and hours as they are written in the visitor's language."""

from __future__ import annotations

import math

from django import template
from django.utils.translation import get_language

register = template.Library()

NARROW_SPACE = "\u202f"
HARD_SPACE = "\u00a0"
DASH = "–"
MINUS = "\u2212"
FIRST_KWH_IN_MWH = 10_000.0
KWH_BY_UNIT = {"kWh": 1.0, "MWh": 1000.0}


def speaks_french() -> bool:
    """Tell whether the active language is French."""
    return (get_language() or "en").startswith("fr")


def is_known(value: object) -> bool:
    """Tell whether a value is a number that can be shown."""
    return isinstance(value, int | float) and math.isfinite(value)


@register.filter
def number(value: float | None, decimals: int = 0) -> str:
    """Return a number with grouped thousands; a dash for nothing.

    >>> number(1234.5, 1)
    '1,234.5'
    """
    if not is_known(value):
        return DASH
    text = f"{value:,.{decimals}f}"
    if float(text.replace(",", "")) == 0:
        text = text.removeprefix("-")
    text = text.replace("-", MINUS)
    return text.replace(",", NARROW_SPACE).replace(".", ",") if speaks_french() else text


@register.filter
def percent(fraction: float | None, decimals: int = 0) -> str:
    """Return a fraction in percent; a dash for nothing.

    >>> percent(0.671)
    '67%'
    """
    if not is_known(fraction):
        return DASH
    return number(100 * (fraction or 0), decimals) + (f"{NARROW_SPACE}%" if speaks_french() else "%")


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
def signed_percent(fraction: float | None) -> str:
    """Return a change in percent with its sign.

    >>> signed_percent(0.021)
    '+2.1%'
    """
    text = percent(fraction, 1)
    return f"+{text}" if is_known(fraction) and round(fraction or 0, 3) > 0 else text


def unit_for(energy_kwh: float | None) -> str:
    """Return the unit that suits an energy [kWh]: kWh below 10 MWh, MWh from there on."""
    return "MWh" if is_known(energy_kwh) and abs(energy_kwh or 0) >= FIRST_KWH_IN_MWH else "kWh"


@register.simple_tag
def column_unit(*energies_kwh: float | None) -> str:
    """Return one unit for a column of energies [kWh], by the largest of them."""
    return unit_for(max((abs(one or 0) for one in energies_kwh if is_known(one)), default=None))


@register.filter
def in_unit(energy_kwh: float | None, unit: str) -> str:
    """Return the number of an energy [kWh] in a unit with one decimal; a dash for nothing."""
    return number(energy_kwh / KWH_BY_UNIT[unit], 1) if is_known(energy_kwh) and energy_kwh is not None else DASH


@register.filter
def energy_in(energy_kwh: float | None, unit: str) -> str:
    """Return an energy [kWh] in a unit, with the unit; a dash for nothing.

    >>> energy_in(95_312.0, "MWh").replace(HARD_SPACE, " ")
    '95.3 MWh'
    """
    return f"{in_unit(energy_kwh, unit)}{HARD_SPACE}{unit}" if is_known(energy_kwh) else DASH


@register.filter
def hours(value: float | None) -> str:
    """Return hours and minutes.

    >>> hours(54.75).replace(HARD_SPACE, " ")
    '54 h 45'
    """
    if not is_known(value):
        return DASH
    whole, minutes = divmod(round((value or 0) * 60), 60)
    return f"{number(whole)}{HARD_SPACE}h{HARD_SPACE}{minutes:02}"


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

"""Numbers, energies and hours as a language writes them: pages, files and documents all ask here."""

from __future__ import annotations

import math

NARROW_SPACE = "\u202f"
HARD_SPACE = "\u00a0"
DASH = "–"
MINUS = "\u2212"
FIRST_KWH_IN_MWH = 10_000.0
KWH_BY_UNIT = {"kWh": 1.0, "MWh": 1000.0}
FRENCH = "fr"


def is_known(value: object) -> bool:
    """Tell whether a value is a number that can be shown."""
    return isinstance(value, int | float) and math.isfinite(value)


def number(value: float | None, decimals: int, language: str) -> str:
    """Return a number with grouped thousands; a dash for nothing.

    >>> number(1234.5, 1, "en")
    '1,234.5'
    """
    if not is_known(value):
        return DASH
    text = f"{value:,.{decimals}f}"
    if float(text.replace(",", "")) == 0:
        text = text.removeprefix("-")
    text = text.replace("-", MINUS)
    return text.replace(",", NARROW_SPACE).replace(".", ",") if language == FRENCH else text


def rounded(value: float, decimals: int) -> float:
    """Return the number that `number` shows, so that a spreadsheet cannot round it another way.

    >>> rounded(0.125, 2), rounded(-0.001, 2)
    (0.12, 0.0)
    """
    return float(f"{value:.{decimals}f}") + 0.0


def percent(fraction: float | None, decimals: int, language: str) -> str:
    """Return a fraction in percent; a dash for nothing.

    >>> percent(0.671, 0, "en")
    '67%'
    """
    return amount(100 * (fraction or 0) if is_known(fraction) else None, "%", decimals, language)


def amount(value: float | None, unit: str, decimals: int, language: str) -> str:
    """Return a number with its unit; a dash for nothing.

    >>> amount(95.312, "MWh", 1, "en").replace(HARD_SPACE, " ")
    '95.3 MWh'
    """
    if not is_known(value):
        return DASH
    return number(value, decimals, language) + _gap(unit, language) + unit


def _gap(unit: str, language: str) -> str:
    if unit != "%":
        return HARD_SPACE if unit else ""
    return NARROW_SPACE if language == FRENCH else ""


def unit_for(energy_kwh: float | None) -> str:
    """Return the unit that suits an energy [kWh]: kWh below 10 MWh, MWh from there on."""
    return "MWh" if is_known(energy_kwh) and abs(energy_kwh or 0) >= FIRST_KWH_IN_MWH else "kWh"


def column_unit(*energies_kwh: float | None) -> str:
    """Return one unit for a column of energies [kWh], by the largest of them."""
    return unit_for(max((abs(one or 0) for one in energies_kwh if is_known(one)), default=None))


def in_unit(energy_kwh: float | None, unit: str) -> float | None:
    """Return an energy [kWh] in a unit, None for nothing."""
    return energy_kwh / KWH_BY_UNIT[unit] if is_known(energy_kwh) and energy_kwh is not None else None


def hours(value: float | None, language: str) -> str:
    """Return hours and minutes.

    >>> hours(54.75, "en").replace(HARD_SPACE, " ")
    '54 h 45'
    """
    if not is_known(value):
        return DASH
    whole, minutes = divmod(round((value or 0) * 60), 60)
    return f"{number(whole, 0, language)}{HARD_SPACE}h{HARD_SPACE}{minutes:02}"

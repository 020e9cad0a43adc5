"""Amounts of money and prices as they are written in the visitor's language."""

from __future__ import annotations

from django import template

from energy_synergy.web.templatetags.es_numbers import DASH, HARD_SPACE, is_known, number, speaks_french

register = template.Library()

SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$"}
CENTS, PRICE_DECIMALS = 2, 3
# From here on cents tell nothing.
LARGE = 10_000


def symbol(currency: str) -> str:
    """Return what a currency is written with: its sign, or its code where it has none that is known everywhere."""
    return SYMBOLS.get(currency, currency)


def written(value: float | None, currency: str, decimals: int) -> str:
    """Return an amount with its currency where the language puts it; a dash for nothing.

    >>> written(-1234.5, "EUR", 2)
    '−€1,234.50'
    """
    if value is None or not is_known(value):
        return DASH
    if speaks_french():
        return f"{number(value, decimals)}{HARD_SPACE}{symbol(currency)}"
    sign = "−" if round(value, decimals) < 0 else ""
    space = "" if currency in SYMBOLS else HARD_SPACE
    return f"{sign}{symbol(currency)}{space}{number(abs(value), decimals)}"


@register.filter
def money(value: float | None, currency: str) -> str:
    """Return an amount of money, in cents unless it is large.

    >>> money(3613.4, "EUR")
    '€3,613.40'
    """
    return written(value, currency, 0 if value is not None and abs(value) >= LARGE else CENTS)


@register.filter
def price(value: float | None, currency: str) -> str:
    """Return a price for each kWh.

    >>> price(0.112, "EUR")
    '€0.112/kWh'
    """
    text = written(value, currency, PRICE_DECIMALS)
    return text if text == DASH else f"{text}/kWh"


@register.filter
def amount(value: float | None, decimals: int = CENTS) -> str:
    """Return an amount as a number of a column whose head names the currency."""
    return number(value, decimals)

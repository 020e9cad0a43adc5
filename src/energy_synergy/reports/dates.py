"""Dates and times as a language writes them where the month cannot be misread."""

from __future__ import annotations

from datetime import date, datetime

from energy_synergy.reports.numbers import FRENCH

FRENCH_MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def month(value: date, language: str) -> str:
    """Return the month of a date, cut short."""
    return (FRENCH_MONTHS if language == FRENCH else ENGLISH_MONTHS)[value.month - 1]


def ordinal(value: date, language: str) -> str:
    """Return the day of a month.

    >>> ordinal(date(2026, 6, 1), "fr")
    '1er'
    """
    return "1er" if language == FRENCH and value.day == 1 else str(value.day)


def day_of_month(value: date, language: str) -> str:
    """Return a day with its month and no year.

    >>> day_of_month(date(2026, 6, 8), "en")
    '8 Jun'
    """
    return f"{ordinal(value, language)} {month(value, language)}"


def short_date(value: date, language: str) -> str:
    """Return a date with its month cut short.

    >>> short_date(date(2026, 6, 8), "en"), short_date(date(2026, 6, 8), "fr")
    ('8 Jun 2026', '8 juin 2026')
    """
    return f"{day_of_month(value, language)} {value.year}"


def moment(value: datetime, language: str) -> str:
    """Return a time as its own clock shows it.

    >>> moment(datetime(2026, 6, 8, 23, 45), "fr")
    '8 juin 2026 à 23:45'
    """
    return f"{short_date(value, language)}{' à ' if language == FRENCH else ', '}{value:%H:%M}"

"""Moments as they are written on the command line: a local day, or a local time."""

from __future__ import annotations

from datetime import date, datetime

from energy_synergy.cli.arguments import UsageRefused
from energy_synergy.errors import marked
from energy_synergy.timeline import first_instant, zone


def read_moment(text: str | None, timezone: str) -> datetime | None:
    """Return the instant at which a local day begins, or of a local time such as 2025-01-01T12:00.

    Raises UsageRefused for text that is neither.
    """
    if text is None:
        return None
    try:
        if len(text) == len("2025-01-01"):
            return first_instant(date.fromisoformat(text), timezone)
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageRefused(marked("{text} is not a date. Write it as 2025-01-01."), text=text) from error
    if moment.minute % 15 or moment.second or moment.microsecond:
        raise UsageRefused(marked("{text} is not a quarter of an hour. Write minutes as 00, 15, 30 or 45."), text=text)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone(timezone))

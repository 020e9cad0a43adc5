"""Which period of the calendar an address asks for, where a day without a date has no place."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import cast

from energy_synergy.timeline import first_instant
from energy_synergy.web.db.facts import GroupFacts
from energy_synergy.web.pages.address import Address
from energy_synergy.web.queries.calendar_period import Choice, DataSpan, data_span, default_day, period_head
from energy_synergy.web.queries.overview_records import PeriodKind

KINDS: tuple[PeriodKind, ...] = ("day", "week", "month", "year")
# Readings of up to this many days are shown by the month, longer ones by the year.
DAYS_OF_A_MONTH = 62
ONE_DAY = timedelta(days=1)


def parse_dated_choice(address: Address, facts: GroupFacts, today: date) -> Choice:
    """Return the period and the tolerance; by default the last month or year that the readings fill."""
    span = data_span(facts, today)
    kind = cast(PeriodKind, address.one_of("period", KINDS, _default_kind(span)))
    day = address.day("on", default_day(kind, span) if span.has_dates else today)
    return Choice(
        period=period_head(kind, day, span, "all"),
        view="balance",
        flows="flows",
        tolerance=address.fraction("tolerance", facts.tolerance),
        as_of=parse_as_of(address, facts, today),
    )


def parse_as_of(address: Address, facts: GroupFacts, today: date) -> datetime | None:
    """Return the instant at which values shall be known, None for now; a date means the end of that local day."""
    text = address.query.get("as_of", "")
    if not text:
        return None
    return (
        address.moment("as_of") if "T" in text else first_instant(address.day("as_of", today) + ONE_DAY, facts.timezone)
    )


def as_of_part(choice: Choice) -> dict[str, str]:
    """Return the part of an address that asks for what was known then."""
    return {"as_of": choice.as_of.astimezone(UTC).isoformat().replace("+00:00", "Z")} if choice.as_of else {}


def _default_kind(span: DataSpan) -> PeriodKind:
    days = (span.last_on - span.first_on).days
    return "month" if span.has_dates and days <= DAYS_OF_A_MONTH else "year"


def year_of(choice: Choice, facts: GroupFacts) -> Choice:
    """Return the same choice for the year in which its period begins."""
    period = choice.period
    return replace(choice, period=period_head("year", period.starts_on, data_span(facts, period.starts_on), "all"))


def period_query(choice: Choice) -> dict[str, str]:
    """Return the parts of an address that ask for the same period and tolerance again."""
    period = choice.period
    return {
        "period": period.kind,
        "on": period.starts_on.isoformat(),
        "tolerance": f"{choice.tolerance:g}",
        **as_of_part(choice),
    }

"""What the address of the overview asks for; a part that cannot be understood falls back and says so."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import cast, get_args
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from energy_synergy.community.typical_day import DAY_TYPES, DayType
from energy_synergy.web.db.facts import GroupFacts
from energy_synergy.web.queries.calendar_period import (
    FIRST_DAY,
    LAST_DAY,
    PERIOD_KINDS,
    Choice,
    DataSpan,
    data_span,
    default_day,
    default_kind,
    period_head,
)
from energy_synergy.web.queries.overview_records import PeriodKind

VIEWS = ("balance", "production", "consumption")
FLOWS = ("flows", "matrix")
MOST_MEMBERS_IN_FLOWS = 10
MOST_TEXT = 40

assert set(get_args(PeriodKind)) == set(PERIOD_KINDS)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for, and in the visitor's language what could not be understood."""

    choice: Choice
    complaints: tuple[str, ...]


class _Query:
    """The parts of an address; it remembers those that could not be understood."""

    def __init__(self, query: Mapping[str, str]) -> None:
        self.query = query
        self.complaints: list[str] = []

    def one_of(self, name: str, known: tuple[str, ...], default: str) -> str:
        text = self.query.get(name, "")
        if text and text not in known:
            self._complain(name, text, ", ".join(known))
        return text if text in known else default

    def day(self, name: str, default: date) -> date:
        text = self.query.get(name, "")
        try:
            day = date.fromisoformat(text) if text else default
        except ValueError:
            day = LAST_DAY
        if FIRST_DAY < day < LAST_DAY:
            return day
        self._complain(name, text, _("a date such as {example}").format(example=default.isoformat()))
        return default

    def fraction(self, name: str, default: float) -> float:
        text = self.query.get(name, "")
        try:
            value = float(text) if text else default
        except ValueError:
            value = math.nan
        if 0 <= value <= 1:
            return value
        self._complain(name, text, _("a number from 0 to 1"))
        return default

    def _complain(self, name: str, text: str, known: str) -> None:
        shown = text[:MOST_TEXT]
        self.complaints.append(
            _("The address says {name}={value}, which cannot be shown. It should be: {known}.").format(
                name=name, value=shown, known=known
            )
        )


def parse(query: Mapping[str, str], facts: GroupFacts, *, today: date) -> Asked:
    """Return what the address asks for; `today` is the date on the group's clock."""
    asked = _Query(query)
    span = data_span(facts, today)
    kind = cast(PeriodKind, asked.one_of("period", PERIOD_KINDS, default_kind(span)))
    day = asked.day("on", _default_day(kind, span, today))
    day_type = cast(DayType, asked.one_of("day_type", DAY_TYPES, "all"))
    few = len(facts.companies) <= MOST_MEMBERS_IN_FLOWS
    choice = Choice(
        period=period_head(kind, day, span, day_type),
        view=asked.one_of("view", VIEWS, VIEWS[0]),
        flows=asked.one_of("flows", FLOWS, "flows" if few else "matrix"),
        tolerance=asked.fraction("tolerance", facts.tolerance),
    )
    return Asked(choice, tuple(asked.complaints))


def coarser(choice: Choice, facts: GroupFacts) -> Choice:
    """Return the same choice for the month in which its period begins."""
    period, span = choice.period, data_span(facts, choice.period.starts_on)
    return replace(choice, period=period_head("month", period.starts_on, span, period.day_type))


def _default_day(kind: PeriodKind, span: DataSpan, today: date) -> date:
    return default_day(kind, span) if span.has_dates else today


def query_of(choice: Choice) -> str:
    """Return the address that asks for the same again, in full and without a question mark."""
    period = choice.period
    parts = {
        "period": period.kind,
        "on": "" if period.kind == "typical" else period.starts_on.isoformat(),
        "view": choice.view,
        "flows": choice.flows,
        "tolerance": f"{choice.tolerance:g}",
        "day_type": period.day_type if period.kind == "typical" else "",
    }
    return urlencode({name: value for name, value in parts.items() if value})

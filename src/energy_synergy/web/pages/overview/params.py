"""What the address of the overview asks for; a part that cannot be understood falls back and says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import cast, get_args
from urllib.parse import urlencode

from energy_synergy.community.typical_day import DAY_TYPES, DayType
from energy_synergy.web.db.facts import GroupFacts
from energy_synergy.web.pages.address import Address
from energy_synergy.web.pages.dated_choice import as_of_part, parse_as_of
from energy_synergy.web.queries.buckets import STEPS
from energy_synergy.web.queries.calendar_period import (
    PERIOD_KINDS,
    Choice,
    DataSpan,
    data_span,
    default_day,
    default_kind,
    period_head,
)
from energy_synergy.web.queries.overview_records import Compare, PeriodKind, Step

VIEWS = ("balance", "production", "consumption")
FLOWS = ("flows", "matrix")
MOST_MEMBERS_IN_FLOWS = 10
# What the charts by company can leave out besides companies: those that are pooled, and those beyond the largest.
POOLED, REST = "0", "rest"

assert set(get_args(PeriodKind)) == set(PERIOD_KINDS)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for, and in the visitor's language what could not be understood."""

    choice: Choice
    complaints: tuple[str, ...]


def parse(query: Mapping[str, str], facts: GroupFacts, *, today: date) -> Asked:
    """Return what the address asks for; `today` is the date on the group's clock."""
    asked = Address(query)
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
        compare=cast(Compare, asked.one_of("compare", get_args(Compare), "none")),
        step=cast(Step, asked.one_of("step", STEPS[kind], STEPS[kind][0])),
        hidden=asked.some_of("hide", (*(str(one.id) for one in facts.companies), POOLED, REST)),
        as_of=parse_as_of(asked, facts, today),
    )
    return Asked(choice, tuple(asked.complaints))


def coarser(choice: Choice, facts: GroupFacts) -> Choice:
    """Return the same choice for the month in which its period begins."""
    period, span = choice.period, data_span(facts, choice.period.starts_on)
    return replace(choice, period=period_head("month", period.starts_on, span, period.day_type), step=None)


def _default_day(kind: PeriodKind, span: DataSpan, today: date) -> date:
    return default_day(kind, span) if span.has_dates else today


def period_parts(choice: Choice) -> dict[str, str]:
    """Return the parts of an address that ask for the same period again."""
    period = choice.period
    if period.kind == "typical":
        return {"period": period.kind, "day_type": period.day_type, **as_of_part(choice)}
    return {"period": period.kind, "on": period.starts_on.isoformat(), **as_of_part(choice)}


def query_of(choice: Choice) -> str:
    """Return the address that asks for the same again, in full and without a question mark."""
    parts = {
        **period_parts(choice),
        "view": choice.view,
        "flows": choice.flows,
        "tolerance": f"{choice.tolerance:g}",
        "compare": choice.compare if choice.compare != "none" else "",
        "step": choice.step if choice.step and choice.step != STEPS[choice.period.kind][0] else "",
        "hide": ",".join(sorted(choice.hidden)),
    }
    return urlencode({name: value for name, value in parts.items() if value}, safe=",")

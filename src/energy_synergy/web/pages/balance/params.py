"""What the address of surplus and deficit asks for; a part that cannot be understood falls back and says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import cast, get_args
from urllib.parse import urlencode

from energy_synergy.community.mean_days import COLUMNS_BY_SET, DaySet
from energy_synergy.web.db.facts import GroupFacts
from energy_synergy.web.pages.address import Address
from energy_synergy.web.pages.dated_choice import parse_dated_choice, period_query, year_of
from energy_synergy.web.queries.balance_records import DayChoice, OrderChoice, Selection, SortChoice, StateChoice
from energy_synergy.web.queries.calendar_period import Choice

DAY_SETS = tuple(COLUMNS_BY_SET)
MOST_PAGES, MOST_ID = 100_000, 2**31 - 1


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for, and in the visitor's language what could not be understood."""

    choice: Choice
    selection: Selection
    day_set: DaySet
    at: datetime | None
    complaints: tuple[str, ...]


def parse(query: Mapping[str, str], facts: GroupFacts, *, today: date) -> Asked:
    """Return what the address asks for; `today` is the date on the group's clock."""
    address = Address(query)
    choice = parse_dated_choice(address, facts, today)
    selection = _selection(address)
    day_set = cast(DaySet, address.one_of("multiples", DAY_SETS, DAY_SETS[0]))
    return Asked(choice, selection, day_set, address.moment("at"), tuple(address.complaints))


def _selection(address: Address) -> Selection:
    state = address.one_of("state", get_args(StateChoice), "")
    company = address.whole("company", 0, least=0, most=MOST_ID)
    return Selection(
        state=cast(StateChoice, state) if state else None,
        min_kwh=address.amount("min_kwh"),
        min_hours=address.amount("min_hours"),
        days=cast(DayChoice, address.one_of("days", get_args(DayChoice), "all")),
        from_hour=address.whole("from", 0, least=0, most=23),
        to_hour=address.whole("to", 24, least=1, most=24),
        company=company if address.query.get("company") and company else None,
        sort=cast(SortChoice, address.one_of("sort", get_args(SortChoice), "energy")),
        order=cast(OrderChoice, address.one_of("order", get_args(OrderChoice), "down")),
        page=address.whole("page", 1, least=1, most=MOST_PAGES),
    )


def coarser(asked: Asked, facts: GroupFacts) -> Asked:
    """Return the same for the year in which its period begins."""
    return replace(asked, choice=year_of(asked.choice, facts))


def query_of(asked: Asked) -> str:
    """Return the address that asks for the same again but the first page, without a question mark."""
    chosen, usual = asked.selection, Selection()
    parts = {
        "state": chosen.state or "",
        "min_kwh": f"{chosen.min_kwh:g}" if chosen.min_kwh else "",
        "min_hours": f"{chosen.min_hours:g}" if chosen.min_hours else "",
        "days": chosen.days if chosen.days != usual.days else "",
        "from": str(chosen.from_hour) if chosen.from_hour != usual.from_hour else "",
        "to": str(chosen.to_hour) if chosen.to_hour != usual.to_hour else "",
        "company": "" if chosen.company is None else str(chosen.company),
        "sort": chosen.sort if chosen.sort != usual.sort else "",
        "order": chosen.order if chosen.order != usual.order else "",
        "multiples": asked.day_set if asked.day_set != DAY_SETS[0] else "",
    }
    return urlencode({**period_query(asked.choice), **{name: value for name, value in parts.items() if value}})

"""What the address of a company's page asks for; a part that cannot be understood falls back and says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from energy_synergy.metering.series import DIRECTIONS
from energy_synergy.web.db.facts import GroupFacts
from energy_synergy.web.pages.address import Address
from energy_synergy.web.pages.overview import params as overview
from energy_synergy.web.queries.buckets import STEPS
from energy_synergy.web.queries.calendar_period import Choice


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: `side` and `profile` are empty unless named; a profile may turn out not to be there."""

    choice: Choice
    side: str
    profile: str
    complaints: tuple[str, ...]


def parse(query: Mapping[str, str], facts: GroupFacts, *, today: date) -> Asked:
    """Return what the address asks for; `today` is the date on the group's clock."""
    asked, address = overview.parse(query, facts, today=today), Address(query)
    side = address.one_of("side", DIRECTIONS, "")
    complaints = (*asked.complaints, *address.complaints)
    return Asked(asked.choice, side, query.get("profile", ""), complaints)


def query_of(asked: Asked) -> str:
    """Return the address that asks for the same again, in full and without a question mark."""
    kind, step = asked.choice.period.kind, asked.choice.step
    parts = {"step": step if step != STEPS[kind][0] else "", "side": asked.side, "profile": asked.profile}
    return urlencode(overview.period_parts(asked.choice) | {name: value for name, value in parts.items() if value})

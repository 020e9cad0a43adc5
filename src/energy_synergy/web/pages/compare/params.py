"""What the address of the comparison asks for; a part that cannot be understood falls back and says so."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from energy_synergy.registry import options
from energy_synergy.web.db.facts import GroupFacts
from energy_synergy.web.pages.address import Address
from energy_synergy.web.pages.dated_choice import parse_dated_choice, period_query, year_of
from energy_synergy.web.queries.calendar_period import Choice
from energy_synergy.web.queries.compare_page import AGREED

# What may be tried in the address: the field of which rule, from how much to how much.
TRIED: Mapping[str, tuple[str, float, float]] = {
    "price_per_kwh": ("fixed", -10.0, 10.0),
    "k": ("k_split", 0.0, 1.0),
    "compensation_per_kwh": ("compensated_supply_demand_ratio", 0.0, 10.0),
    "spread_per_kwh": ("spot_indexed", -10.0, 10.0),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for, and in the visitor's language what could not be understood.

    `show` is the combination whose companies are listed, `against` what they are compared with, `key` and `price`
    narrow the rows, `tried` are fields of price rules by name.
    """

    choice: Choice
    show: str = ""
    against: str = ""
    key: str = ""
    price: str = ""
    tried: Mapping[str, float] = field(default_factory=dict)
    complaints: tuple[str, ...] = ()

    @property
    def fields(self) -> dict[str, dict[str, float]]:
        """The fields of price rules that are tried, by the rule."""
        return {TRIED[name][0]: {name: value} for name, value in self.tried.items()}


def parse(query: Mapping[str, str], facts: GroupFacts, *, today: date, may_try: bool) -> Asked:
    """Return what the address asks for; `today` is the date on the group's clock.

    Trying fields is for those who see every company: from how gains follow a price, the prices of others are known.
    """
    address = Address(query)
    choice = parse_dated_choice(address, facts, today)
    keys, prices = tuple(options("sharing")), tuple(options("pricing"))
    names = tuple(f"{key}/{price}" for key in keys for price in prices)
    return Asked(
        choice=choice,
        show=address.one_of("show", names, ""),
        against=address.one_of("against", (*names, AGREED), ""),
        key=address.one_of("key", keys, ""),
        price=address.one_of("price", prices, ""),
        tried=_tried(query, address) if may_try else {},
        complaints=tuple(address.complaints),
    )


def _tried(query: Mapping[str, str], address: Address) -> dict[str, float]:
    tried = {}
    for name, (_rule, least, most) in TRIED.items():
        text = query.get(name, "").strip().replace(",", ".")
        if not text:
            continue
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if least <= value <= most:
            tried[name] = value
        else:
            sentence = _("{value} cannot be tried. It should be a number from {least} to {most}.")
            address.complaints.append(sentence.format(value=text[:40], least=least, most=most))
    return tried


def coarser(asked: Asked, facts: GroupFacts) -> Asked:
    """Return the same for the year in which its period begins."""
    return replace(asked, choice=year_of(asked.choice, facts))


def query_of(asked: Asked, **changed: str) -> str:
    """Return the address that asks for the same again, some parts changed, without a question mark."""
    parts = {
        "show": asked.show,
        "against": asked.against,
        "key": asked.key,
        "price": asked.price,
        **{name: f"{value:g}" for name, value in asked.tried.items()},
        **changed,
    }
    return urlencode({**period_query(asked.choice), **{name: value for name, value in parts.items() if value}})

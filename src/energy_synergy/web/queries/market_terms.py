"""What the market of a group rests on: its readings with the tariffs of its members, and the terms it settles on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from energy_synergy.community import group as kernel
from energy_synergy.schemes.catalogue import schemes
from energy_synergy.tariffs.member_prices import FULL_FEES
from energy_synergy.tariffs.spot import SpotPrices
from energy_synergy.timeline import Timeline
from energy_synergy.usecases.open_market import MarketTerms, common_year
from energy_synergy.usecases.scheme_terms import TermsOfDay, terms_by_scheme
from energy_synergy.web.db.loading import bonds_in_order, load_group_of
from energy_synergy.web.db.models import Group
from energy_synergy.web.db.prices import load_layers
from energy_synergy.web.db.tariffs import with_tariffs
from energy_synergy.web.queries.scheme_facts import group_facts, load_member_facts


def load_priced_group(row: Group, timeline: Timeline, *, as_of: datetime | None = None) -> kernel.Group:
    """Return a group with its readings over some slots and the tariffs of its members.

    It is the whole group: amounts are computed over it, and what of them a visitor may see is decided after.
    """
    group = load_group_of(row, timeline.starts_at, timeline.ends_at, as_of=as_of)
    return with_tariffs(row, group, as_of=as_of)


def market_terms(group: Group, timeline: Timeline | None) -> MarketTerms:
    """Return the terms of a group's market over some slots, None for a typical day; a few queries."""
    return terms_of_scheme(group, timeline).terms


def terms_of_scheme(group: Group, timeline: Timeline | None) -> TermsOfDay:
    """Return the terms of a group's market by its country scheme, and what the scheme says.

    The scheme is that of the first day, its members are those of the last one: whoever belongs to the group then has
    the fees that the scheme leaves on shared energy, anybody else all of them. Four queries, one without a scheme.
    """
    slots = timeline or _year_of_prices(group)
    spot = load_spot(group, slots)
    if group.scheme not in schemes():
        return TermsOfDay(MarketTerms(currency=group.currency, spot=spot))
    members = load_member_facts(group, slots.start_of(max(0, slots.slots - 1)).date())
    facts = group_facts(group, members, None)
    found = terms_by_scheme(group.scheme, facts, spot, on=slots.start_of(0).date())
    fees = dict(zip((member.number for member in facts.members), found.fees, strict=True))
    ordered = tuple(fees.get(bond.company_id, FULL_FEES) for bond in bonds_in_order(group))
    return replace(found, terms=replace(found.terms, local_fees=ordered))


def _year_of_prices(group: Group) -> Timeline:
    """Return the slots whose mean prices are those of a typical day, by the tariffs of the members; one query."""
    names = tuple(kernel.Member(bond.company.name) for bond in bonds_in_order(group))
    return common_year(with_tariffs(group, kernel.Group(group.name, group.timezone, names)))


def load_spot(group: Group, timeline: Timeline) -> SpotPrices | None:
    """Return the day-ahead prices of a group's area over some slots; None where it has no area or none is known.

    The prices that the group gave itself come before those that were fetched for everybody.
    """
    if not group.price_area:
        return None
    spot = load_layers(group, timeline).joined
    return spot if spot.known_slots else None

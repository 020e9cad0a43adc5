"""What an agreement would bring each member, with the readings of the last twelve months."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from energy_synergy.community.readings import compute_readings
from energy_synergy.errors import EnergySynergyError
from energy_synergy.findings import Severity
from energy_synergy.timeline import Timeline, first_instant, zone
from energy_synergy.trading.market import Market, compute_market
from energy_synergy.units import SLOT_SECONDS
from energy_synergy.usecases.agreements import read_key, read_rule
from energy_synergy.usecases.open_market import open_group_market
from energy_synergy.web.db.agreed_keys import parties_of
from energy_synergy.web.db.agreements import AgreementDetails
from energy_synergy.web.db.facts import GroupFacts
from energy_synergy.web.db.models import Group
from energy_synergy.web.queries.calendar_period import ONE_DAY, data_span
from energy_synergy.web.queries.market_terms import load_priced_group, market_terms
from energy_synergy.web.words import filled, translated

YEAR = timedelta(days=365)
HALF_CENT = 0.005


@dataclass(frozen=True, slots=True)
class BringsLine:
    """What it brings one company over the period [currency] and [kWh]; `saves` is compared with the grid alone."""

    company_id: int
    company: str
    given_kwh: float
    received_kwh: float
    earned: float
    paid: float
    settled: float
    saves: float


@dataclass(frozen=True, slots=True)
class Brings:
    """What an agreement would have brought from one day to another, both included.

    `reason` says why nothing can be computed; `notes` are what its prices lack. `total` is None where not every company
    is shown.
    """

    first_on: date
    last_on: date
    currency: str
    lines: tuple[BringsLine, ...] = ()
    total: float | None = None
    shared_kwh: float | None = None
    notes: tuple[tuple[str, str], ...] = ()
    reason: str = ""

    @property
    def least(self) -> float:
        """What the company saves that saves least."""
        return min((one.saves for one in self.lines), default=0.0)

    @property
    def is_all_better(self) -> bool:
        """Tell whether every company saves something."""
        return self.least >= HALF_CENT

    @property
    def is_nobody_worse(self) -> bool:
        """Tell whether no company is worse off."""
        return self.least > -HALF_CENT


def load_brings(
    row: Group, facts: GroupFacts, told: AgreementDetails, *, now: datetime, only: frozenset[int] | None = None
) -> Brings:
    """Return what an agreement would have brought; of companies that are not in `only` nothing is told.

    It is computed over the companies that belong to the group while the agreement holds, each for as long as it
    belonged to the group in the last twelve months of readings. Who does not see every company is told of months that
    are over: an amount that grows from day to day would give the others away.
    """
    span = data_span(facts, now.date())
    month = now.astimezone(zone(row.timezone)).date().replace(day=1)
    last_on = span.last_on if only is None else min(span.last_on, month - ONE_DAY)
    first_on = max(span.first_on, last_on + ONE_DAY - YEAR)
    nothing = Brings(first_on, last_on, row.currency)
    if last_on < first_on:
        return replace(nothing, reason=_("No month of readings is over yet: it is told then."))
    timeline = Timeline.from_days(first_on, last_on + ONE_DAY, row.timezone)
    try:
        market, companies, notes = _market(row, told, timeline, now=now)
    except EnergySynergyError as refusal:
        return replace(nothing, reason=translated(refusal))
    lines = tuple(_lines(market, companies))
    shown = lines if only is None else tuple(one for one in lines if one.company_id in only)
    if only is not None:
        return replace(nothing, lines=shown)
    shared = float(market.result.member_kwh["given_kwh"].sum())
    return replace(nothing, lines=shown, total=market.total_gain, shared_kwh=shared, notes=notes)


def _market(
    row: Group, told: AgreementDetails, timeline: Timeline, *, now: datetime
) -> tuple[Market, list[tuple[int, int, str]], tuple[tuple[str, str], ...]]:
    starts_at = now if told.active_from is None else first_instant(told.active_from, row.timezone)
    ends_at = None if told.active_to is None else first_instant(told.active_to, row.timezone)
    parties, slots = parties_of(row), told.interval_minutes * 60 // SLOT_SECONDS
    rows = None if told.key.coefficients is None else told.key.coefficients.over(timeline, slots)
    key = read_key(told.key.record, parties, (starts_at, ends_at), rows)
    group, is_party = load_priced_group(row, timeline), [one.belongs(starts_at, ends_at) for one in parties]
    members = (
        member if is_one else replace(member, participation=0.0)
        for member, is_one in zip(group.members, is_party, strict=True)
    )
    group = replace(group, members=tuple(members))
    terms = replace(market_terms(row, timeline), interval_slots=slots)
    opened = open_group_market(group, compute_readings(group, timeline), terms)
    others = {one.name for one, is_one in zip(parties, is_party, strict=True) if not is_one}
    notes = tuple(
        (one.severity.value, f"{translated(one)} {filled(one.advice, one.values)}".strip())
        for one in opened.findings
        if one.severity is not Severity.INFO and one.values.get("member") not in others
    )
    market = compute_market(opened.market, key, read_rule(told.rule))
    companies = [
        (place, one.number, one.name)
        for place, (one, is_one) in enumerate(zip(parties, is_party, strict=True))
        if is_one
    ]
    return market, companies, notes


def _lines(market: Market, companies: list[tuple[int, int, str]]) -> list[BringsLine]:
    sums = market.result.member_kwh
    return [
        BringsLine(
            number,
            name,
            float(sums["given_kwh"][place]),
            float(sums["received_kwh"][place]),
            float(market.earned[place]),
            float(market.paid[place]),
            float(market.transfers[place] + market.compensation[place]),
            float(market.savings[place]),
        )
        for place, number, name in companies
    ]

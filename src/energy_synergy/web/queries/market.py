"""The market of a group over a period: whole, as it is computed, with what decides what a visitor may see of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

import numpy as np
import numpy.typing as npt

from energy_synergy.community import group as kernel
from energy_synergy.community.sight import Sight
from energy_synergy.community.window import DEFAULT_KEY
from energy_synergy.errors import EnergySynergyError, marked
from energy_synergy.findings import Finding
from energy_synergy.metering.series import Energies
from energy_synergy.pricing.base import PriceRule
from energy_synergy.pricing.mid_market_rate import MidMarketRate
from energy_synergy.sharing.base import SharingKey
from energy_synergy.sharing.dated import dated_key
from energy_synergy.timeline import Timeline
from energy_synergy.trading.agreed_price import judge_agreed_price
from energy_synergy.trading.dated_rule import dated_rule
from energy_synergy.trading.market import Market, compute_market
from energy_synergy.units import SLOT
from energy_synergy.usecases.agreements import Party, read_rule
from energy_synergy.usecases.open_market import MarketTerms, open_group_market
from energy_synergy.web.db import models
from energy_synergy.web.db.agreed_keys import Agreed
from energy_synergy.web.db.facts import CompanyFacts, GroupFacts
from energy_synergy.web.queries.buckets import Buckets, calendar_buckets, month_buckets
from energy_synergy.web.queries.calendar_period import Choice, timeline_of
from energy_synergy.web.queries.group_window import GroupWindow, compute_group_window
from energy_synergy.web.queries.market_terms import load_priced_group, terms_of_scheme
from energy_synergy.web.queries.overview import ready_facts
from energy_synergy.web.queries.seen import (
    COARSE_KINDS,
    gives_exchange_away,
    known_then,
    seen_window,
    too_few_contributors,
    without_running_month,
)
from energy_synergy.web.queries.window_key import KeyRun, agreed_runs

Flags = npt.NDArray[np.bool_]
PROPOSED = MidMarketRate()


class MixedIntervals(EnergySynergyError):
    """Two agreements of a period share by different intervals."""

    code = "mixed_intervals"


@dataclass(frozen=True, eq=False)
class LoadedMarket:
    """The market of the whole group, and the sight of the visitor.

    Amounts are computed over everybody. `is_protected` tells that what a company exchanges by the slot, or a total,
    would give another company away: then only its own amounts of whole months and years are shown. `runs` are the
    agreements of the period, none where none was ever published.
    """

    row: models.Group
    window: GroupWindow
    market: Market
    findings: tuple[Finding, ...]
    sight: Sight
    runs: tuple[KeyRun, ...]
    is_protected: bool
    has_tariffs: tuple[bool, ...]

    @property
    def facts(self) -> GroupFacts:
        """The group, its companies as the visitor reads them."""
        return self.window.facts

    @property
    def choice(self) -> Choice:
        """The period that is asked for."""
        return self.window.choice

    @property
    def currency(self) -> str:
        """The currency of all prices and amounts."""
        return self.market.open_market.prices.currency

    @cached_property
    def timeline(self) -> Timeline:
        """The slots of the period."""
        assert self.window.timeline is not None, "a market page shows days of the calendar"
        return self.window.timeline

    @property
    def interval_slots(self) -> int:
        """How many slots an interval of sharing has."""
        return self.market.result.interval_slots

    @property
    def agreements(self) -> tuple[Agreed, ...]:
        """The agreements that hold in some part of the period, each once."""
        found = {run.agreement.term.number: run.agreement for run in self.runs if run.agreement is not None}
        return tuple(found.values())

    @property
    def is_agreed(self) -> bool:
        """Tell whether an agreement holds all the time."""
        return bool(self.runs) and all(run.agreement is not None for run in self.runs)

    @property
    def refusals(self) -> tuple[EnergySynergyError, ...]:
        """Why a key could not be used, so that energy is shared pro rata there."""
        return tuple({run.refusal.code: run.refusal for run in self.runs if run.refusal is not None}.values())

    @cached_property
    def seen_places(self) -> tuple[int, ...]:
        """The members whose amounts the visitor may see: all, or the own companies."""
        own = self.sight.own
        return tuple(
            place for place, company in enumerate(self.facts.companies) if self.sight.is_full or company.id in own
        )

    @property
    def tells_totals(self) -> bool:
        """Tell whether the visitor may see what the group gains and trades in all."""
        return self.sight.is_full or not self.is_protected

    def company(self, place: int) -> CompanyFacts:
        """Return a member as pages name it."""
        return self.facts.companies[place]

    def place_of(self, company_id: int) -> int | None:
        """Return the place of a company in the group, None for one that is not there."""
        return next((place for place, one in enumerate(self.facts.companies) if one.id == company_id), None)

    @cached_property
    def buckets(self) -> Buckets:
        """The steps that charts and tables of the period have."""
        if self.is_protected:
            return month_buckets(self.timeline)
        return calendar_buckets(self.timeline, self.choice.period.kind, self.choice.step)

    def interval_at(self, moment: datetime) -> int | None:
        """Return the interval of sharing that holds an instant, None for one outside of the period.

        Raises TooFewContributors where an interval would give a company away.
        """
        if self.is_protected:
            raise too_few_contributors()
        slot = (moment - self.timeline.starts_at) // SLOT
        return slot // self.interval_slots if 0 <= slot < self.timeline.slots else None

    def by_slot(self, values: Energies, *, is_energy: bool) -> Energies:
        """Return values by interval (R, ...) slot by slot, (T, ...): energy in equal parts, a price as it is."""
        if self.interval_slots == 1:
            return values
        spread: Energies = np.repeat(values, self.interval_slots, axis=0)
        return spread / self.interval_slots if is_energy else spread


def load_market(row: models.Group, facts: GroupFacts, choice: Choice, sight: Sight) -> LoadedMarket:
    """Return the market of a group over a period of the calendar.

    Raises TooFewContributors where the visitor may see no period as short as this one, MixedIntervals and RulesRefused
    where the agreements of the period cannot be computed as one, InvalidValue for prices of another currency.
    """
    facts, timeline = ready_facts(row, facts), timeline_of(choice.period, facts.timezone)
    group = _named(load_priced_group(row, timeline, as_of=known_then(choice, sight)), facts)
    window = compute_group_window(group, facts, choice)
    is_protected = not sight.is_full and (
        seen_window(window, group, sight).is_coarse or gives_exchange_away(window, group, sight)
    )
    if is_protected and choice.period.kind not in COARSE_KINDS:
        raise too_few_contributors()
    known = without_running_month(window, sight) if is_protected else window
    terms = terms_of_scheme(row, window.timeline).terms
    interval = _interval(window.key_runs, terms)
    runs = _runs(group, facts, timeline, interval) if interval > 1 else window.key_runs
    opened = open_group_market(group, known.readings, replace(terms, interval_slots=interval))
    key, rule = _key(runs, timeline, interval), _rule(runs, interval)
    return LoadedMarket(
        row=row,
        window=known,
        market=compute_market(opened.market, key, rule),
        findings=(*opened.findings, *judge_agreed_price(opened.market, rule)),
        sight=sight,
        runs=runs,
        is_protected=is_protected,
        has_tariffs=tuple(bool(member.tariffs) for member in group.members),
    )


def _named(group: kernel.Group, facts: GroupFacts) -> kernel.Group:
    """Return a group whose members are called as the visitor reads them."""
    named = zip(group.members, facts.companies, strict=True)
    return replace(group, members=tuple(replace(member, name=company.name) for member, company in named))


def _interval(runs: tuple[KeyRun, ...], terms: MarketTerms) -> int:
    """Return how many slots an interval of sharing has: that of the agreements, else that of the country scheme."""
    found = {terms.interval_slots if run.agreement is None else run.agreement.interval_slots for run in runs}
    if len(found) > 1:
        raise MixedIntervals(
            marked("Agreements of this period share by quarters and by hours. Choose a period inside one of them.")
        )
    return found.pop() if found else terms.interval_slots


def _runs(group: kernel.Group, facts: GroupFacts, timeline: Timeline, interval: int) -> tuple[KeyRun, ...]:
    parties = [
        Party(company.id, company.name, member.active_from, member.active_to)
        for company, member in zip(facts.companies, group.members, strict=True)
    ]
    return agreed_runs(facts.agreements, parties, timeline, interval_slots=interval)


def _key(runs: tuple[KeyRun, ...], timeline: Timeline, interval: int) -> SharingKey:
    if not runs:
        return DEFAULT_KEY
    if len(runs) == 1:
        return runs[0].key
    begun = [(timeline.starts_at + run.first_slot * SLOT, run.key) for run in runs]
    return dated_key(begun, timeline, interval_slots=interval)


def _rule(runs: tuple[KeyRun, ...], interval: int) -> PriceRule:
    if not runs:
        return PROPOSED
    return dated_rule(
        [
            (run.first_slot // interval, PROPOSED if run.agreement is None else read_rule(run.agreement.rule))
            for run in runs
        ]
    )

"""Compare the sharing keys and price rules that a group may choose, over one window of its readings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from energy_synergy.community.group import Group
from energy_synergy.community.readings import Readings, active_slots
from energy_synergy.errors import UnknownName, marked
from energy_synergy.findings import Finding
from energy_synergy.registry import options, suggest
from energy_synergy.timeline import Timeline, zone
from energy_synergy.trading.agreed_price import judge_agreed_price
from energy_synergy.trading.bills import Bills, Contracts, compute_bills_alone, compute_bills_in_group
from energy_synergy.trading.choices import Choice, Family, Skipped, choose
from energy_synergy.trading.compare import Combination, compare
from energy_synergy.trading.market import Market, OpenMarket, compute_market
from energy_synergy.trading.ranking import most_useful
from energy_synergy.usecases.analyse import analyse
from energy_synergy.usecases.key_files import fields_of_files
from energy_synergy.usecases.manifest import Manifest
from energy_synergy.usecases.manifest_market import terms_on
from energy_synergy.usecases.open_market import PLAIN_TERMS, MarketTerms, common_year, open_group_market

# Names with the fields that were told of each; empty for all there are.
Asked = Mapping[str, Mapping[str, Any]]
Admits = Callable[[str], bool | None]


@dataclass(frozen=True, eq=False)
class Comparison:
    """A group under every key with every price rule; `timeline` is None for a typical day.

    `alone` are the bills without the group, `admits` tells whether the scheme of the country admits a key (None
    without a scheme), `findings` what its readings, tariffs, prices and scheme lack.
    """

    group: Group
    timeline: Timeline | None
    terms: MarketTerms
    market: OpenMarket
    contracts: Contracts
    alone: Bills
    combinations: tuple[Combination, ...]
    skipped: tuple[Skipped, ...]
    findings: tuple[Finding, ...]
    scheme: str
    admits: Admits

    def find(self, name: str) -> Combination:
        """Return a combination by the names of its key and its rule, as in pro_rata/k_split.

        Raises UnknownName for one that was not compared.
        """
        for one in self.combinations:
            if one.name == name:
                return one
        names = [one.name for one in self.combinations]
        near = suggest(name, names)
        sentence = (
            marked("{name} was not compared. Did you mean {near}?")
            if near
            else marked("{name} was not compared. Write key/price, such as {example}.")
        )
        raise UnknownName(sentence, name=name, near=near, example=next(iter(names), "pro_rata/k_split"))

    def recommended(self, among: Sequence[Combination] | None = None) -> Combination | None:
        """Return the most useful of some combinations, all if left out; one whose key the scheme admits, if any."""
        asked = self.combinations if among is None else among
        return most_useful([one for one in asked if self.admits(one.key.name) is not False] or asked)

    def market_of(self, one: Combination) -> Market:
        """Return the whole market of a combination, slot by slot."""
        return compute_market(self.market, one.key.key, one.rule.rule)

    def bills_of(self, one: Combination) -> Bills:
        """Return the bills of the members in the group under a combination."""
        return compute_bills_in_group(self.market_of(one), self.alone, self.contracts)


def compare_manifest(
    manifest: Manifest,
    *,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    is_typical_day: bool = False,
    keys: Asked | None = None,
    prices: Asked | None = None,
) -> Comparison:
    """Compare the group of a manifest; the window is found as `analyse` does, the scheme is that of its first day.

    The fields of a key may be `{"file": path}`, its coefficients from a CSV file.
    Raises what `analyse` and `compare_group` do, and KeyFileTold.
    """
    found = analyse(manifest.group, starts_at=starts_at, ends_at=ends_at, is_typical_day=is_typical_day)
    timeline = found.timeline or common_year(manifest.group)
    day = timeline.starts_at.astimezone(zone(timeline.timezone)).date()
    on_day = terms_on(manifest.market, day)
    told, of_files = fields_of_files(
        keys or {},
        [member.name for member in manifest.group.members],
        found.timeline,
        timezone=manifest.group.timezone,
        interval_slots=on_day.terms.interval_slots,
    )
    return compare_group(
        manifest.group,
        found.readings,
        on_day.terms,
        keys=told,
        prices=prices,
        findings=(*manifest.findings, *found.findings, *of_files, *on_day.findings),
        scheme=manifest.market.scheme,
        admits=on_day.admits,
    )


def compare_group(
    group: Group,
    readings: Readings,
    terms: MarketTerms = PLAIN_TERMS,
    *,
    keys: Asked | None = None,
    prices: Asked | None = None,
    findings: tuple[Finding, ...] = (),
    scheme: str = "",
    admits: Admits = lambda _: None,
) -> Comparison:
    """Return a group under every key with every price rule, or under those asked for with their fields.

    Raises UnknownName for an unknown name, InvalidValue for a field that does not fit or prices of another currency.
    """
    opened = open_group_market(group, readings, terms)
    chosen_keys, without_keys = _choose("sharing", keys, opened.market, readings, terms)
    chosen_rules, without_rules = _choose("pricing", prices, opened.market, readings, terms)
    contracts = _contracts(group, readings.timeline, terms.currency)
    alone = compute_bills_alone(opened.market, contracts)
    return Comparison(
        group=group,
        timeline=readings.timeline,
        terms=terms,
        market=opened.market,
        contracts=contracts,
        alone=alone,
        combinations=compare(opened.market, chosen_keys, chosen_rules, alone=alone),
        skipped=(*without_keys, *without_rules),
        findings=(*findings, *opened.findings, *_moved(opened.market, chosen_rules)),
        scheme=scheme,
        admits=admits,
    )


def _moved(market: OpenMarket, rules: list[Choice]) -> Iterator[Finding]:
    """Yield where prices that somebody told, not those assumed, are moved into the window."""
    for one in rules:
        if not one.assumption:
            yield from judge_agreed_price(market, one.rule)


def _contracts(group: Group, timeline: Timeline | None, currency: str) -> Contracts:
    tariffs = tuple(member.tariffs for member in group.members)
    if timeline is None:
        return Contracts(tariffs, common_year(group), currency, is_typical_day=True)
    active = tuple(active_slots(member, timeline) for member in group.members)
    return Contracts(tariffs, timeline, currency, active=active)


def _choose(
    family: Family, asked: Asked | None, market: OpenMarket, readings: Readings, terms: MarketTerms
) -> tuple[list[Choice], list[Skipped]]:
    """Return the options that can be compared, and those that cannot."""
    times = None if readings.timeline is None else readings.timeline.quarter_of_day[:: terms.interval_slots]
    told = asked or {name: {} for name in options(family)}
    found = [choose(family, name, fields, market, time_of_day=times) for name, fields in told.items()]
    return [one for one in found if isinstance(one, Choice)], [one for one in found if isinstance(one, Skipped)]

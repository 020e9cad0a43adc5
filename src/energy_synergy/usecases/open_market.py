"""Open the market of a group: its readings and its prices on the same slots, and what is wrong with the prices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from energy_synergy.community.group import Group
from energy_synergy.community.netting import IntervalRefused
from energy_synergy.community.readings import Readings, active_slots
from energy_synergy.errors import InvalidValue, marked
from energy_synergy.findings import Finding, Severity
from energy_synergy.tariffs.base import PricedSlots, Prices
from energy_synergy.tariffs.member_prices import FULL_FEES, LocalFees, PricedMembers, price_members
from energy_synergy.tariffs.spot import SpotPrices
from energy_synergy.timeline import Timeline
from energy_synergy.trading.market import OpenMarket
from energy_synergy.trading.price_window import BUYING, SELLING
from energy_synergy.units import SLOT_SECONDS, SLOTS_PER_DAY


@dataclass(frozen=True, slots=True)
class MarketTerms:
    """What the market of a group rests on besides its members: money, day-ahead prices, and its country's rules.

    `local_fees` is what the scheme makes of fees inside the group, for all or for each member; `interval_slots` is 4
    where it shares by the hour.
    """

    currency: str = "EUR"
    spot: SpotPrices | None = None
    local_fees: LocalFees | tuple[LocalFees, ...] = FULL_FEES
    interval_slots: int = 1


PLAIN_TERMS = MarketTerms()
# A typical day rests on the prices of 365 days: those of 2025, or the first in which every member's tariffs have begun.
COMMON_YEAR = date(2025, 1, 1)
DAYS_OF_A_YEAR = timedelta(days=365)
LAST_YEAR = date(9998, 1, 1)


@dataclass(frozen=True, slots=True)
class OpenedMarket:
    """A market that is ready for a key and a price rule, and what its users must know of its prices."""

    market: OpenMarket
    findings: tuple[Finding, ...]


def open_group_market(group: Group, readings: Readings, terms: MarketTerms = PLAIN_TERMS) -> OpenedMarket:
    """Return the market of a group over its readings, priced by the tariffs of its members.

    On a typical day each quarter has the mean of its prices over a common year. A slot without a price takes no part
    in the market, and a finding tells how many there are and why.
    Raises InvalidValue for day-ahead prices in another currency than the group's, IntervalRefused for readings that do
    not fill whole hours of the clock where the group shares by the hour.
    """
    _refuse_cut(readings.timeline, terms.interval_slots)
    if terms.spot is not None and terms.spot.currency != terms.currency:
        raise InvalidValue(
            marked("The day-ahead prices are in {spot}, the group settles in {currency}. Give prices in {currency}."),
            spot=terms.spot.currency,
            currency=terms.currency,
        )
    priced, spot = _priced(group, readings, terms)
    market = OpenMarket(
        readings.production_kwh,
        readings.consumption_kwh,
        priced.prices.by_interval(terms.interval_slots),
        None if spot is None else spot.reshape(-1, terms.interval_slots).mean(axis=1),
        None if group.taking_part is None else np.array(group.taking_part),
        terms.interval_slots,
    )
    return OpenedMarket(market, (*priced.findings, *_unpriced(group, market), *_left_out(group, market)))


def common_year(group: Group) -> Timeline:
    """Return the slots whose mean prices are those of a typical day."""
    begun = [min(one.active_from or date.min for one in member.tariffs) for member in group.members if member.tariffs]
    first = min(max([COMMON_YEAR, *begun]), LAST_YEAR)
    return Timeline.from_days(first, first + DAYS_OF_A_YEAR, group.timezone)


def _refuse_cut(timeline: Timeline | None, interval_slots: int) -> None:
    """Refuse a window that begins or ends inside an interval of the clock: other hours would be shared."""
    if timeline is None or not timeline.slots:
        return
    if timeline.slots % interval_slots or timeline.quarter_of_day[0] % interval_slots:
        raise IntervalRefused(
            marked("The period from {starts_at} to {ends_at} cuts an interval of {minutes} minutes. Take whole ones."),
            starts_at=timeline.start_of(0).isoformat(),
            ends_at=timeline.start_of(timeline.slots).isoformat(),
            minutes=interval_slots * SLOT_SECONDS // 60,
        )


def _priced(group: Group, readings: Readings, terms: MarketTerms) -> tuple[PricedMembers, Prices | None]:
    timeline = readings.timeline or common_year(group)
    spot = None if terms.spot is None else terms.spot.over(timeline)
    told = [(member.name, member.tariffs) for member in group.members]
    found = price_members(
        told,
        PricedSlots(timeline, spot),
        currency=terms.currency,
        local_fees=terms.local_fees,
        active=None if readings.timeline is None else [active_slots(one, timeline) for one in group.members],
    )
    findings = (*found.findings, *_spot_lacks(spot, timeline))
    if readings.timeline is not None:
        return PricedMembers(found.prices, findings), spot
    quarters = timeline.quarter_of_day
    typical = found.prices.over_typical_day(quarters, SLOTS_PER_DAY)
    mean_spot = None if spot is None else _by_quarter(spot, timeline)
    return PricedMembers(typical, findings), mean_spot


def _spot_lacks(spot: Prices | None, timeline: Timeline) -> Iterable[Finding]:
    """Return where the group has day-ahead prices and they do not reach."""
    if spot is None or not (count := int(np.isnan(spot).sum())):
        return
    first, end = timeline.start_of(0), timeline.start_of(timeline.slots)
    yield Finding(
        "spot_unknown",
        Severity.WARNING,
        marked("No day-ahead price is known in {slots} of the {all} quarter-hours from {starts_at} to {ends_at}."),
        {
            "slots": count,
            "all": timeline.slots,
            "starts_at": first.date().isoformat(),
            "ends_at": end.date().isoformat(),
        },
        count=count,
        advice=marked("Give prices of this period: those of another year are never put in their place."),
    )


def _by_quarter(spot: Prices, timeline: Timeline) -> Prices:
    """Return the mean of prices (T,) of each quarter of the day, (96,), NaN where one of its days has none."""
    sums = np.bincount(timeline.quarter_of_day, weights=spot, minlength=SLOTS_PER_DAY)
    means: Prices = sums / np.bincount(timeline.quarter_of_day, minlength=SLOTS_PER_DAY)
    return means


def _unpriced(group: Group, market: OpenMarket) -> Iterable[Finding]:
    """Return where a member that has a tariff has energy to trade and no price is known for it."""
    prices = market.prices
    sides = (
        (SELLING, prices.sell_price_per_kwh, prices.price_floor_per_kwh, _NO_FEED_IN),
        (BUYING, prices.buy_price_per_kwh, prices.price_ceiling_per_kwh, _NO_ENERGY_PRICE),
    )
    for side, of_grid, limit, sentence in sides:
        for place, member in enumerate(group.members):
            lacks_limit = np.isnan(prices.of_member(limit, place))
            if not member.tariffs or not lacks_limit.any():
                continue
            lacks_price = np.isnan(prices.of_member(of_grid, place))
            for is_unknown, told in ((lacks_price, sentence), (lacks_limit & ~lacks_price, _NO_LOCAL_FEE)):
                yield from _price_unknown(member.name, market.left_kwh[side][is_unknown, place], told)


def _price_unknown(name: str, energy_kwh: Prices, sentence: str) -> Iterable[Finding]:
    if count := int(np.count_nonzero(energy_kwh)):
        yield Finding(
            "price_unknown",
            Severity.ERROR,
            sentence,
            {"member": name, "slots": count, "energy_kwh": round(float(energy_kwh.sum()), 1)},
            count=count,
            advice=marked("Add the price to its tariff; where it follows the market, day-ahead prices too."),
        )


def _left_out(group: Group, market: OpenMarket) -> Iterable[Finding]:
    """Return for whom the price window was empty, so that it stayed out of a slot."""
    admission = market.admission
    if not admission.is_empty.any() or admission.admitted is None:
        return
    prices = market.prices
    for place, member in enumerate(group.members):
        limits = (prices.price_floor_per_kwh, prices.price_ceiling_per_kwh)
        is_known = ~np.isnan([prices.of_member(limit, place) for limit in limits])
        is_out = admission.is_empty & is_known & ~admission.admitted[:, :, prices.column_of[place]]
        energy_kwh = market.left_kwh[:, :, place] * is_out
        if count := int(np.count_nonzero(energy_kwh.any(axis=0))):
            yield Finding(
                "window_empty",
                Severity.INFO,
                marked(
                    "In {slots} intervals no single price suits everybody; {member} stays with the grid there "
                    "({energy_kwh} kWh)."
                ),
                {"member": member.name, "slots": count, "energy_kwh": round(float(energy_kwh.sum()), 1)},
                count=count,
                advice=marked("Compare its prices with those of the others: fees on local energy may be the cause."),
            )


_NO_FEED_IN = marked(
    "{member} has {energy_kwh} kWh to sell in {slots} intervals in which its feed-in price is unknown."
)
_NO_ENERGY_PRICE = marked("{member} needs {energy_kwh} kWh in {slots} intervals in which its grid price is unknown.")
_NO_LOCAL_FEE = marked(
    "{member} could trade {energy_kwh} kWh in {slots} intervals in which its fee on energy of the group is unknown."
)

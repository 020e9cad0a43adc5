"""Bills alone and with the group differ by the savings of the market, whatever the tariffs and their dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from energy_synergy.tariffs.base import PricedSlots
from energy_synergy.tariffs.member_prices import LocalFees, price_members
from energy_synergy.tariffs.tariff import Tariff, read_tariff
from energy_synergy.timeline import Timeline
from energy_synergy.trading.bills import Contracts, compute_bills_alone, compute_bills_in_group
from energy_synergy.trading.market import OpenMarket, compute_market
from tests.property.market_draws import RULES, key_of, rule_of

CENTS = st.integers(-2, 10).map(lambda cents: cents / 100)
DAYS = st.one_of(st.none(), st.none(), st.integers(-1, 4).map(lambda days: date(2025, 3, 29) + timedelta(days)))
NIGHT = {"name": "time_of_use", "other_price_per_kwh": 0.2, "bands": [{"times": ["22:00-06:00"], "price_per_kwh": 0.1}]}
SPOT = {"name": "spot_indexed", "spread_per_kwh": 0.01}
ENERGY = st.one_of(st.integers(15, 40).map(lambda cents: cents / 100), st.just(NIGHT), st.just(SPOT))
FEED_IN = st.one_of(st.integers(-5, 12).map(lambda cents: cents / 100), st.just({**SPOT, "cap_per_kwh": 0.1}))


@st.composite
def tariffs(draw: Any) -> Tariff:
    """Draw a tariff over the days around a clock change, some of whose prices are not told."""
    told = {name: draw(CENTS) for name in ("grid_fee", "levies")} | {"injection_fee": 0.01}
    told |= {"energy": draw(ENERGY), "feed_in": draw(FEED_IN)}
    told.pop(draw(st.sampled_from(["", "", "", "", "energy", "feed_in"])), None)
    told |= {"vat_percent": draw(st.sampled_from([0, 20])), "base_fee_per_month": draw(st.sampled_from([0, 31]))}
    told |= {"peak_price_per_kw_month": draw(st.sampled_from([0, 5]))}
    first, last = draw(DAYS), draw(DAYS)
    if not (first and last and last <= first):
        told |= {"active_from": first, "active_to": last}
    return read_tariff({name: value for name, value in told.items() if value is not None})


@st.composite
def contracted(draw: Any) -> tuple[OpenMarket, Contracts]:
    """Draw a market of two or three days with the tariffs that it rests on."""
    first = date(2025, 3, 29)
    timeline = Timeline.from_days(first, first + timedelta(draw(st.integers(2, 3))), "Europe/Paris")
    members = draw(st.integers(1, 4))
    held = [
        draw(st.lists(tariffs(), min_size=draw(st.integers(0, 1)), max_size=draw(st.integers(1, 2))))
        for _ in range(members)
    ]
    random = np.random.default_rng(draw(st.integers(0, 99)))
    readings = np.round(random.gamma(1.0, 2.0, (2, timeline.slots, members)) * (random.random(members) < 0.8), 2)
    readings[random.random(readings.shape) < draw(st.sampled_from([0.0, 0.01]))] = np.nan
    spot = np.round(random.normal(0.05, 0.05, timeline.slots), 3) if draw(st.integers(0, 3)) else None
    interval = draw(st.sampled_from([1, 4]))
    told = [(f"M{place}", one) for place, one in enumerate(held)]
    prices = price_members(told, PricedSlots(timeline, spot), local_fees=LocalFees(0.5, 0.0)).prices
    part = draw(st.none() | st.just(np.full((2, 1, members), 0.5)))
    by_interval = None if spot is None else spot.reshape(-1, interval).mean(axis=1)
    market = OpenMarket(readings[0], readings[1], prices.by_interval(interval), by_interval, part, interval)
    return market, Contracts(held, timeline)


@pytest.mark.parametrize("rule_name", list(RULES))
@settings(max_examples=25)
@given(key_name=st.sampled_from(["pro_rata", "static", "cascade"]), told=contracted())
def test_savings_are_the_difference_of_the_bills(
    rule_name: str, key_name: str, told: tuple[OpenMarket, Contracts]
) -> None:
    market, contracts = told
    found = compute_market(market, key_of(key_name, market), rule_of(rule_name))
    alone = compute_bills_alone(market, contracts)
    together = compute_bills_in_group(found, alone, contracts)
    known = ~np.isnan(alone.net)
    assert (np.isnan(together.net) == ~known).all()
    assert (alone.net - together.net)[known] == pytest.approx(found.savings[known], abs=1e-9)


# March has an hour less: 31 days of 96 quarter-hours less 4.
IN_MONTH = {3: 31 * 96 - 4, 4: 30 * 96}


@settings(max_examples=25)
@given(told=contracted())
def test_peak_and_base_fee_are_those_of_plain_loops(told: tuple[OpenMarket, Contracts]) -> None:
    market, contracts = told
    alone = compute_bills_alone(market, contracts)
    for member, held in enumerate(contracts.tariffs):
        if not np.isnan(alone.net[member]):
            base, peak = fixed_costs(market, contracts.timeline, member, held)
            assert alone.base_fee[member] == pytest.approx(base)
            assert alone.peak_cost[member] == pytest.approx(peak)


def fixed_costs(market: OpenMarket, timeline: Timeline, member: int, held: Sequence[Tariff]) -> tuple[float, float]:
    """Return base fee and cost of the peak, quarter-hour by quarter-hour: each has its part of the month."""
    highest_kw = {3: 0.0, 4: 0.0}
    for slot in range(timeline.slots):
        drawn = market.consumption_kwh[slot, member] - market.production_kwh[slot, member]
        month = timeline.start_of(slot).month
        highest_kw[month] = max(highest_kw[month], 0.0 if np.isnan(drawn) else 4 * drawn)
    base = peak = 0.0
    for slot in range(timeline.slots):
        day = timeline.start_of(slot).date()
        holding = [one for one in held if (one.active_from or day) <= day < (one.active_to or date.max)]
        if len(holding) == 1:
            base += holding[0].base_fee_per_month / IN_MONTH[day.month]
            peak += holding[0].peak_price_per_kw_month * highest_kw[day.month] / IN_MONTH[day.month]
    return base, peak

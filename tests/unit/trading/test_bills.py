"""What members pay alone and in the group."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from energy_synergy.registry import option
from energy_synergy.tariffs.base import PricedSlots
from energy_synergy.tariffs.member_prices import LocalFees, price_members
from energy_synergy.tariffs.tariff import Tariff
from energy_synergy.timeline import Timeline
from energy_synergy.trading.bills import Bills, Contracts, compute_bills_alone, compute_bills_in_group
from energy_synergy.trading.market import OpenMarket, compute_market

HALF = LocalFees(grid_fee_factor=0.5)
FULL = Tariff(
    energy=0.12,
    grid_fee=0.09,
    levies=0.04,
    feed_in=0.07,
    injection_fee=0.01,
    base_fee_per_month=30,
    peak_price_per_kw_month=2,
    vat_percent=20,
)


def year(first: date = date(2025, 3, 1), end: date = date(2025, 5, 1)) -> Timeline:
    return Timeline.from_days(first, end, "Europe/Paris")


def open_market(tariffs, timeline, production, consumption, **more) -> OpenMarket:
    told = [(str(place), held) for place, held in enumerate(tariffs)]
    prices = price_members(told, PricedSlots(timeline), local_fees=HALF).prices
    hours = more.get("interval_slots", 1)
    return OpenMarket(production, consumption, prices.by_interval(hours), **more)


def constant(timeline: Timeline, *values: float) -> np.ndarray:
    return np.tile(np.array(values), (timeline.slots, 1))


def test_it_works() -> None:
    timeline = year()
    tariffs = [(FULL,), (FULL,)]
    opened = open_market(tariffs, timeline, constant(timeline, 1, 0), constant(timeline, 0, 2))
    alone = compute_bills_alone(opened, Contracts(tariffs, timeline))
    assert alone.grid_cost == pytest.approx([0, 2 * timeline.slots * 0.25])
    assert alone.grid_income == pytest.approx([timeline.slots * 0.06, 0])
    assert alone.base_fee == pytest.approx([60, 60])
    assert alone.peak_cost == pytest.approx([0, 2 * 2 * 8])
    assert alone.net == pytest.approx(alone.cost - alone.income)
    assert alone.vat == pytest.approx(0.2 * alone.cost)


def random_market(rule: str, **more) -> tuple[Bills, Bills, np.ndarray]:
    timeline = year(date(2025, 3, 29), date(2025, 4, 2))
    draw = np.random.default_rng(3)
    shape = (timeline.slots, 4)
    production = draw.gamma(2, 2, shape) * (draw.random(shape) < 0.4)
    production[5, 2] = np.nan
    later = FULL.model_copy(update={"vat_percent": 5.5, "active_from": date(2025, 3, 31)})
    tariffs = [(FULL,), (FULL.model_copy(update={"active_to": date(2025, 3, 31)}), later), (FULL,), (FULL,)]
    opened = open_market(tariffs, timeline, production, draw.gamma(2, 1, shape), **more)
    contracts = Contracts(tariffs, timeline)
    alone = compute_bills_alone(opened, contracts)
    market = compute_market(opened, option("sharing", "equal"), option("pricing", rule))
    return alone, compute_bills_in_group(market, alone, contracts), market.savings


@pytest.mark.parametrize("rule", ["mid_market_rate", "bill_sharing"])
@pytest.mark.parametrize("more", [{}, {"interval_slots": 4}, {"taking_part": np.array([1, 0.4, 0.5, 1])}])
def test_what_is_paid_less_than_alone_are_the_savings(rule, more) -> None:
    alone, bills, savings = random_market(rule, **more)
    assert alone.net - bills.net == pytest.approx(savings)
    assert savings.sum() > 1


def test_vat_follows_what_is_paid_at_the_rate_of_the_day() -> None:
    alone, bills, _ = random_market("mid_market_rate")
    assert bills.vat[0] == pytest.approx(0.2 * bills.cost[0])
    assert 0.055 * bills.cost[1] < bills.vat[1] < 0.2 * bills.cost[1]
    assert alone.vat[1] < 0.2 * alone.cost[1]


def test_the_peak_is_that_of_each_local_month() -> None:
    timeline = year()
    consumption = constant(timeline, 0.0)
    april = timeline.slot_of(Timeline.from_days(date(2025, 4, 1), date(2025, 4, 2), "Europe/Paris").starts_at)
    consumption[april - 1], consumption[april] = 5, 3
    opened = open_market([(FULL,)], timeline, np.zeros_like(consumption), consumption)
    alone = compute_bills_alone(opened, Contracts([(FULL,)], timeline))
    assert alone.peak_cost == pytest.approx([2 * (20 + 12)])


def test_a_part_of_a_month_counts_as_that_part() -> None:
    timeline = year(date(2025, 4, 1), date(2025, 4, 16))
    opened = open_market([(FULL,)], timeline, constant(timeline, 0), constant(timeline, 1))
    alone = compute_bills_alone(opened, Contracts([(FULL,)], timeline))
    assert alone.base_fee == pytest.approx([15])
    assert alone.peak_cost == pytest.approx([2 * 4 / 2])


def test_a_typical_day_has_a_day_of_the_base_fee_and_no_peak() -> None:
    whole = year(date(2025, 1, 1), date(2026, 1, 1))
    prices = price_members([("0", (FULL,))], PricedSlots(whole)).prices.over_typical_day(whole.quarter_of_day, 96)
    opened = OpenMarket(np.zeros((96, 1)), np.ones((96, 1)), prices)
    alone = compute_bills_alone(opened, Contracts([(FULL,)], whole, is_typical_day=True))
    assert alone.base_fee == pytest.approx([30 * 12 / 365])
    assert alone.peak_cost.tolist() == [0]
    assert alone.vat == pytest.approx(0.2 * alone.cost)


@pytest.mark.parametrize(
    "tariff", [None, Tariff(energy=0.2), Tariff(energy=0.2, feed_in=0.1, active_to=date(2025, 4, 1))]
)
def test_a_bill_whose_prices_are_not_known_is_not_known(tariff) -> None:
    timeline = year()
    tariffs = [(tariff,) if tariff else ()]
    opened = open_market(tariffs, timeline, constant(timeline, 1), constant(timeline, 0))
    alone = compute_bills_alone(opened, Contracts(tariffs, timeline))
    assert np.isnan(alone.net).all()
    assert np.isnan(alone.part_of(np.ones(1))).all()


def test_percents_of_next_to_nothing_are_undefined() -> None:
    nothing = np.zeros(3)
    bills = Bills(np.array([1000.0, 100, 0]), np.array([999.0, 0, 200]), *[nothing] * 6)
    assert bills.part_of(np.array([10.0, 10, 10])) == pytest.approx([np.nan, 0.1, 0.05], nan_ok=True)


def test_a_missing_quarter_hour_counts_alike_with_and_without_participation() -> None:
    timeline = year(date(2025, 3, 1), date(2025, 3, 2))
    production, consumption = constant(timeline, 3, 0), constant(timeline, 0, 2.0)
    consumption[5, 1] = np.nan
    held = [(FULL,), (FULL,)]
    bills = [
        compute_bills_alone(
            open_market(held, timeline, production, consumption, interval_slots=4, taking_part=part),
            Contracts(held, timeline),
        )
        for part in (None, np.array([1, 0.5]))
    ]
    assert bills[0].grid_cost == pytest.approx(bills[1].grid_cost)
    assert bills[0].grid_cost[1] == pytest.approx(2 * 92 * 0.25)


def test_a_member_pays_base_fee_and_peak_only_while_it_is_one() -> None:
    timeline = year(date(2025, 4, 1), date(2025, 5, 1))
    held = [(FULL,), (FULL,)]
    opened = open_market(held, timeline, constant(timeline, 0, 0), constant(timeline, 2, 2))
    joined = Contracts(held, timeline, active=(slice(0, 2880), slice(2160, 2880)))
    alone = compute_bills_alone(opened, joined)
    assert alone.base_fee == pytest.approx([30, 7.5])
    assert alone.peak_cost == pytest.approx([16, 4])


def test_a_member_whose_tariff_is_in_another_currency_has_no_bill() -> None:
    timeline = year(date(2025, 4, 1), date(2025, 4, 2))
    held = [(FULL,), (FULL.model_copy(update={"currency": "CHF"}),)]
    opened = open_market(held, timeline, constant(timeline, 0, 0), constant(timeline, 1, 0))
    assert np.isnan(compute_bills_alone(opened, Contracts(held, timeline)).net).tolist() == [False, True]

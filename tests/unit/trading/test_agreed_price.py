"""Where the price that was agreed is not the one that holds."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np

from energy_synergy.findings import Finding
from energy_synergy.pricing.base import PriceRule
from energy_synergy.registry import option
from energy_synergy.tariffs.base import PricedSlots
from energy_synergy.tariffs.member_prices import price_members
from energy_synergy.tariffs.tariff import Tariff
from energy_synergy.timeline import Timeline
from energy_synergy.trading.agreed_price import judge_agreed_price
from energy_synergy.trading.dated_rule import dated_rule
from energy_synergy.trading.market import OpenMarket

TARIFF = Tariff(energy=0.30, feed_in=0.08)


def fixed(price: float) -> PriceRule:
    rule: PriceRule = option("pricing", "fixed", price_per_kwh=price)
    return rule


def judged(rule: PriceRule, spot: list[float] | None = None) -> list[Finding]:
    timeline = Timeline(datetime(2026, 6, 1, tzinfo=UTC), 4, "Europe/Paris")
    prices = price_members([("A", (TARIFF,)), ("B", (TARIFF,))], PricedSlots(timeline)).prices
    production, consumption = np.array([[1.0, 0]] * 3 + [[0, 0]]), np.array([[0, 1.0]] * 4)
    opened = OpenMarket(production, consumption, prices, None if spot is None else np.array(spot))
    return list(judge_agreed_price(opened, rule))


def test_it_tells_in_how_many_intervals_a_price_is_moved() -> None:
    (found,) = judged(fixed(0.35))
    assert found.message == (
        "fixed: in 3 of 3 intervals in which energy can be traded, the agreed price would leave somebody worse off "
        "than the grid; the nearest that does not holds there (3 lower, 0 higher)."
    )


def test_a_price_inside_the_window_is_not_moved() -> None:
    assert judged(fixed(0.30)) == judged(fixed(0.08)) == judged(option("pricing", "k_split")) == []


def test_the_day_ahead_price_is_moved_up_and_down_and_not_where_it_is_unknown() -> None:
    (found,) = judged(option("pricing", "spot_indexed"), [-0.05, 0.9, np.nan, 0.9])
    assert (found.count, found.values["lowered"], found.values["raised"]) == (2, 1, 1)
    assert judged(option("pricing", "spot_indexed")) == []


def test_rules_that_follow_one_another_are_judged_each_in_its_time() -> None:
    rule = dated_rule([(0, fixed(0.35)), (1, option("pricing", "mid_market_rate")), (2, fixed(0.1))])
    assert [one.count for one in judged(rule)] == [1]

"""What is compared of a market, and which combination is best."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from energy_synergy.errors import InvariantBroken
from energy_synergy.registry import option
from energy_synergy.tariffs.base import PricedSlots
from energy_synergy.tariffs.member_prices import price_members
from energy_synergy.tariffs.tariff import Tariff
from energy_synergy.timeline import Timeline
from energy_synergy.trading.choices import Choice
from energy_synergy.trading.compare import check_money, compare
from energy_synergy.trading.market import OpenMarket, compute_market
from energy_synergy.trading.ranking import best_of, most_useful

PRO_RATA = Choice(option("sharing", "pro_rata"))
EQUAL = Choice(option("sharing", "equal"))
MIDDLE = Choice(option("pricing", "mid_market_rate"))
SPOT = Choice(option("pricing", "spot_indexed"))
BILL = Choice(option("pricing", "bill_sharing"))
TARIFF = Tariff(energy=0.30, feed_in=0.08)


def market(tariffs: list[Tariff | None], production, consumption, spot=None) -> OpenMarket:
    timeline = Timeline(datetime(2025, 6, 2, tzinfo=UTC), len(production), "Europe/Paris")
    told = [(str(place), [tariff] if tariff else []) for place, tariff in enumerate(tariffs)]
    prices = price_members(told, PricedSlots(timeline)).prices
    return OpenMarket(np.array(production), np.array(consumption), prices, spot)


def test_it_works() -> None:
    opened = market([TARIFF] * 3, [[10.0, 0, 0]], [[0, 10.0, 10.0]])
    found = compare(opened, [PRO_RATA, EQUAL], [MIDDLE, BILL])
    assert [one.name for one in found] == [
        "pro_rata/mid_market_rate",
        "pro_rata/bill_sharing",
        "equal/mid_market_rate",
        "equal/bill_sharing",
    ]
    assert found[0].group_price_per_kwh == pytest.approx(0.19)
    assert found[0].least_gain == (1, pytest.approx(0.55))
    assert found[0].willingness == 1


def test_a_member_without_a_tariff_takes_no_part_and_counts_in_no_measure() -> None:
    opened = market([TARIFF, TARIFF, None], [[10.0, 0, 0]], [[0, 10.0, 10.0]])
    (one,) = compare(opened, [PRO_RATA], [MIDDLE])
    assert one.priced.tolist() == [True, True, False]
    assert one.received_kwh.tolist() == [0, 10, 0]
    assert one.fairness[0].members == 2


def test_where_a_rule_has_no_price_nobody_trades_by_it() -> None:
    spot = np.array([0.1, np.nan])
    opened = market([TARIFF] * 2, [[10.0, 0], [10.0, 0]], [[0, 10.0], [0, 10.0]], spot)
    middle, indexed = compare(opened, [PRO_RATA], [MIDDLE, SPOT])
    assert (middle.shared_kwh, middle.blocked_slots) == (20, 0)
    assert (indexed.shared_kwh, indexed.blocked_slots) == (10, 1)
    assert indexed.savings.sum() == pytest.approx(indexed.total_gain)


def test_nothing_to_share_leaves_every_measure_undefined() -> None:
    (one,) = compare(market([TARIFF] * 2, [[0.0, 0]], [[1.0, 1.0]]), [PRO_RATA], [MIDDLE])
    assert (one.total_gain, one.group_price_per_kwh) == (0, None)
    assert [fair.jain for fair in one.fairness] == [None, None, None, None]


def test_against_another_combination_some_win_and_some_lose() -> None:
    opened = market([TARIFF] * 3, [[10.0, 0, 0]], [[0, 5.0, 15.0]])
    pro_rata, equal = compare(opened, [PRO_RATA, EQUAL], [MIDDLE])
    change = equal.against(pro_rata)
    assert change == pytest.approx([0, 0.275, -0.275])
    assert equal.against(None) is equal.savings


def test_money_that_does_not_add_up_is_a_bug() -> None:
    opened = market([TARIFF] * 2, [[10.0, 0]], [[0, 10.0]])
    found = compute_market(opened, PRO_RATA.key, MIDDLE.rule)
    found.paid[1] += 0.01
    with pytest.raises(InvariantBroken):
        check_money(found)


def test_the_best_by_each_measure_names_all_that_reach_it() -> None:
    opened = market([TARIFF] * 3, [[10.0, 0, 0]], [[0, 5.0, 15.0]])
    found = compare(opened, [PRO_RATA, EQUAL], [MIDDLE, BILL])
    best = {one.measure.name: one for one in best_of(found)}
    assert len(best["total_gain"].combinations) == 4
    assert [one.name for one in best["least_gain"].combinations] == ["equal/mid_market_rate"]
    assert [one.key.name for one in best["jain_service"].combinations] == ["pro_rata", "pro_rata"]
    assert most_useful(found) is best["least_gain"].combinations[0]
    assert best_of(()) == ()
    assert most_useful(()) is None


def test_the_bill_that_is_shared_is_that_of_the_energy_in_the_group() -> None:
    prices = market([TARIFF, Tariff(energy=0.50, feed_in=0.08), TARIFF], [[10.0, 0, 0]], [[0, 50.0, 20.0]]).prices
    opened = OpenMarket(
        np.array([[10.0, 0, 0]]), np.array([[0, 50.0, 20.0]]), prices, taking_part=np.array([1.0, 0.0, 1.0])
    )
    (one,) = compare(opened, [PRO_RATA], [BILL])
    assert one.savings_by_rule == pytest.approx([-0.8, 0, 3.0])
    assert one.savings == pytest.approx([0, 0, 2.2])

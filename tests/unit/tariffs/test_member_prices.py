"""The prices of every member come from its dated tariffs; what is not known is not invented."""

from __future__ import annotations

from datetime import UTC, date, datetime

import numpy as np
import pytest

from energy_synergy.tariffs.base import PricedSlots
from energy_synergy.tariffs.member_prices import LocalFees, price_members
from energy_synergy.tariffs.tariff import Tariff
from energy_synergy.timeline import Timeline

DAY = Timeline.from_days(date(2025, 6, 2), date(2025, 6, 3), "Europe/Paris")
TWO_DAYS = Timeline.from_days(date(2025, 6, 2), date(2025, 6, 4), "Europe/Paris")
PLAIN = {"energy": 0.12, "grid_fee": 0.09, "levies": 0.04, "feed_in": 0.07}
SPOT = {"energy": {"name": "spot_indexed"}, "feed_in": 0.05}


def codes(found) -> list[str]:
    return [finding.code for finding in found.findings]


def test_it_works() -> None:
    found = price_members([("A", [Tariff(**PLAIN)])], PricedSlots(DAY), local_fees=LocalFees(0.72))
    prices = found.prices
    assert (prices.buy_price_per_kwh[0, 0], prices.sell_price_per_kwh[0, 0]) == pytest.approx((0.25, 0.07))
    assert prices.price_ceiling_per_kwh[0, 0] == pytest.approx(0.1452)
    assert found.findings == ()


def test_members_with_the_same_tariff_share_a_column() -> None:
    told = [("A", [Tariff(**PLAIN)]), ("B", [Tariff(energy=0.2)]), ("C", [Tariff(**PLAIN)])]
    prices = price_members(told, PricedSlots(DAY)).prices
    assert prices.column_of.tolist() == [0, 1, 0]
    assert not prices.is_one_each


def test_a_tariff_told_local_fee_comes_before_the_scheme() -> None:
    tariff = Tariff(**PLAIN, local_grid_fee=0.03, local_levies=0.0)
    prices = price_members([("A", [tariff])], PricedSlots(DAY), local_fees=LocalFees(0.72)).prices
    assert prices.local_fee_per_kwh[0, 0] == pytest.approx(0.03)


def test_a_fee_on_fed_in_energy_is_due_in_the_group_too_unless_told() -> None:
    told = [
        ("A", [Tariff(**PLAIN, injection_fee=0.01)]),
        ("B", [Tariff(**PLAIN, injection_fee=0.01, local_injection_fee=0)]),
    ]
    assert price_members(told, PricedSlots(DAY)).prices.price_floor_per_kwh[0] == pytest.approx([0.07, 0.06])


@pytest.mark.parametrize(
    ("tariffs", "code", "known"),
    [
        ([], "no_tariff", 0),
        ([Tariff(**PLAIN, active_to=date(2025, 6, 3))], "tariff_gap", 96),
        ([Tariff(**PLAIN), Tariff(**PLAIN, active_from=date(2025, 6, 3))], "tariffs_overlap", 96),
        ([Tariff(**PLAIN, currency="CHF")], "currency_mix", 0),
    ],
)
def test_a_slot_without_one_sound_tariff_has_no_price_and_is_told(tariffs, code, known) -> None:
    found = price_members([("A", tariffs)], PricedSlots(TWO_DAYS))
    assert code in codes(found)
    assert int((~np.isnan(found.prices.price_ceiling_per_kwh)).sum()) == known


def test_a_tariff_changes_at_local_midnight() -> None:
    held = [Tariff(energy=0.1, active_to=date(2025, 6, 3)), Tariff(energy=0.2, active_from=date(2025, 6, 3))]
    prices = price_members([("A", held)], PricedSlots(TWO_DAYS)).prices
    assert prices.columns.energy[[95, 96], 0].tolist() == [0.1, 0.2]
    assert TWO_DAYS.start_of(96).astimezone(UTC) == datetime(2025, 6, 2, 22, tzinfo=UTC)


def test_an_unknown_day_ahead_price_is_no_price() -> None:
    spot = np.full(96, 0.08)
    spot[4] = np.nan
    prices = price_members([("A", [Tariff(**SPOT)])], PricedSlots(DAY, spot)).prices
    assert np.flatnonzero(np.isnan(prices.price_ceiling_per_kwh[:, 0])).tolist() == [4]
    assert not np.isnan(prices.price_floor_per_kwh).any()
    assert np.isnan(price_members([("A", [Tariff(**SPOT)])], PricedSlots(DAY)).prices.price_ceiling_per_kwh).all()


def test_an_hour_has_the_mean_price_of_its_quarters_and_none_if_one_is_unknown() -> None:
    spot = np.arange(96) / 100
    spot[7] = np.nan
    prices = price_members([("A", [Tariff(**SPOT)])], PricedSlots(DAY, spot)).prices.by_interval(4)
    assert prices.slots == 24
    np.testing.assert_allclose(prices.columns.energy[[0, 1, 2], 0], [0.015, np.nan, 0.095])


def test_a_typical_day_has_mean_prices_and_none_only_in_a_quarter_with_an_unknown_one() -> None:
    spot = np.tile(np.arange(96) / 100, 2)
    spot[96:] += 0.02
    spot[96 + 30] = np.nan
    prices = price_members([("A", [Tariff(**SPOT)])], PricedSlots(TWO_DAYS, spot)).prices
    typical = prices.over_typical_day(TWO_DAYS.quarter_of_day, 96)
    expected = np.arange(96) / 100 + 0.01
    expected[30] = np.nan
    np.testing.assert_allclose(typical.columns.energy[:, 0], expected)
    np.testing.assert_allclose(typical.columns.feed_in[:, 0], 0.05)

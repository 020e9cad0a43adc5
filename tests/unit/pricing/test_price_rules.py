"""Every price rule: inside the window where it promises each slot, unknown where nobody can trade."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from energy_synergy.errors import InvalidValue
from energy_synergy.pricing.base import Period, Pool, PriceRule
from energy_synergy.registry import family, option

FIELDS: dict[str, dict[str, Any]] = {
    "fixed": {"price_per_kwh": 0.11},
    "spot_indexed": {"spread_per_kwh": 0.01},
}
NAMES = sorted(family("pricing"))
MONEY = st.floats(-1, 1)
ENERGY = st.one_of(st.just(0.0), st.floats(0.001, 100))


def rule(name: str) -> PriceRule:
    made: PriceRule = option("pricing", name, **FIELDS.get(name, {}))
    return made


@st.composite
def pools(draw: st.DrawFn) -> Pool:
    slots = draw(st.integers(0, 6))
    floor, width, spot = (draw(arrays(float, slots, elements=MONEY)) for _ in range(3))
    surplus, deficit = (draw(arrays(float, slots, elements=ENERGY)) for _ in range(2))
    return Pool(floor, floor + np.abs(width), surplus, deficit, spot)


@pytest.mark.parametrize("name", NAMES)
@given(pool=pools())
def test_a_price_lies_inside_the_window_where_every_slot_is_promised(name: str, pool: Pool) -> None:
    found = rule(name)
    prices = found.prices(pool)
    assert prices.shape == pool.surplus_kwh.shape
    if found.promise == "slot":
        assert (prices >= pool.price_floor_per_kwh).all()
        assert (prices <= pool.price_ceiling_per_kwh).all()


@pytest.mark.parametrize("name", NAMES)
def test_there_is_no_price_where_nobody_can_trade(name: str) -> None:
    nothing = np.full(2, np.nan)
    prices = rule(name).prices(Pool(nothing, nothing, np.zeros(2), np.array([0.0, 3]), np.array([0.1, 0.2])))
    assert np.isnan(prices).all()


def test_an_indexed_price_is_unknown_without_the_day_ahead_price() -> None:
    slots = [np.full(2, value) for value in (0.05, 0.25, 1.0, 2.0)]
    indexed = rule("spot_indexed")
    assert np.isnan(indexed.prices(Pool(*slots))).all()
    assert indexed.prices(Pool(*slots, np.array([np.nan, 0.1])))[1] == pytest.approx(0.11)
    assert np.isnan(indexed.prices(Pool(*slots, np.array([np.nan, 0.1])))[0])


def test_the_sellers_part_goes_from_the_floor_to_the_ceiling() -> None:
    slots = [np.full(1, value) for value in (0.05, 0.25, 1.0, 2.0)]
    prices = [option("pricing", "k_split", k=k).prices(Pool(*slots))[0] for k in (0, 0.25, 1)]
    assert prices == pytest.approx([0.05, 0.10, 0.25])


def test_scarcity_moves_the_price_from_ceiling_to_floor() -> None:
    surplus = np.array([1e-9, 0.25, 0.5, 1.0, 4.0])
    five = [np.full(5, value) for value in (0.08, 0.30)]
    prices = rule("supply_demand_ratio").prices(Pool(*five, surplus, np.ones(5)))
    assert prices[0] == pytest.approx(0.30)
    assert (np.diff(prices) <= 0).all()
    assert prices[3:] == pytest.approx([0.08, 0.08])


def test_a_compensation_wider_than_the_window_ends_at_the_ceiling() -> None:
    one = [np.full(1, value) for value in (0.08, 0.10, 4.0, 1.0)]
    made: PriceRule = option("pricing", "compensated_supply_demand_ratio", compensation_per_kwh=0.5)
    assert made.prices(Pool(*one)) == pytest.approx([0.10])


def test_bill_sharing_pays_as_much_as_it_takes() -> None:
    period = Period(
        surplus_kwh=np.array([10.0, 30, 0, 0]),
        deficit_kwh=np.array([0.0, 0, 5, 15]),
        rest_value=np.array([0.8, 0.0, 0, 0]),
        rest_cost=np.array([0.0, 0, 3.0, 1.0]),
    )
    transfers = rule("bill_sharing").transfers(period)
    assert transfers == pytest.approx([0.2 - 0.8, 0.6, 3.0 - 1.0, 1.0 - 3.0])


@pytest.mark.parametrize("name", NAMES)
def test_a_rule_by_the_local_price_alone_moves_no_other_money(name: str) -> None:
    nothing = Period(*(np.zeros(2) for _ in range(4)))
    transfers = rule(name).transfers(nothing)
    assert (transfers is None) == (rule(name).promise == "slot")


@pytest.mark.parametrize("fields", [{"k": -0.1}, {"k": 1.1}, {"k": float("nan")}])
def test_a_part_of_the_gain_is_a_fraction(fields: dict[str, float]) -> None:
    with pytest.raises(InvalidValue):
        option("pricing", "k_split", **fields)


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_is_labelled_in_both_languages(name: str) -> None:
    assert set(rule(name).label) == {"en", "fr"}

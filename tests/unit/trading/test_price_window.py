"""Who may trade in a slot, and between which prices."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from energy_synergy.tariffs.member_prices import MemberPrices, PriceColumns
from energy_synergy.trading.price_window import Admission, admit, members_of

Array = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


def prices_of(floor: Array, ceiling: Array, column_of: list[int] | None = None) -> MemberPrices:
    """Return prices with the given floors and ceilings (T, K), without any fee."""
    nothing = np.zeros_like(floor)
    columns = PriceColumns(ceiling, nothing, nothing, nothing, nothing, floor, nothing, nothing)
    owners = np.arange(floor.shape[1]) if column_of is None else np.array(column_of)
    return MemberPrices("EUR", columns, owners)


def admitted(floor: list[float], ceiling: list[float], surplus: list[float], deficit: list[float]) -> Admission:
    left = np.array([[surplus], [deficit]])
    return admit(prices_of(np.array([floor]), np.array([ceiling])), lambda rows: left[:, rows])


def test_the_window_is_that_of_those_who_have_something_to_trade() -> None:
    found = admitted([0.09, 0.05, 0.01], [0.10, 0.20, 0.30], [0, 4, 0], [0, 0, 2])
    assert found.price_floor_per_kwh == pytest.approx([0.05])
    assert found.price_ceiling_per_kwh == pytest.approx([0.30])
    assert found.admitted is None
    assert (found.surplus_kwh[0], found.deficit_kwh[0]) == (4, 2)


@pytest.mark.parametrize(("surplus", "deficit"), [([3, 0], [0, 0]), ([0, 0], [0, 3]), ([0, 0], [0, 0])])
def test_there_is_no_window_without_a_seller_and_a_buyer(surplus: list[float], deficit: list[float]) -> None:
    found = admitted([0.05, 0.05], [0.2, 0.2], surplus, deficit)
    assert np.isnan(found.price_floor_per_kwh[0])
    assert np.isnan(found.price_ceiling_per_kwh[0])
    assert not found.is_open[0]
    assert not found.is_empty[0]


def test_a_member_without_a_price_does_not_trade() -> None:
    found = admitted([np.nan, 0.05, 0.05], [0.2, 0.2, np.nan], [9, 4, 0], [0, 0, 7])
    assert np.isnan(found.price_floor_per_kwh[0])
    assert found.admitted is not None
    assert found.admitted[:, 0].tolist() == [[False, True, True], [True, True, False]]


def test_of_an_empty_window_the_fullest_price_decides() -> None:
    # At 0.15 the cheap seller and both buyers trade 5 kWh; the dear seller would need 0.25.
    found = admitted([0.10, 0.25, 0, 0], [1, 1, 0.15, 0.30], [5, 3, 0, 0], [0, 0, 4, 4])
    assert found.is_empty[0]
    assert found.admitted is not None
    assert found.admitted[0, 0].tolist()[:2] == [True, False]
    assert found.admitted[1, 0].tolist()[2:] == [True, True]
    assert (found.price_floor_per_kwh[0], found.price_ceiling_per_kwh[0]) == (0.10, 0.15)
    assert (found.surplus_kwh[0], found.deficit_kwh[0]) == (5, 8)


def test_nobody_trades_where_every_seller_is_dearer_than_every_buyer_can_pay() -> None:
    found = admitted([0.20, 0.0], [0.0, 0.10], [5, 0], [0, 4])
    assert found.is_empty[0]
    part = members_of(found, prices_of(np.array([[0.20, 0.0]]), np.array([[0.0, 0.10]])))
    assert part is not None
    assert min(part[0, 0, 0], part[1, 0, 1]) == 0


def test_a_blocked_slot_is_closed_to_everybody() -> None:
    prices = prices_of(np.zeros((2, 2)), np.ones((2, 2)))
    left = np.array([[[1.0, 0]] * 2, [[0.0, 1]] * 2])
    part = members_of(admit(prices, lambda rows: left[:, rows]), prices, np.array([False, True]))
    assert part is not None
    assert part[:, 0].all()
    assert not part[:, 1].any()


@st.composite
def markets(draw: st.DrawFn) -> tuple[Array, Array, Array, list[int]]:
    slots, columns = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    owners = draw(st.lists(st.integers(0, columns - 1), min_size=1, max_size=6))
    cents = st.one_of(st.integers(-5, 30).map(lambda cent: cent / 100), st.just(float("nan")))
    floor, ceiling = (draw(arrays(float, (slots, columns), elements=cents)) for _ in range(2))
    energy = st.one_of(st.just(0.0), st.integers(1, 9).map(float))
    left = draw(arrays(float, (2, slots, len(owners)), elements=energy))
    left[1][left[0] > 0] = 0
    return floor, ceiling, left, owners


@given(market=markets())
def test_admission_agrees_with_a_search_over_every_price(market: tuple[Array, Array, Array, list[int]]) -> None:
    floor, ceiling, left, owners = market
    prices = prices_of(floor, ceiling, owners)
    found = admit(prices, lambda rows: left[:, rows])
    part = members_of(found, prices)
    for slot in range(len(floor)):
        lows, highs = floor[slot, owners], ceiling[slot, owners]
        sells, buys = (left[0, slot] > 0) & ~np.isnan(lows), (left[1, slot] > 0) & ~np.isnan(highs)
        volumes = {
            price: min(left[0, slot][sells & (lows <= price)].sum(), left[1, slot][buys & (highs >= price)].sum())
            for price in {*lows[sells], *highs[buys]}
        }
        trading = np.ones((2, len(owners))) if part is None else part[:, slot]
        offered, asked = left[0, slot] * trading[0] * sells, left[1, slot] * trading[1] * buys
        assert min(offered.sum(), asked.sum()) == max(volumes.values(), default=0)
        if offered.any() and asked.any():
            assert found.price_floor_per_kwh[slot] == lows[offered > 0].max()
            assert found.price_ceiling_per_kwh[slot] == highs[asked > 0].min()
            assert found.price_floor_per_kwh[slot] <= found.price_ceiling_per_kwh[slot]
        assert found.surplus_kwh[slot] == offered.sum()
        assert found.deficit_kwh[slot] == asked.sum()

"""Worked examples of sharing keys, computed by an independent program; A1, A4, ... are the names of its cases.

Cases marked "peer" reproduce numbers that other projects print in their own tests.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from energy_synergy.community.balance import group_balance
from energy_synergy.community.window import compute_window
from energy_synergy.registry import option
from energy_synergy.sharing.base import SharingKey
from energy_synergy.sharing.eda_quantities import eda_quantities
from energy_synergy.sharing.giving import oldest_first
from energy_synergy.sharing.participation import taking_part_of
from energy_synergy.trading.whole_units import split_whole

POOL = [11.0, 0.0, 0.0, 0.0]
NEEDS = [0.0, 2.0, 6.0, 10.0]
SHARES = [0, 0.5, 0.3, 0.2]
EXAMPLES = [
    pytest.param("static", {"shares": SHARES}, [2, 3.3, 2.2], 3.5, id="A1"),
    pytest.param("static_iterative", {"shares": SHARES}, [2, 5.4, 3.6], 0, id="A2"),
    pytest.param("static", {"shares": SHARES, "rounds": 2}, [2, 4.35, 2.9], 1.75, id="A3"),
    pytest.param("pro_rata", {}, [1.222222, 3.666667, 6.111111], 0, id="A4"),
    pytest.param("equal", {}, [2, 4.5, 4.5], 0, id="A5"),
    pytest.param("cascade", {"ranks": [1, 1, 2, 3]}, [2, 6, 3], 0, id="A6"),
    pytest.param("cascade", {"ranks": [1, 2, 2, 1]}, [0.25, 0.75, 10], 0, id="A7"),
    pytest.param("hybrid", {"shares": SHARES}, [2, 4.2, 4.8], 0, id="A8"),
    pytest.param("slot_shares", {"shares": [SHARES]}, [2, 3.3, 2.2], 3.5, id="A1 slot by slot"),
    pytest.param("full_dynamic", {"coefficients": [SHARES] * 4}, [2, 3.3, 2.2], 3.5, id="A1 by pairs"),
]


@pytest.mark.parametrize(("name", "fields", "received", "not_shared"), EXAMPLES)
def test_one_pool_and_three_needs(name: str, fields: Any, received: list[float], not_shared: float) -> None:
    result = compute_window([POOL], [NEEDS], option("sharing", name, **fields))
    np.testing.assert_allclose(result.received_kwh[0, 1:], received, atol=5e-7)
    assert result.grid_export_kwh[0, 0] == pytest.approx(not_shared)


def draw_a9() -> list[tuple[float, list[float], list[float]]]:
    """Draw the random pools, needs and shares of A9."""
    draw = np.random.default_rng(1)
    cases = []
    for _ in range(500):
        members = int(draw.integers(1, 7))
        needs = draw.choice([0, 1, 2, 5.5, 9], members).astype(float)
        pool = float(draw.choice([0, 0.5, 3, 7, 40]))
        cases.append((pool, needs.tolist(), draw.dirichlet(np.ones(members)).tolist()))
    return cases


def receive(pool: float, needs: list[float], key: SharingKey) -> Any:
    """Return what each member in need receives from one producer."""
    return compute_window([[pool] + [0.0] * len(needs)], [[0.0, *needs]], key).received_kwh[0, 1:]


@pytest.mark.parametrize("name", ["pro_rata", "equal", "static_iterative", "cascade", "hybrid"])
def test_a9_complete_keys_share_the_smaller_of_pool_and_need(name: str) -> None:
    for pool, needs, shares in draw_a9():
        by_shares = {"shares": [0.0, *shares]} if name in ("static_iterative", "hybrid") else {}
        by_ranks = {"ranks": list(range(1, len(needs) + 2))} if name == "cascade" else {}
        received = receive(pool, needs, option("sharing", name, **by_shares, **by_ranks))
        assert received.sum() == pytest.approx(min(pool, sum(needs)), abs=1e-7)
        assert (received <= np.array(needs) + 1e-9).all()


def test_a9_fixed_shares_never_exceed_pool_or_need() -> None:
    for pool, needs, shares in draw_a9():
        received = receive(pool, needs, option("sharing", "static", shares=[0.0, *shares]))
        np.testing.assert_allclose(received, np.minimum(needs, pool * np.array(shares)), atol=1e-12)


def test_a9_equal_shares_are_the_needs_cut_at_one_level() -> None:
    for pool, needs, _ in draw_a9():
        received = receive(pool, needs, option("sharing", "equal"))
        np.testing.assert_allclose(received, np.minimum(needs, received.max()), atol=1e-9)


def test_a9_iterative_shares_are_the_needs_cut_at_levels_by_share() -> None:
    for pool, needs, shares in draw_a9():
        received = receive(pool, needs, option("sharing", "static_iterative", shares=[0.0, *shares]))
        level = (received / shares).max()
        np.testing.assert_allclose(received, np.minimum(needs, level * np.array(shares)), atol=1e-7)


def test_a10_peer_two_homes_by_fixed_coefficients() -> None:
    result = compute_window([[7, 0]], [[5, 7]], option("sharing", "static", shares=[0.6, 0.4]))
    np.testing.assert_allclose([result.surplus_kwh[0], result.deficit_kwh[0]], [[2, 0], [0, 7]])
    np.testing.assert_allclose(result.received_kwh, [[0, 0.8]])
    np.testing.assert_allclose(result.grid_export_kwh, [[1.2, 0]])
    np.testing.assert_allclose(result.grid_import_kwh, [[0, 6.2]])


@pytest.mark.parametrize(("name", "fields"), [("equal", {}), ("static_iterative", {"shares": [0.6, 0.4]})])
def test_a10_with_reallocation_nothing_is_lost(name: str, fields: Any) -> None:
    result = compute_window([[7, 0]], [[5, 7]], option("sharing", name, **fields))
    np.testing.assert_allclose(result.received_kwh, [[0, 2]])


def test_a10_peer_three_homes_and_sellers_who_sell_the_same_part() -> None:
    key = option("sharing", "static", shares=[0.4, 0.2, 0.4])
    result = compute_window([[1.4, 0, 1.4]], [[1, 0.5, 1]], key)
    assert result.received_kwh.sum() == pytest.approx(0.16)
    np.testing.assert_allclose(result.grid_export_kwh, [[0.32, 0, 0.32]])


def test_a11_peer_constant_shares_of_a_plant() -> None:
    result = compute_window([[10, 0, 0]], [[0, 5, 20]], option("sharing", "static", shares=[0, 0.1, 0.9]))
    np.testing.assert_allclose(result.grid_import_kwh, [[0, 4, 11]])


def test_a11_peer_a_large_share_never_makes_the_draw_negative() -> None:
    result = compute_window([[10, 0]], [[0, 2]], option("sharing", "static", shares=[0.1, 0.9]))
    np.testing.assert_allclose(result.grid_import_kwh, [[0, 0]])


def test_a11_peer_proportional_shares_cover_two_tenants() -> None:
    result = compute_window([[10, 0, 0]], [[0, 2, 8]], option("sharing", "pro_rata"))
    np.testing.assert_allclose(result.grid_import_kwh, [[0, 0, 0]], atol=1e-12)


@pytest.mark.parametrize("name", ["pro_rata", "equal"])
def test_a11_peer_tenants_without_need_divide_nothing_by_zero(name: str) -> None:
    result = compute_window([[3.5, 0, 0]], [[0, 0, 0]], option("sharing", name))
    np.testing.assert_array_equal(result.received_kwh, [[0, 0, 0]])
    np.testing.assert_array_equal(result.grid_export_kwh, [[3.5, 0, 0]])


@pytest.mark.parametrize(
    ("consumption", "offered", "covered", "residual"),
    [
        ([3, 5, 4], [2, 3.333333, 2.666667], [2, 3.333333, 2.666667], [0, 0]),
        ([1, 2, 3], [1.333333, 2.666667, 4], [1, 2, 3], [1.5, 0.5]),
    ],
)
def test_a12_quantities_of_an_austrian_community(
    consumption: list[float], offered: list[float], covered: list[float], residual: list[float]
) -> None:
    found = eda_quantities([[6, 2]], [consumption])
    np.testing.assert_allclose(found.offered_kwh, [offered], atol=5e-7)
    np.testing.assert_allclose(found.covered_kwh, [covered], atol=5e-7)
    np.testing.assert_allclose(found.residual_kwh, [residual], atol=5e-7)
    assert found.covered_kwh.sum() + found.residual_kwh.sum() == pytest.approx(8)


def test_a12_a_participation_factor_keeps_the_rest_outside() -> None:
    assert eda_quantities([[100]], [[10]], consumption_factors=0.4).entering_kwh.tolist() == [[4]]
    result = compute_window([[100, 0]], [[0, 10]], taking_part=taking_part_of([1, 1], [1, 0.4]))
    np.testing.assert_allclose(result.received_kwh, [[0, 4]])
    np.testing.assert_allclose(result.grid_import_kwh, [[0, 6]])


@pytest.mark.parametrize(("interval_slots", "shared"), [(1, 1), (4, 6)])
def test_a13_an_hour_shares_more_than_its_quarter_hours(interval_slots: int, shared: float) -> None:
    production, consumption = [[4, 0], [0, 0], [2, 0], [0, 0]], [[0, 0], [0, 3], [0, 1], [0, 5]]
    result = compute_window(production, consumption, interval_slots=interval_slots)
    assert result.received_kwh.sum() == shared


def test_a13_the_oldest_plants_give_first() -> None:
    ranks = oldest_first([date(2020, 1, 1), date(2022, 1, 1), date(2024, 1, 1), None])
    result = compute_window([[1, 3, 2, 0]], [[0, 0, 0, 5]], option("sharing", "pro_rata", giving_ranks=ranks))
    np.testing.assert_allclose(result.given_kwh, [[1, 3, 1, 0]])


def test_a14_keys_are_not_rounded_down() -> None:
    needs = [33.3, 45.6, 78.9, 12.2]
    received = receive(100, needs, option("sharing", "pro_rata"))
    np.testing.assert_allclose(received, [19.588235, 26.823529, 46.411765, 7.176471], atol=5e-7)
    assert np.floor(received * 10).sum() / 10 == pytest.approx(99.8)
    assert received.sum() == pytest.approx(100)


def test_a14_the_largest_remainders_keep_the_total() -> None:
    assert split_whole(100_000, [333, 456, 789, 122]) == [19588, 26824, 46412, 7176]
    assert split_whole(10, [1, 1, 1]) == [4, 3, 3]


def test_a15_netting_first_changes_owners_and_not_the_total() -> None:
    result = compute_window([[10, 0, 4]], [[6, 5, 7]])
    assert group_balance(result).local_kwh.sum() == pytest.approx(14)
    used = result.self_consumed_kwh + result.received_kwh
    np.testing.assert_allclose(used, [[6, 2.5, 5.5]])


def test_a15_netting_last_gives_others_what_a_member_made_itself() -> None:
    gross = option("sharing", "pro_rata").share(np.array([[10.0, 0, 4]]), np.array([[6.0, 5, 7]]))
    np.testing.assert_allclose(gross.received_kwh, [[4.666667, 3.888889, 5.444444]], atol=5e-7)


def test_i_a_corrected_reading_moves_energy_to_the_other_member() -> None:
    before, after = (compute_window([[6, 0, 0]], [[0, 6, need]]).received_kwh[0, 1:] for need in (6, 3))
    np.testing.assert_allclose([before, after], [[3, 3], [4, 2]])
    np.testing.assert_allclose(after - before, [1, -1])

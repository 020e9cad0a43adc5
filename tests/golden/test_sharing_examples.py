"""Worked examples of sharing keys, computed by an independent program; A1, A4, ... are the names of its cases.

Cases marked "peer" reproduce numbers that other projects print in their own tests.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from energy_synergy.community.balance import group_balance
from energy_synergy.community.window import compute_window
from energy_synergy.registry import option
from energy_synergy.sharing.base import SharingKey

POOL = [11.0, 0.0, 0.0, 0.0]
NEEDS = [0.0, 2.0, 6.0, 10.0]
EXAMPLES = [
    pytest.param("static", {"shares": [0, 0.5, 0.3, 0.2]}, [2, 3.3, 2.2], 3.5, id="A1"),
    pytest.param("pro_rata", {}, [1.222222, 3.666667, 6.111111], 0, id="A4"),
    pytest.param("equal", {}, [2, 4.5, 4.5], 0, id="A5"),
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


@pytest.mark.parametrize("name", ["pro_rata", "equal"])
def test_a9_complete_keys_share_the_smaller_of_pool_and_need(name: str) -> None:
    for pool, needs, _ in draw_a9():
        received = receive(pool, needs, option("sharing", name))
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


def test_a10_peer_two_homes_by_fixed_coefficients() -> None:
    result = compute_window([[7, 0]], [[5, 7]], option("sharing", "static", shares=[0.6, 0.4]))
    np.testing.assert_allclose([result.surplus_kwh[0], result.deficit_kwh[0]], [[2, 0], [0, 7]])
    np.testing.assert_allclose(result.received_kwh, [[0, 0.8]])
    np.testing.assert_allclose(result.grid_export_kwh, [[1.2, 0]])
    np.testing.assert_allclose(result.grid_import_kwh, [[0, 6.2]])


def test_a10_with_reallocation_nothing_is_lost() -> None:
    result = compute_window([[7, 0]], [[5, 7]], option("sharing", "equal"))
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


def test_a15_netting_first_changes_owners_and_not_the_total() -> None:
    result = compute_window([[10, 0, 4]], [[6, 5, 7]])
    assert group_balance(result).local_kwh.sum() == pytest.approx(14)
    used = result.self_consumed_kwh + result.received_kwh
    np.testing.assert_allclose(used, [[6, 2.5, 5.5]])


def test_i_a_corrected_reading_moves_energy_to_the_other_member() -> None:
    before, after = (compute_window([[6, 0, 0]], [[0, 6, need]]).received_kwh[0, 1:] for need in (6, 3))
    np.testing.assert_allclose([before, after], [[3, 3], [4, 2]])
    np.testing.assert_allclose(after - before, [1, -1])

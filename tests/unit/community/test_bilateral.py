"""Who gave how much to whom."""

from __future__ import annotations

import numpy as np
import pytest

from energy_synergy.community.bilateral import FlowsUnknown, flow_matrix, pair_kwh
from energy_synergy.community.pooling import pool
from energy_synergy.community.window import WindowResult, compute_window
from energy_synergy.sharing.full_dynamic import FullDynamic

NAN = float("nan")
CONTRACTS = FullDynamic(coefficients=[[0, 0, 1, 0], [0, 0, 0.5, 0.5], [0, 0, 0, 0], [0, 0, 0, 0]])


@pytest.fixture
def contracts() -> WindowResult:
    """Two slots in which two producers supply two consumers by contract."""
    return compute_window([[4, 8, 0, 0], [4, 0, 0, 0]], [[0, 0, 4, 9], [0, 0, 9, 9]], CONTRACTS)


def test_it_works() -> None:
    result = compute_window([[8, 0, 0]], [[2, 2, 1]])
    np.testing.assert_allclose(flow_matrix(result), [[0, 2, 1], [0, 0, 0], [0, 0, 0]])


def test_receivers_of_a_pool_have_the_same_mix_of_givers() -> None:
    result = compute_window([[3, 1, 0, 0]], [[0, 0, 2, 6]])
    np.testing.assert_allclose(flow_matrix(result)[:2, 2:], [[0.75, 2.25], [0.25, 0.75]])
    np.testing.assert_allclose(pair_kwh(result, 0, 3), [2.25])


def test_a_missing_reading_is_left_out() -> None:
    result = compute_window([[NAN, 4]], [[3, 1]])
    assert not flow_matrix(result).any()
    assert pair_kwh(result, 1, 0).tolist() == [0]


def test_contracts_tell_themselves_who_supplies_whom(contracts: WindowResult) -> None:
    # The first consumer is offered 4 + 4 for a need of 4: it takes half of each offer.
    np.testing.assert_allclose(flow_matrix(contracts, slice(0, 1))[:2, 2:], [[2, 0], [2, 4]])
    np.testing.assert_allclose(flow_matrix(contracts)[:2, 2:], [[6, 0], [2, 4]])
    np.testing.assert_allclose(pair_kwh(contracts, 0, 2), [2, 4])
    np.testing.assert_allclose(pair_kwh(contracts, 1, 2, slice(1, 2)), [0])


def test_contracts_of_what_takes_part_only() -> None:
    result = compute_window([[4, 8, 0, NAN]], [[0, 0, 20, 9]], CONTRACTS, taking_part=[0.5, 0.25, 1, 1])
    np.testing.assert_allclose(flow_matrix(result)[:2, 2:], [[2, 0], [1, 0]])
    np.testing.assert_allclose(flow_matrix(result).sum(axis=0)[2], result.member_kwh["received_kwh"][2])


def test_members_seen_as_one_keep_their_flows_under_a_pool() -> None:
    result = compute_window([[3, 1, 0, 0]], [[0, 0, 2, 6]])
    np.testing.assert_allclose(flow_matrix(pool(result, [[0, 1], [2], [3]]))[0], [0, 1, 3])


def test_members_seen_as_one_hide_who_had_the_contracts(contracts: WindowResult) -> None:
    with pytest.raises(FlowsUnknown, match="seen as one"):
        flow_matrix(pool(contracts, [[0, 1], [2], [3]]))


def test_within_an_hour_a_member_may_supply_itself() -> None:
    result = compute_window([[3.0, 0], [0, 0], [0, 0], [0, 0]], [[0.0, 0], [3, 0], [0, 3], [0, 0]], interval_slots=4)
    np.testing.assert_allclose(flow_matrix(result), [[1.5, 1.5], [0, 0]])


def test_what_is_paid_is_the_energy_of_each_slot_times_its_price(contracts: WindowResult) -> None:
    prices = np.array([0.1, 0.2])
    np.testing.assert_allclose(flow_matrix(contracts, per_kwh=prices)[:2, 2:], [[1, 0], [0.2, 0.4]])
    np.testing.assert_allclose(flow_matrix(contracts, slice(1, 2), per_kwh=prices)[:2, 2:], [[0.8, 0], [0, 0]])
    pooled = compute_window([[8, 0, 0]] * 2, [[2, 2, 1]] * 2)
    np.testing.assert_allclose(flow_matrix(pooled, per_kwh=prices)[0], [0, 0.6, 0.3])

"""The full dynamic key."""

from __future__ import annotations

import numpy as np
import pytest

from energy_synergy.registry import option
from energy_synergy.sharing.base import Array
from energy_synergy.sharing.full_dynamic import FullDynamic
from energy_synergy.sharing.table import CoefficientsRefused

TABLE = np.array([[0, 0, 0.5, 0.5], [0, 0, 1, 0], [0, 0, 0, 0], [0, 0, 0, 0]])
SURPLUS, DEFICIT = np.array([[6.0, 2, 0, 0]]), np.array([[0, 0, 9.0, 2]])


def test_it_works() -> None:
    shared = FullDynamic(coefficients=TABLE).share(SURPLUS, DEFICIT)
    np.testing.assert_allclose(shared.received_kwh, [[0, 0, 5, 2]])
    np.testing.assert_allclose(shared.given_kwh, [[5, 2, 0, 0]])


def test_what_exceeds_a_need_is_scaled_back_over_the_producers() -> None:
    shared = FullDynamic(coefficients=TABLE).share(SURPLUS, np.array([[0, 0, 1.0, 9]]))
    np.testing.assert_allclose(shared.received_kwh, [[0, 0, 1, 3]])
    np.testing.assert_allclose(shared.given_kwh, [[3.6, 0.4, 0, 0]])


def test_one_table_for_all_slots_is_the_same_table_in_each() -> None:
    draw = np.random.default_rng(1)
    surplus, deficit = draw.random((300, 4)), draw.random((300, 4))
    one, each = FullDynamic(coefficients=TABLE), FullDynamic(coefficients=np.repeat(TABLE[None], 300, axis=0))
    for get in (share, flows, pair):
        np.testing.assert_allclose(get(one, surplus, deficit), get(each, surplus, deficit))


def share(key: FullDynamic, surplus: Array, deficit: Array) -> Array:
    """Return given and received."""
    shared = key.share(surplus, deficit)
    return np.stack([shared.given_kwh, shared.received_kwh])


def flows(key: FullDynamic, surplus: Array, deficit: Array) -> Array:
    """Return who gave to whom."""
    return key.flow_matrix(surplus, deficit)


def pair(key: FullDynamic, surplus: Array, deficit: Array) -> Array:
    """Return what the first producer gave the first consumer."""
    return key.pair_kwh(surplus, deficit, 0, 2)


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ([[0.6, 0.6], [0, 0]], "producer 1 sum to 1.2"),
        ([[[1, 0], [0, 0]], [[0, 0], [0.9, 0.2]]], "producer 2"),
        ([[0.5, 0.5]], "members x members"),
        ([0.5], "members x members"),
        ([[-0.1, 0], [0, 0]], r"coefficient at \(1, 1\)"),
        ([[0, float("nan")], [0, 0]], r"coefficient at \(1, 2\)"),
    ],
)
def test_coefficients_that_are_none_are_refused(table: object, reason: str) -> None:
    with pytest.raises(CoefficientsRefused, match=reason):
        option("sharing", "full_dynamic", coefficients=table)


@pytest.mark.parametrize("shape", [(1, 3), (2, 4)])
def test_other_slots_or_members_are_refused(shape: tuple[int, int]) -> None:
    key = FullDynamic(coefficients=TABLE[None])
    with pytest.raises(CoefficientsRefused, match="does not fit"):
        key.share(np.zeros(shape), np.zeros(shape))
    with pytest.raises(CoefficientsRefused, match="does not fit"):
        key.pair_kwh(np.zeros(shape), np.zeros(shape), 0, 1)


def test_nobody_writes_into_its_coefficients() -> None:
    assert not FullDynamic(coefficients=TABLE).coefficients.flags.writeable


def test_coefficients_that_sum_to_a_crumb_more_than_one_give_no_more_than_there_is() -> None:
    surplus, deficit = np.array([[1e6, 0, 0]]), np.array([[0, 6e5, 6e5]])
    key = FullDynamic(coefficients=[[0, 0.5000000002, 0.5]] * 3)
    assert key.share(surplus, deficit).given_kwh.sum() <= 1e6
    assert sum(key.pair_kwh(surplus, deficit, 0, buyer) for buyer in (1, 2)) <= 1e6
    assert key.flow_matrix(surplus, deficit).sum() <= 1e6

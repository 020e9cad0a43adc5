"""The kernel."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import pytest

from energy_synergy.community import window as kernel
from energy_synergy.community.window import QUANTITIES, compute_window
from energy_synergy.errors import InvalidValue
from energy_synergy.sharing.base import Array, Shared, SharingKey

NAN, INF = float("nan"), float("inf")


def test_it_works() -> None:
    result = compute_window([[7, 0], [0, 0]], [[5, 7], [1, 1]])
    np.testing.assert_array_equal(result.self_consumed_kwh, [[5, 0], [0, 0]])
    np.testing.assert_array_equal(result.surplus_kwh, [[2, 0], [0, 0]])
    np.testing.assert_array_equal(result.deficit_kwh, [[0, 7], [1, 1]])
    np.testing.assert_array_equal(result.given_kwh, [[2, 0], [0, 0]])
    np.testing.assert_array_equal(result.received_kwh, [[0, 2], [0, 0]])
    np.testing.assert_array_equal(result.grid_export_kwh, [[0, 0], [0, 0]])
    np.testing.assert_array_equal(result.grid_import_kwh, [[0, 5], [1, 1]])


def test_sums_come_with_it() -> None:
    result = compute_window([[7, 0], [0, 0]], [[5, 7], [1, 1]])
    np.testing.assert_array_equal(result.group_production_kwh, [7, 0])
    np.testing.assert_array_equal(result.group_consumption_kwh, [12, 2])
    assert {name: result.member_kwh[name].tolist() for name in ("given_kwh", "grid_import_kwh")} == {
        "given_kwh": [2, 0],
        "grid_import_kwh": [1, 6],
    }


def test_a_member_without_a_reading_takes_no_part_in_the_slot() -> None:
    result = compute_window([[NAN, 4, 0]], [[3, 0, 8]])
    assert result.is_provisional.tolist() == [True]
    np.testing.assert_array_equal(result.received_kwh, [[NAN, 0, 4]])
    np.testing.assert_array_equal(result.grid_import_kwh, [[NAN, 0, 4]])
    assert all(np.isnan(getattr(result, name)[0, 0]) for name in QUANTITIES[2:])


def test_a_reading_that_stands_alone_stays_in_the_sums_of_readings() -> None:
    result = compute_window([[NAN, 4]], [[3, 0]])
    assert result.group_consumption_kwh.tolist() == [3]
    assert result.member_kwh["consumption_kwh"].tolist() == [3, 0]
    assert result.member_kwh["grid_import_kwh"].tolist() == [0, 0]


def test_other_slots_of_that_member_count() -> None:
    result = compute_window([[NAN, 4], [0, 4]], [[3, 0], [3, 0]])
    np.testing.assert_array_equal(result.received_kwh[:, 0], [NAN, 3])
    assert result.is_provisional.tolist() == [True, False]


@pytest.mark.parametrize(
    ("production", "consumption"),
    [
        ([[-1.0, 0]], [[0, 0]]),
        ([[0.0, 0]], [[0, -1e-12]]),
        ([[INF, 0]], [[0, 0]]),
        ([[INF, 0]], [[INF, 0]]),
        ([[NAN, 0]], [[-3, 0]]),
        ([[NAN, 0]], [[INF, 0]]),
        ([[NAN, -INF]], [[0, 0]]),
        ([[1e308, 1e308]], [[0, 0]]),
    ],
)
def test_negative_and_infinite_readings_are_refused(production: Array, consumption: Array) -> None:
    with pytest.raises(InvalidValue, match="negative or infinite"):
        compute_window(production, consumption)


@pytest.mark.parametrize(("production", "consumption"), [([1.0], [1.0]), ([[1.0]], [[1.0, 2]]), (3.0, 3.0)])
def test_other_shapes_are_refused(production: Array, consumption: Array) -> None:
    with pytest.raises(InvalidValue, match="slots x members"):
        compute_window(production, consumption)


@pytest.mark.parametrize("size", [(0, 3), (0, 0), (4, 0), (1, 1)])
def test_empty_windows_are_windows(size: tuple[int, int]) -> None:
    result = compute_window(np.zeros(size), np.zeros(size))
    assert (result.slots, result.members) == size
    assert result.grid_import_kwh.shape == size


def test_the_caller_keeps_its_arrays_and_nobody_writes_into_the_result() -> None:
    production, consumption = np.array([[7.0, 0]]), np.array([[5.0, 7]])
    result = compute_window(production, consumption)
    assert production.flags.writeable
    for name in QUANTITIES:
        with pytest.raises(ValueError, match="read-only"):
            getattr(result, name)[0, 0] = 1.0


def test_any_order_in_memory_gives_the_same() -> None:
    draw = np.random.default_rng(3)
    production, consumption = draw.random((30, 4)), draw.random((30, 4))
    turned = compute_window(np.asfortranarray(production), consumption[::-1][::-1].astype(np.float64))
    np.testing.assert_array_equal(turned.received_kwh, compute_window(production, consumption).received_kwh)


class Evening(SharingKey):
    """Share in the last slot of the window only."""

    name: ClassVar[str] = "evening"
    is_complete: ClassVar[bool] = False

    def share(self, surplus_kwh: Array, deficit_kwh: Array) -> Shared:
        given, received = np.zeros_like(surplus_kwh), np.zeros_like(deficit_kwh)
        moved = min(surplus_kwh[-1].sum(), deficit_kwh[-1].sum())
        given[-1] = surplus_kwh[-1] * moved / surplus_kwh[-1].sum()
        received[-1] = deficit_kwh[-1] * moved / deficit_kwh[-1].sum()
        return Shared(given, received)


def test_a_key_that_looks_at_the_window_sees_it_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "BLOCK_VALUES", 4)
    result = compute_window([[3.0, 0]] * 10, [[0, 5.0]] * 10, Evening())
    assert result.received_kwh[:, 1].tolist() == [0] * 9 + [3]


def test_a_name_is_no_key() -> None:
    with pytest.raises(InvalidValue, match="must be a sharing key"):
        compute_window([[1.0]], [[1.0]], "static")  # type: ignore[arg-type]

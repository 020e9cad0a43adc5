"""The kernel."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import pytest

from energy_synergy.community import window as kernel
from energy_synergy.community.netting import IntervalRefused
from energy_synergy.community.taking_part import PartsRefused
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


HOURLY = ([[4.0, 0], [0, 0], [2, 0], [0, 0]], [[0.0, 0], [0, 3], [0, 1], [0, 5]])


def test_hourly_sharing_sums_the_quarter_hours_first() -> None:
    hourly = compute_window(*HOURLY, interval_slots=4)
    assert (hourly.slots, hourly.interval_slots, hourly.rows_per_hour) == (1, 4, 1)
    np.testing.assert_array_equal(hourly.received_kwh, [[0, 6]])
    np.testing.assert_array_equal(hourly.grid_import_kwh, [[0, 3]])
    assert compute_window(*HOURLY).received_kwh.sum() == 1


def test_a_member_may_give_and_receive_in_one_hour() -> None:
    result = compute_window([[3.0, 0], [0, 2], [0, 0], [0, 0]], [[1.0, 1], [2, 0], [0, 0], [0, 0]], interval_slots=4)
    np.testing.assert_array_equal(result.self_consumed_kwh, [[1, 0]])
    np.testing.assert_array_equal(result.surplus_kwh, [[2, 2]])
    np.testing.assert_array_equal(result.deficit_kwh, [[2, 1]])
    np.testing.assert_array_equal(result.received_kwh, [[2, 1]])
    np.testing.assert_array_equal(result.given_kwh, [[1.5, 1.5]])


def test_a_missing_quarter_hour_is_a_missing_hour_of_that_member() -> None:
    production, consumption = np.zeros((8, 2)), np.ones((8, 2))
    production[:, 0], production[1, 0] = 3, NAN
    result = compute_window(production, consumption, interval_slots=4)
    assert result.is_provisional.tolist() == [True, False]
    np.testing.assert_array_equal(result.received_kwh, [[NAN, 0], [0, 4]])
    assert result.member_kwh["consumption_kwh"].tolist() == [8, 8]
    assert result.member_kwh["production_kwh"].tolist() == [12, 0]


@pytest.mark.parametrize("interval_slots", [0, -4, 3, 1.5])
def test_intervals_that_slots_do_not_fill_are_refused(interval_slots: int) -> None:
    with pytest.raises(IntervalRefused):
        compute_window(np.ones((4, 1)), np.ones((4, 1)), interval_slots=interval_slots)


@pytest.mark.parametrize("bad", [-1.0, INF, -INF])
def test_bad_readings_do_not_hide_in_an_hour(bad: float) -> None:
    production = np.array([[bad, 0], [5, NAN], [5, 0], [NAN, 0]])
    with pytest.raises(InvalidValue, match="negative or infinite"):
        compute_window(production, np.ones((4, 2)), interval_slots=4)


def test_only_the_part_that_takes_part_is_shared() -> None:
    result = compute_window([[10.0, 0]], [[0, 10.0]], taking_part=[[[0.4, 1]], [[1, 0.3]]])
    np.testing.assert_allclose(result.received_kwh, [[0, 3]])
    np.testing.assert_allclose(result.given_kwh, [[3, 0]])
    np.testing.assert_allclose(result.surplus_kwh, [[10, 0]])
    np.testing.assert_allclose(result.grid_export_kwh, [[7, 0]])
    np.testing.assert_allclose(result.member_kwh["grid_import_kwh"], [0, 7])
    assert result.taking_part is not None
    assert result.taking_part.shape == (2, 1, 2)


@pytest.mark.parametrize("part", [0.5, [0.5, 0.5], [[0.5, 0.5]] * 3, np.full((2, 1, 1), 0.5), np.full((2, 3, 2), 0.5)])
def test_parts_may_be_one_number_or_one_for_each_member_or_slot(part: Array) -> None:
    result = compute_window([[8.0, 0]] * 3, [[0, 8.0]] * 3, taking_part=part)
    np.testing.assert_array_equal(result.received_kwh, [[0, 4]] * 3)


def test_parts_are_those_of_the_hours_where_sharing_is_hourly() -> None:
    result = compute_window([[1.0, 0]] * 8, [[0, 1.0]] * 8, taking_part=[[0, 0], [1, 1]], interval_slots=4)
    np.testing.assert_array_equal(result.received_kwh, [[0, 0], [0, 4]])


@pytest.mark.parametrize("part", [-0.1, 1.0001, NAN, [1, 1, 1], np.ones((3, 1, 2))])
def test_parts_that_are_no_fractions_or_do_not_fit_are_refused(part: Array) -> None:
    with pytest.raises(PartsRefused):
        compute_window([[8.0, 0]], [[0, 8.0]], taking_part=part)


def test_parts_of_a_missing_reading_do_not_matter() -> None:
    result = compute_window([[NAN, 4]], [[3, 0]], taking_part=0.5)
    np.testing.assert_array_equal(result.given_kwh, [[NAN, 0]])

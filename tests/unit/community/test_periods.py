"""Periods of surplus, balance and deficit."""

from __future__ import annotations

import numpy as np
import pytest

from energy_synergy.community.periods import Period, State, find_periods, states
from energy_synergy.community.window import compute_window
from energy_synergy.errors import InvalidValue

NAN = float("nan")


def codes(production: list[float], consumption: list[float], tolerance: float = 0.05) -> list[int]:
    """Return the state of each slot."""
    found: list[int] = states(np.array(production), np.array(consumption), tolerance).tolist()
    return found


def test_it_works() -> None:
    result = compute_window([[5, 0], [4, 0], [0, 0], [0, 2]], [[1, 3], [1, 1], [2, 2], [3, 1]])
    assert find_periods(result) == (
        Period(State.SURPLUS, 0, 2, energy_kwh=3, peak_kw=8, causes=((0, 7.0),)),
        Period(State.DEFICIT, 2, 2, energy_kwh=6, peak_kw=16, causes=((0, 5.0), (1, 1.0))),
    )


def test_production_within_the_tolerance_of_consumption_sustains_the_group() -> None:
    assert codes([94, 95, 100, 105, 106], [100] * 5) == [0, 1, 1, 1, 2]


def test_the_border_of_the_tolerance_is_inside_in_spite_of_rounding() -> None:
    assert codes([1.05, 0.95, 0.1 + 0.2], [1, 1, 0.3]) == [1, 1, 1]
    assert codes([0.1 + 0.2], [0.3], tolerance=0) == [1]


def test_production_without_consumption_is_a_surplus_whatever_the_tolerance() -> None:
    assert codes([0.001, 0], [0, 0], tolerance=0.5) == [2, 1]


def test_a_missing_energy_has_no_state() -> None:
    assert codes([NAN, 1], [1, NAN]) == [-1, -1]


@pytest.mark.parametrize("tolerance", [-0.01, NAN, float("inf")])
def test_a_tolerance_that_is_no_fraction_is_refused(tolerance: float) -> None:
    with pytest.raises(InvalidValue, match="tolerance"):
        codes([1], [1], tolerance)


def test_a_self_sustaining_period_counts_what_is_used_inside() -> None:
    (period,) = find_periods(compute_window([[10, 0], [4, 0]], [[0, 10], [0, 4]]))
    assert (period.state, period.energy_kwh, period.peak_kw, period.causes) == (State.SELF_SUSTAINING, 14, 40, ())


def test_the_causes_lie_on_the_side_of_the_state_the_largest_first() -> None:
    (period,) = find_periods(compute_window([[0, 5, 0]], [[1, 0, 7]]))
    assert period.causes == ((2, 7.0), (0, 1.0))


def test_a_slot_without_any_reading_belongs_to_no_period() -> None:
    result = compute_window([[0, 3], [0, NAN], [0, 3]], [[1, 0], [NAN, 0], [1, 0]])
    assert [(period.first_slot, period.slots) for period in find_periods(result)] == [(0, 1), (2, 1)]


def test_slots_with_a_missing_reading_are_counted() -> None:
    (period,) = find_periods(compute_window([[0, 3], [NAN, 3]], [[1, 0], [1, 0]]))
    assert (period.slots, period.provisional_slots) == (2, 1)


def test_a_window_without_slots_has_no_period() -> None:
    assert find_periods(compute_window(np.zeros((0, 2)), np.zeros((0, 2)))) == ()


def test_a_member_that_lacks_one_reading_is_blamed_for_its_other_one() -> None:
    result = compute_window([[NAN, 0.0]], [[6.0, 1.0]])
    assert find_periods(result)[0].causes == ((0, 6.0), (1, 1.0))

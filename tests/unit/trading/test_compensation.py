"""The compensation leaves nobody below zero and pays as much as it takes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from energy_synergy.trading.compensation import compensate


def test_those_who_gain_lift_those_who_lose_in_proportion_to_their_gain() -> None:
    savings = np.array([6.0, 3.0, -3.0])
    assert savings + compensate(savings) == pytest.approx([4.0, 2.0, 0.0])


def test_nothing_is_paid_where_nobody_loses() -> None:
    assert not compensate(np.array([1.0, 0.0, 2.0])).any()


def test_nobody_can_be_lifted_where_the_group_as_a_whole_loses() -> None:
    assert not compensate(np.array([1.0, -4.0])).any()


def test_a_crumb_of_rounding_below_zero_does_not_leave_losers_behind() -> None:
    savings = np.array([0.3, -0.1, -0.2])
    assert savings.sum() < 0
    assert (savings + compensate(savings)).min() >= -1e-12


@given(savings=arrays(float, st.integers(0, 8), elements=st.floats(-100, 100)))
def test_nobody_is_left_below_zero_where_the_group_gains(savings: np.ndarray[tuple[int], np.dtype[np.float64]]) -> None:
    paid = compensate(savings)
    assert paid.sum() == pytest.approx(0, abs=1e-9)
    if savings.sum() >= 0:
        assert (savings + paid >= -1e-9).all()

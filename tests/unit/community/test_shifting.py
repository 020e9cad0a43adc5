"""Moving a surplus in time to where the group lacks energy."""

from __future__ import annotations

import numpy as np
import pytest

from energy_synergy.community.shifting import compute_shiftable
from energy_synergy.errors import InvalidValue

NAN = float("nan")


def shiftable(surplus: list[float], deficit: list[float], horizon: int) -> float:
    """Return what could move."""
    return compute_shiftable(np.array(surplus), np.array(deficit), horizon=horizon)


def test_it_works() -> None:
    assert shiftable([0, 5, 0, 0], [2, 0, 1, 9], horizon=1) == 3


def test_no_energy_is_used_twice() -> None:
    assert shiftable([0, 2, 0], [9, 0, 9], horizon=1) == 2


def test_the_earlier_deficit_leaves_the_later_surplus_to_the_later_one() -> None:
    assert shiftable([0, 1, 1, 0], [1, 0, 0, 1], horizon=2) == 2


def test_nothing_moves_beyond_the_horizon() -> None:
    assert shiftable([5, 0, 0], [0, 0, 5], horizon=1) == 0
    assert shiftable([5, 0, 0], [0, 0, 5], horizon=2) == 5


def test_a_missing_value_counts_as_nothing() -> None:
    assert shiftable([NAN, 2], [3, NAN], horizon=1) == 2


def test_a_negative_horizon_is_refused() -> None:
    with pytest.raises(InvalidValue, match="horizon"):
        shiftable([1], [1], horizon=-1)

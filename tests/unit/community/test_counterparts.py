"""Counterparts of a period inside the group."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from energy_synergy.community.counterparts import Counterpart, Trade, find_counterparts, find_trades
from energy_synergy.community.periods import find_periods
from energy_synergy.community.window import WindowResult, compute_window
from energy_synergy.errors import InvalidValue

NAN = float("nan")


def window(production: Any, consumption: Any) -> WindowResult:
    """Return the window of rows of slots."""
    return compute_window(np.array(production, dtype=float), np.array(consumption, dtype=float))


def counterparts(result: WindowResult, number: int, horizon: int = 96) -> tuple[Counterpart, ...]:
    """Return the counterparts of one of the periods."""
    return find_counterparts(result, find_periods(result)[number], horizon=horizon)


def test_it_works() -> None:
    # Deficit, surplus of member 0, deficit: members 1 and 2 buy around it.
    result = window([[0, 0, 0], [9, 0, 0], [0, 0, 0]], [[0, 2, 1], [0, 0, 0], [0, 5, 1]])
    assert counterparts(result, 1) == (Counterpart(1, 7, 2, 0, 5), Counterpart(2, 2, 1, 0, 1))


def test_it_takes_no_more_than_the_period_has() -> None:
    result = window([[0, 0], [3, 0]], [[0, 8], [0, 0]])
    assert [one.energy_kwh for one in counterparts(result, 1)] == [3]


def test_the_one_with_more_to_move_comes_first_where_both_could_take_all() -> None:
    result = window([[0, 0, 0], [3, 0, 0]], [[0, 8, 9], [0, 0, 0]])
    assert [(one.member, one.energy_kwh) for one in counterparts(result, 1)] == [(2, 3), (1, 3)]


def test_a_member_uses_its_own_surplus_first() -> None:
    # Member 0 exports 6 and buys 8 at night: 2 are left for the 1 that member 1 exports.
    result = window([[0, 0], [6, 1]], [[8, 0], [0, 0]])
    assert counterparts(result, 1) == (Counterpart(0, 1, 8, 0, 0),)


def test_a_member_is_no_counterpart_of_its_own_surplus() -> None:
    result = window([[0, 0], [6, 0]], [[20, 0], [0, 0]])
    assert counterparts(result, 1) == ()


def test_a_deficit_is_filled_by_those_that_exported_near_it() -> None:
    result = window([[0, 4], [0, 0], [0, 1]], [[0, 0], [3, 0], [0, 0]])
    assert counterparts(result, 1) == (Counterpart(1, 3, 4, 0, 1),)


def test_what_lies_beyond_the_horizon_does_not_count() -> None:
    result = window([[0, 0], [0, 0], [5, 0]], [[0, 4], [0, 1], [0, 0]])
    assert [one.before_kwh for one in counterparts(result, 1, horizon=1)] == [1]
    assert counterparts(result, 1, horizon=0) == ()


def test_a_missing_reading_counts_as_nothing() -> None:
    result = window([[0, 0], [5, 0]], [[0, NAN], [0, 0]])
    assert counterparts(result, -1) == ()


def test_a_self_sustaining_period_has_none() -> None:
    result = window([[3, 0], [0, 0]], [[0, 3], [0, 9]])
    assert counterparts(result, 0) == ()


def test_a_negative_horizon_is_refused() -> None:
    with pytest.raises(InvalidValue, match="horizon"):
        counterparts(window([[1.0]], [[0.0]]), 0, horizon=-1)


def test_trades_are_those_inside_the_period() -> None:
    result = window([[4, 2, 0], [1, 0, 0]], [[0, 0, 3], [0, 0, 5]])
    surplus, deficit = find_periods(result)
    assert find_trades(result, surplus) == (Trade(0, 2, 2.0), Trade(1, 2, 1.0))
    assert find_trades(result, deficit) == (Trade(0, 2, 1.0),)

"""The duration curve of a group."""

from __future__ import annotations

import numpy as np
import pytest

from energy_synergy.community.duration import DurationMark, compute_duration
from energy_synergy.errors import InvalidValue

NAN = float("nan")


def test_it_works() -> None:
    curve = compute_duration(np.array([-1.0, 2.0, 0.0, NAN, 0.5]))
    np.testing.assert_allclose(curve.hours, [0, 0.25, 0.5, 0.75, 1])
    np.testing.assert_allclose(curve.net_kw, [8, 2, 0, -4])
    assert (curve.surplus_hours, curve.deficit_hours) == (0.5, 0.25)
    assert (curve.balanced_hours, curve.unknown_hours) == (0.25, 0.25)
    assert (curve.surplus_kwh, curve.deficit_kwh) == (2.5, 1)


def test_marks_tell_what_is_reached_for_part_of_the_time() -> None:
    curve = compute_duration(np.arange(-20.0, 80.0))
    assert curve.marks == (
        DurationMark(0.01, 0.25, 79 * 4, 20 * 4),
        DurationMark(0.05, 1.25, 75 * 4, 16 * 4),
        DurationMark(0.1, 2.5, 70 * 4, 11 * 4),
    )


def test_there_is_no_deficit_at_a_mark_where_surplus_reigns() -> None:
    assert [mark.deficit_kw for mark in compute_duration(np.ones(4)).marks] == [0, 0, 0]


def test_a_difference_by_rounding_is_balanced() -> None:
    assert compute_duration(np.array([0.1 + 0.2 - 0.3])).balanced_hours == 0.25


def test_a_long_curve_keeps_its_extremes_and_its_areas() -> None:
    net = np.random.default_rng(1).normal(-20, 60, 35_040)
    net[7] = 5_000.0
    curve = compute_duration(net)
    assert len(curve.net_kw) <= 1_500
    assert (curve.net_kw[0], curve.net_kw[-1]) == (20_000, pytest.approx(4 * net.min()))
    areas = np.diff(curve.hours) * curve.net_kw
    assert areas[areas > 0].sum() == pytest.approx(net[net > 0].sum())
    assert areas[areas < 0].sum() == pytest.approx(net[net < 0].sum())


@pytest.mark.parametrize("net", [np.zeros(0), np.full(4, NAN)])
def test_of_nothing_known_there_is_no_curve(net: np.ndarray) -> None:
    curve = compute_duration(net)
    assert (curve.hours.tolist(), curve.net_kw.tolist(), curve.marks) == ([0], [], ())
    assert curve.unknown_hours == len(net) / 4


def test_too_few_points_are_refused() -> None:
    with pytest.raises(InvalidValue, match="16"):
        compute_duration(np.ones(4), most_points=2)

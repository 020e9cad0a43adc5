"""Participation in several groups."""

from __future__ import annotations

import numpy as np
import pytest

from energy_synergy.community.window import compute_window
from energy_synergy.sharing.participation import ParticipationRefused, check_participation, taking_part_of


def test_it_works() -> None:
    check_participation({"North": 0.4, "South": 0.6})
    check_participation(dict.fromkeys("abcde", 0.2))
    check_participation({})


@pytest.mark.parametrize(
    ("factors", "reason"),
    [
        (dict.fromkeys("abcdef", 0.1), "6 groups"),
        ({"North": 0.5, "South": 0.6}, "sum to 1.1"),
        ({"North": 0.0}, "North is 0.0"),
        ({"North": -0.1}, "North"),
        ({"North": 1.2}, "North"),
        ({"North": float("nan")}, "North"),
    ],
)
def test_other_factors_are_refused(factors: dict[str, float], reason: str) -> None:
    with pytest.raises(ParticipationRefused, match=reason):
        check_participation(factors)


def test_another_limit_may_be_given() -> None:
    check_participation(dict.fromkeys("abcdef", 0.1), most_groups=6)


def test_factors_are_what_the_kernel_takes() -> None:
    parts = taking_part_of([0.5, 1], [1, 0.25])
    result = compute_window([[8, 0]] * 3, [[0, 8]] * 3, taking_part=parts)
    np.testing.assert_allclose(result.received_kwh, [[0, 2]] * 3)


def test_a_meter_in_two_groups_is_never_counted_twice() -> None:
    first, second = (
        compute_window([[8, 0]], [[0, 8]], taking_part=taking_part_of([part, 1], [1, part])) for part in (0.4, 0.6)
    )
    np.testing.assert_allclose(first.received_kwh + second.received_kwh, [[0, 8]])

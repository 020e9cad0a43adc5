"""Fairness is a number about something that can be spread, or none."""

from __future__ import annotations

import numpy as np
import pytest

from energy_synergy.community.fairness import (
    MEASURED_LABELS,
    Measured,
    compute_fairness,
    gini,
    jain,
    min_max,
    participation_willingness,
    quality_of_experience,
    quality_of_service,
)


def test_it_works() -> None:
    found = compute_fairness([1.0, 3.0], measured=Measured.SAVINGS)
    assert (found.jain, found.gini, found.min_max) == pytest.approx((0.8, 0.25, 1 / 3))
    assert (found.measured, found.members) == ("savings", 2)


@pytest.mark.parametrize("values", [[], [0.0, 0.0], [-1.0, 3.0], [np.nan]])
@pytest.mark.parametrize("measure", [jain, gini, min_max])
def test_what_cannot_be_spread_has_no_fairness(measure, values) -> None:
    assert measure(values) is None


@pytest.mark.parametrize("measure", [jain, gini, min_max])
def test_a_member_without_a_value_is_left_out(measure) -> None:
    assert measure([2.0, np.nan, 6.0]) == measure([2.0, 6.0])


def test_gini_is_the_mean_difference_over_twice_the_mean() -> None:
    values = np.random.default_rng(3).gamma(1.0, 5.0, 9)
    differences = np.abs(values[:, None] - values[None, :]).sum()
    assert gini(values) == pytest.approx(differences / (2 * len(values) * values.sum()))


def test_experience_of_one_possible_price_is_undefined() -> None:
    assert quality_of_experience([0.2, 0.2], lowest=0.2, highest=0.2) is None
    assert quality_of_experience([], lowest=0.1, highest=0.2) is None


def test_service_of_who_needs_nothing_is_undefined() -> None:
    np.testing.assert_array_equal(quality_of_service([2.0, 0.0], [4.0, 0.0]), [0.5, np.nan])


def test_sharing_in_proportion_to_need_serves_all_alike() -> None:
    need = np.array([2.0, 6.0, 10.0])
    service = compute_fairness(quality_of_service(need * 11 / 18, need), measured=Measured.SERVICE)
    assert service.jain == pytest.approx(1.0)


def test_a_crumb_below_zero_is_a_zero() -> None:
    assert (jain([4.0, -1e-13]), min_max([4.0, -1e-13])) == (0.5, 0.0)


def test_a_crumb_of_rounding_makes_nobody_better_off() -> None:
    assert participation_willingness([1e-12, 4.0]) == 0.5
    assert participation_willingness([]) is None


def test_everything_measured_has_a_label() -> None:
    assert set(MEASURED_LABELS) == set(Measured)

"""Worked example G: fairness of savings of 10, 20, 30 and 0, computed by an independent program."""

from __future__ import annotations

import pytest

from energy_synergy.community import fairness

SAVINGS = [10.0, 20.0, 30.0, 0.0]


@pytest.mark.parametrize(("measure", "expected"), [("jain", 0.642857), ("gini", 0.416667), ("min_max", 0.0)])
def test_g_measures_of_savings(measure: str, expected: float) -> None:
    found = fairness.compute_fairness(SAVINGS, measured=fairness.Measured.SAVINGS)
    assert getattr(found, measure) == pytest.approx(expected, abs=5e-7)


def test_g_quality_of_experience_of_prices() -> None:
    found = fairness.quality_of_experience([0.20, 0.22, 0.30], lowest=0.08, highest=0.30)
    assert found == pytest.approx(0.607228, abs=5e-7)


def test_g_jain_from_equal_to_one_takes_all() -> None:
    assert [fairness.jain([5, 5, 5, 5]), fairness.jain([7, 0, 0, 0])] == pytest.approx([1, 0.25])


def test_g_participation_willingness() -> None:
    assert fairness.participation_willingness(SAVINGS) == 0.75

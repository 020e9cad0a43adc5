"""Worked example C: games of three members, computed by an independent program.

The case marked "peer" reproduces numbers that another project prints in its own tests.
"""

from __future__ import annotations

import numpy as np
import pytest

from energy_synergy.trading.cooperative import EnergyGame, coalition_values, competitive_split, energy_game
from energy_synergy.trading.cooperative_core import in_core, least_core, nucleolus
from energy_synergy.trading.cooperative_shapley import sampled_shapley, shapley

# By bits: nobody, 1, 2, 12, 3, 13, 23, 123.
PEER = [0, 2, 5, 14, 4, 18, 9, 24]


@pytest.fixture
def gloves() -> EnergyGame:
    """One producer with 10 kWh, two consumers of 10 kWh each."""
    return energy_game([[10, 0, 0]], [[0, 10, 10]], 0.08, 0.30)


@pytest.fixture
def two_slots() -> EnergyGame:
    """Each of two producers has a slot of its own."""
    return energy_game([[10, 0, 0], [0, 6, 0]], [[0, 4, 4], [5, 0, 3]], 0.08, 0.30)


def test_c_peer_shapley_is_not_in_the_core() -> None:
    np.testing.assert_allclose(shapley(PEER), [9.5, 6.5, 8])
    assert not in_core(shapley(PEER), PEER)


def test_c_peer_nucleolus() -> None:
    np.testing.assert_allclose(nucleolus(PEER), [11.5, 5.5, 7], atol=1e-9)
    assert least_core(PEER).eps == pytest.approx(-0.5)
    assert in_core(nucleolus(PEER), PEER)


def test_c_the_scarce_side_has_all_in_the_core(gloves) -> None:
    values = coalition_values(gloves)
    assert values[-1] == pytest.approx(2.2)
    np.testing.assert_allclose(shapley(values), [1.466667, 0.366667, 0.366667], atol=5e-7)
    np.testing.assert_allclose(nucleolus(values), [2.2, 0, 0], atol=1e-9)
    np.testing.assert_allclose(competitive_split(gloves), [2.2, 0, 0], atol=1e-12)


def test_c_the_middle_of_the_window_is_outside_of_the_core(gloves) -> None:
    assert not in_core([1.10, 0.55, 0.55], coalition_values(gloves))
    assert not in_core(shapley(coalition_values(gloves)), coalition_values(gloves))


def test_c_two_slots(two_slots) -> None:
    values = coalition_values(two_slots)
    np.testing.assert_allclose(values[[3, 5, 6, 7]], [1.98, 0.88, 0.66, 3.08])
    np.testing.assert_allclose(shapley(values), [1.283333, 1.173333, 0.623333], atol=5e-7)
    np.testing.assert_allclose(nucleolus(values), [1.375, 1.155, 0.55], atol=1e-9)
    assert least_core(values).eps == pytest.approx(-0.55)
    assert in_core(shapley(values), values)


def test_c_the_sample_comes_near_and_says_how_near(two_slots) -> None:
    found = sampled_shapley(two_slots, pairs=200, seed=1)
    exact = shapley(coalition_values(two_slots))
    assert (np.abs(found.gain - exact) <= 4 * found.standard_error + 1e-12).all()
    assert found.gain.sum() == pytest.approx(3.08)

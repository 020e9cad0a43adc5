"""The dynamic key."""

from __future__ import annotations

import numpy as np

from energy_synergy.sharing.pro_rata import ProRata


def test_it_works() -> None:
    shared = ProRata().share(np.array([[11.0, 0, 0, 0]]), np.array([[0, 2.0, 6, 10]]))
    np.testing.assert_allclose(shared.received_kwh, [[0, 11 / 9, 11 / 3, 55 / 9]])
    np.testing.assert_allclose(shared.given_kwh, [[11, 0, 0, 0]])


def test_producers_sell_the_same_part_when_there_is_too_much() -> None:
    shared = ProRata().share(np.array([[6.0, 2, 0]]), np.array([[0, 0, 4.0]]))
    np.testing.assert_allclose(shared.given_kwh, [[3, 1, 0]])


def test_everyone_gets_the_same_part_of_its_need() -> None:
    surplus, deficit = np.array([[3.0, 0, 0, 0]]), np.array([[0, 1.0, 5, 9]])
    received = ProRata().share(surplus, deficit).received_kwh[0, 1:]
    np.testing.assert_allclose(received / deficit[0, 1:], 0.2)


def test_the_smallest_numbers_are_shared_without_a_warning() -> None:
    shared = ProRata().share(np.array([[5e-324, 0]]), np.array([[0, 1.0]]))
    assert np.isfinite(shared.received_kwh).all()

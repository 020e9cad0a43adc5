"""The equal key."""

from __future__ import annotations

import numpy as np
import pytest

from energy_synergy.sharing.equal import Equal


def receive(pool: float, *needs: float) -> list[float]:
    """Return what members with these needs receive from one producer."""
    surplus, deficit = np.array([[pool] + [0.0] * len(needs)]), np.array([[0.0, *needs]])
    received: list[float] = Equal().share(surplus, deficit).received_kwh[0, 1:].tolist()
    return received


def test_it_works() -> None:
    assert receive(11, 2, 6, 10) == pytest.approx([2, 4.5, 4.5])


def test_equal_needs_get_equal_parts() -> None:
    assert receive(6, 5, 5, 5) == pytest.approx([2, 2, 2])


def test_what_one_cannot_use_goes_to_the_others() -> None:
    assert receive(9, 1, 0, 20) == pytest.approx([1, 0, 8])


def test_everyone_is_full_when_there_is_enough() -> None:
    assert receive(100, 1, 0, 20) == pytest.approx([1, 0, 20])


def test_a_need_just_at_the_level_is_met() -> None:
    assert receive(9, 3, 3, 7) == pytest.approx([3, 3, 3])


def test_no_slot_needs_a_group() -> None:
    shared = Equal().share(np.zeros((0, 3)), np.zeros((0, 3)))
    assert shared.received_kwh.shape == (0, 3)

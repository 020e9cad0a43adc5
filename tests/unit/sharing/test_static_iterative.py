"""The iterative static key."""

from __future__ import annotations

import numpy as np
import pytest

from energy_synergy.registry import option
from energy_synergy.sharing.base import SharesRefused
from energy_synergy.sharing.static_iterative import StaticIterative


def receive(pool: float, needs: list[float], shares: list[float]) -> list[float]:
    """Return what members with these needs and shares receive from one producer."""
    surplus, deficit = np.array([[pool] + [0.0] * len(needs)]), np.array([[0.0, *needs]])
    received: list[float] = StaticIterative(shares=(0.0, *shares)).share(surplus, deficit).received_kwh[0, 1:].tolist()
    return received


def test_it_works() -> None:
    assert receive(11, [2, 6, 10], [0.5, 0.3, 0.2]) == pytest.approx([2, 5.4, 3.6])


def test_a_member_with_share_zero_never_receives() -> None:
    assert receive(11, [2, 6], [1, 0]) == pytest.approx([2, 0])
    assert receive(1, [2, 6], [1, 0]) == pytest.approx([1, 0])


def test_everyone_with_a_share_is_full_when_there_is_enough() -> None:
    assert receive(100, [1, 0, 20], [0.2, 0.3, 0.5]) == [1, 0, 20]


def test_equal_shares_are_the_equal_key() -> None:
    surplus, deficit = np.array([[9.0, 0, 0, 0]]), np.array([[0, 1.0, 7, 20]])
    equal = option("sharing", "equal").share(surplus, deficit)
    weighted = StaticIterative(shares=(0.25,) * 4).share(surplus, deficit)
    np.testing.assert_allclose(weighted.received_kwh, equal.received_kwh)


@pytest.mark.parametrize("tiny", [1e-12, 1e-300, 5e-324])
def test_the_smallest_share_makes_no_energy(tiny: float) -> None:
    received = receive(5, [5, 5], [1 - tiny, tiny])
    assert sum(received) == pytest.approx(5, rel=1e-12)
    assert received[0] == pytest.approx(5)


def test_shares_must_sum_to_one() -> None:
    with pytest.raises(SharesRefused, match="not to 1"):
        StaticIterative(shares=(0.5, 0.4))


def test_one_share_is_needed_for_each_member() -> None:
    with pytest.raises(SharesRefused, match="2 shares for 3 members"):
        StaticIterative(shares=(0.5, 0.5)).share(np.zeros((1, 3)), np.zeros((1, 3)))

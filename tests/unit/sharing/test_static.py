"""The static key."""

from __future__ import annotations

import numpy as np
import pytest

from energy_synergy.errors import InvalidValue
from energy_synergy.registry import option
from energy_synergy.sharing.base import SharesRefused
from energy_synergy.sharing.static import Static


def test_it_works() -> None:
    key = Static(shares=(0, 0.5, 0.3, 0.2))
    shared = key.share(np.array([[11.0, 0, 0, 0]]), np.array([[0, 2.0, 6, 10]]))
    np.testing.assert_allclose(shared.received_kwh, [[0, 2, 3.3, 2.2]])
    np.testing.assert_allclose(shared.given_kwh, [[7.5, 0, 0, 0]])


def test_an_unused_part_goes_to_the_grid_and_not_to_the_others() -> None:
    shared = Static(shares=(0.6, 0.4)).share(np.array([[2.0, 0]]), np.array([[0, 7.0]]))
    np.testing.assert_allclose(shared.received_kwh, [[0, 0.8]])


def test_an_idle_member_keeps_its_part_from_the_others() -> None:
    surplus, deficit = np.array([[4.0, 0, 0]]), np.array([[0, 4.0, 0]])
    shared = Static(shares=(0, 0.5, 0.5)).share(surplus, deficit)
    np.testing.assert_allclose(shared.received_kwh, [[0, 2, 0]])


def test_a_share_on_someone_without_need_or_surplus_loses_everything() -> None:
    shared = Static(shares=(1, 0)).share(np.array([[4.0, 0]]), np.array([[0, 4.0]]))
    assert not shared.given_kwh.any()


@pytest.mark.parametrize("shares", [[0.5, 0.4], [0.5, 0.5 + 2e-9], [0.333333, 0.333333, 0.333333], []])
def test_shares_that_do_not_sum_to_one_are_refused(shares: list[float]) -> None:
    with pytest.raises(SharesRefused, match="not to 1"):
        option("sharing", "static", shares=shares)


def test_shares_may_sum_to_one_up_to_rounding() -> None:
    assert Static(shares=(0.1,) * 10).shares == (0.1,) * 10


@pytest.mark.parametrize("shares", [[1.5, -0.5], [float("nan"), 1], ["a", 1]])
def test_shares_outside_zero_to_one_are_refused(shares: list[float]) -> None:
    with pytest.raises(InvalidValue):
        option("sharing", "static", shares=shares)


def test_shares_are_needed() -> None:
    with pytest.raises(InvalidValue, match="shares"):
        option("sharing", "static")


def test_one_share_is_needed_for_each_member() -> None:
    with pytest.raises(SharesRefused, match="2 shares for 3 members"):
        Static(shares=(0.5, 0.5)).share(np.zeros((1, 3)), np.zeros((1, 3)))


def test_further_rounds_offer_the_rest_by_the_same_shares() -> None:
    key = Static(shares=(0, 0.5, 0.3, 0.2), rounds=2)
    shared = key.share(np.array([[11.0, 0, 0, 0]]), np.array([[0, 2.0, 6, 10]]))
    np.testing.assert_allclose(shared.received_kwh, [[0, 2, 4.35, 2.9]])


@pytest.mark.parametrize("rounds", [0, -1, 1.5, 101])
def test_rounds_are_a_whole_number(rounds: float) -> None:
    with pytest.raises(InvalidValue):
        option("sharing", "static", shares=[1], rounds=rounds)


def test_shares_may_sum_below_one_where_that_is_said() -> None:
    key = option("sharing", "static", shares=[0, 0.5, 0.3], may_sum_below_one=True)
    shared = key.share(np.array([[10.0, 0, 0]]), np.array([[0, 9.0, 9]]))
    np.testing.assert_allclose(shared.received_kwh, [[0, 5, 3]])
    with pytest.raises(SharesRefused, match="more than 1"):
        option("sharing", "static", shares=[0.7, 0.5], may_sum_below_one=True)

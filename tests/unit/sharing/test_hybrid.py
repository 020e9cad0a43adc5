"""The hybrid key."""

from __future__ import annotations

import numpy as np

from energy_synergy.sharing.hybrid import Hybrid

SURPLUS, DEFICIT = np.array([[11.0, 0, 0, 0]]), np.array([[0, 2.0, 6, 10]])


def test_it_works() -> None:
    shared = Hybrid(shares=(0, 0.5, 0.3, 0.2)).share(SURPLUS, DEFICIT)
    np.testing.assert_allclose(shared.received_kwh, [[0, 2, 4.2, 4.8]])


def test_a_member_with_share_zero_is_served_by_what_is_left() -> None:
    shared = Hybrid(shares=(0, 1, 0, 0)).share(SURPLUS, DEFICIT)
    np.testing.assert_allclose(shared.received_kwh, [[0, 2, 9 * 6 / 16, 9 * 10 / 16]])


def test_nobody_receives_more_than_it_needs() -> None:
    shared = Hybrid(shares=(0, 0.5, 0.3, 0.2)).share(SURPLUS * 3, DEFICIT)
    np.testing.assert_allclose(shared.received_kwh, DEFICIT)


def test_shares_that_sum_to_a_crumb_more_than_one_make_no_energy() -> None:
    surplus, deficit = np.array([[1e6, 0, 0]]), np.array([[0, 6e5, 6e5]])
    shared = Hybrid(shares=(0, 0.5000000002, 0.5)).share(surplus, deficit)
    assert abs(shared.received_kwh.sum() - shared.given_kwh.sum()) < 1e-9

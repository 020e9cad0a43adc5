"""Fixed shares that change from slot to slot."""

from __future__ import annotations

import numpy as np
import pytest

from energy_synergy.community.window import compute_window
from energy_synergy.errors import InvalidValue
from energy_synergy.registry import option
from energy_synergy.sharing.base import SharesRefused
from energy_synergy.sharing.slot_shares import SlotShares
from energy_synergy.sharing.table import CoefficientsRefused

SHARES = np.array([[0, 1, 0], [0, 0.5, 0.5]])


def test_it_works() -> None:
    result = compute_window([[4, 0, 0]] * 2, [[0, 3, 3]] * 2, SlotShares(shares=SHARES))
    np.testing.assert_allclose(result.received_kwh, [[0, 3, 0], [0, 2, 2]])


def test_blocks_have_the_shares_of_their_rows() -> None:
    shares = np.random.default_rng(1).dirichlet(np.ones(50), 6000)
    result = compute_window(np.full((6000, 50), 2.0), np.ones((6000, 50)) + np.eye(6000, 50), SlotShares(shares=shares))
    expected = np.minimum(shares * 49, np.eye(6000, 50) * 0)
    np.testing.assert_allclose(result.received_kwh, expected)


@pytest.mark.parametrize("rows", [[[0.5, 0.4]], [[1, 0], [0.5, 0.6]]])
def test_shares_of_a_slot_sum_to_one(rows: object) -> None:
    with pytest.raises(SharesRefused, match=f"slot {len(rows)} "):  # type: ignore[arg-type]
        option("sharing", "slot_shares", shares=rows)


def test_they_may_sum_below_one_where_that_is_said() -> None:
    key = option("sharing", "slot_shares", shares=[[0, 0.25]], may_sum_below_one=True)
    assert key.share(np.array([[8.0, 0]]), np.array([[0, 8.0]])).received_kwh.tolist() == [[0, 2]]
    with pytest.raises(SharesRefused):
        option("sharing", "slot_shares", shares=[[0.6, 0.6]], may_sum_below_one=True)


@pytest.mark.parametrize("rows", [[[1.5, -0.5]], [[float("nan"), 1]], [["a", 1]], [[1, 0], [1]]])
def test_what_is_no_table_of_fractions_is_refused(rows: object) -> None:
    with pytest.raises(CoefficientsRefused):
        option("sharing", "slot_shares", shares=rows)


@pytest.mark.parametrize("rows", [[1.0], 1.0])
def test_other_dimensions_are_refused(rows: object) -> None:
    with pytest.raises(InvalidValue):
        option("sharing", "slot_shares", shares=rows)


def test_other_slots_or_members_are_refused() -> None:
    with pytest.raises(SharesRefused, match=r"\(2, 3\)"):
        compute_window(np.ones((3, 3)), np.ones((3, 3)), SlotShares(shares=SHARES).on_rows(slice(0, 2)))


def test_its_fields_can_be_written_down_and_read_again() -> None:
    key = SlotShares(shares=SHARES)
    assert SlotShares.model_validate_json(key.model_dump_json()) == key
    assert key != SlotShares(shares=SHARES[::-1])


def test_shares_that_sum_to_a_crumb_more_than_one_make_no_energy() -> None:
    surplus, deficit = np.array([[1e6, 0, 0]]), np.array([[0, 6e5, 6e5]])
    shared = SlotShares(shares=[[0, 0.5000000002, 0.5]]).share(surplus, deficit)
    assert abs(shared.received_kwh.sum() - shared.given_kwh.sum()) < 1e-9

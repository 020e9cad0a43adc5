"""The balance of the group."""

from __future__ import annotations

import pytest

from energy_synergy.community.balance import group_balance, member_totals, totals
from energy_synergy.community.window import WindowResult, compute_window
from energy_synergy.sharing.static import Static

NAN = float("nan")


@pytest.fixture
def result() -> WindowResult:
    """Two slots: one with a surplus, one with a deficit."""
    return compute_window([[9, 0, 1], [2, 0, 0]], [[3, 2, 2], [4, 1, 0]])


def test_it_works(result: WindowResult) -> None:
    balance = group_balance(result)
    assert balance.local_kwh.tolist() == [7, 2]
    assert balance.surplus_kwh.tolist() == [3, 0]
    assert balance.deficit_kwh.tolist() == [0, 3]


def test_totals_are_sums_over_slots_of_what_the_group_has(result: WindowResult) -> None:
    assert totals(result) == {
        "production_kwh": 12,
        "consumption_kwh": 12,
        "self_consumed_kwh": 6,
        "shared_kwh": 3,
        "surplus_kwh": 3,
        "deficit_kwh": 3,
        "grid_import_kwh": 3,
        "grid_export_kwh": 3,
    }


def test_a_key_that_shares_less_leaves_surplus_and_grid_export_apart() -> None:
    found = totals(compute_window([[4, 0]], [[0, 4]], Static(shares=(0.5, 0.5))))
    assert (found["surplus_kwh"], found["grid_export_kwh"], found["shared_kwh"]) == (0, 2, 2)


def test_members_come_in_the_order_of_the_group(result: WindowResult) -> None:
    found = member_totals(result)
    assert [member["given_kwh"] for member in found] == [3, 0, 0]
    assert [member["received_kwh"] for member in found] == [0, 2, 1]
    assert [member["surplus_kwh"] for member in found] == [6, 0, 0]


def test_a_missing_reading_is_left_out() -> None:
    result = compute_window([[NAN, 4]], [[3, 1]])
    assert totals(result)["production_kwh"] == 4

"""Keys that follow one another."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar

import numpy as np
import pytest

from energy_synergy.community import window as kernel
from energy_synergy.community.bilateral import flow_matrix, pair_kwh
from energy_synergy.community.window import compute_window
from energy_synergy.errors import InvalidValue
from energy_synergy.registry import options
from energy_synergy.sharing.base import Array, Shared, SharingKey
from energy_synergy.sharing.cascade import Cascade
from energy_synergy.sharing.dated import Dated, DatesRefused, dated_key
from energy_synergy.sharing.full_dynamic import FullDynamic
from energy_synergy.sharing.pro_rata import ProRata
from energy_synergy.sharing.slot_shares import SlotShares
from energy_synergy.sharing.static import Static
from energy_synergy.timeline import Timeline

FIRST, SECOND = Static(shares=(0, 0.5, 0.5)), Static(shares=(0, 1, 0))
PRODUCTION, CONSUMPTION = [[4.0, 0, 0]] * 8, [[0, 9.0, 9.0]] * 8


def at(hour: int, minute: int = 0) -> datetime:
    """Return an instant of the day."""
    return datetime(2025, 3, 1, hour, minute, tzinfo=UTC)


WINDOW = Timeline(at(10), 8, "Europe/Paris")


def test_it_works() -> None:
    result = compute_window(PRODUCTION, CONSUMPTION, dated_key([(at(11), SECOND), (at(9), FIRST)], WINDOW))
    np.testing.assert_allclose(result.received_kwh[:, 1], [2] * 4 + [4] * 4)
    np.testing.assert_allclose(result.received_kwh[:, 2], [2] * 4 + [0] * 4)


@pytest.mark.parametrize("block_values", [3, 9, 1 << 17])
def test_blocks_do_not_matter(block_values: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "BLOCK_VALUES", block_values)
    per_slot = SlotShares(shares=[[0, 0, 1], [0, 1, 0], [0, 0.5, 0.5], [0.5, 0.5, 0]])
    contracts = FullDynamic(coefficients=[[0, 0.25, 0], [0, 0, 0], [0, 0, 0]])
    key = Dated(keys=(per_slot, ProRata(), contracts), first_rows=(0, 4, 6))
    result = compute_window(PRODUCTION, CONSUMPTION, key)
    np.testing.assert_allclose(result.received_kwh[:, 1], [0, 4, 2, 2, 2, 2, 1, 1])
    np.testing.assert_allclose(result.received_kwh[:, 2], [4, 0, 2, 0, 2, 2, 0, 0])
    np.testing.assert_allclose(flow_matrix(result)[0], [0, 14, 10])
    np.testing.assert_allclose(pair_kwh(result, 0, 1, slice(2, 7)), [2, 2, 2, 2, 1])
    shared = key.share(np.array(PRODUCTION), np.array(CONSUMPTION))
    np.testing.assert_allclose(shared.received_kwh, result.received_kwh)
    assert not key.mixes_givers


def test_only_the_keys_of_the_window_count() -> None:
    assert dated_key([(at(8), FIRST), (at(9), SECOND), (at(20), FIRST)], WINDOW) is SECOND
    assert dated_key([(at(8), FIRST), (at(10), SECOND), (at(12), FIRST)], WINDOW) is SECOND


def test_rows_are_hours_where_sharing_is_hourly() -> None:
    key = dated_key([(at(9), FIRST), (at(11), SECOND)], WINDOW, interval_slots=4)
    result = compute_window(PRODUCTION, CONSUMPTION, key, interval_slots=4)
    np.testing.assert_allclose(result.received_kwh[:, 1], [8, 16])


def test_members_in_another_order_have_the_keys_of_that_order() -> None:
    key = Dated(keys=(FIRST, Cascade(ranks=(1, 2, 3))), first_rows=(0, 1))
    assert key.permuted([2, 1, 0]).keys[1] == Cascade(ranks=(3, 2, 1))


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        ([], "No sharing key is active"),
        ([(at(10, 15), FIRST)], "No sharing key is active at 2025-03-01T11:00:00"),
        ([(at(9), FIRST), (at(11), SECOND), (at(11), FIRST)], "Two keys begin"),
        ([(at(9), FIRST), (at(10, 15), SECOND)], "inside an interval of 60 minutes"),
        ([(at(9), FIRST), (at(11).replace(second=1), SECOND)], "inside an interval"),
    ],
)
def test_dates_that_leave_it_open_are_refused(keys: list[tuple[datetime, SharingKey]], reason: str) -> None:
    with pytest.raises(DatesRefused, match=reason):
        dated_key(keys, WINDOW, interval_slots=4)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(InvalidValue, match="no zone"):
        dated_key([(datetime(2025, 3, 1), FIRST)], WINDOW)  # noqa: DTZ001


class WholeWindow(SharingKey):
    """Share nothing, after a look at everything."""

    name: ClassVar[str] = "whole_window"

    def share(self, surplus_kwh: Array, deficit_kwh: Array) -> Shared:
        return Shared(np.zeros_like(surplus_kwh), np.zeros_like(deficit_kwh))


def test_a_key_of_the_whole_window_cannot_end_inside_it() -> None:
    with pytest.raises(DatesRefused, match="whole_window"):
        dated_key([(at(9), WholeWindow()), (at(11), FIRST)], WINDOW)
    assert dated_key([(at(9), WholeWindow())], WINDOW) == WholeWindow()


def test_it_is_no_option_by_itself() -> None:
    assert not {"dated", "_dated"} & set(options("sharing"))

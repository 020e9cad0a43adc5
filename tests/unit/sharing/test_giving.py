"""Whose surplus goes first when the group has more than it needs."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from energy_synergy.community.bilateral import flow_matrix
from energy_synergy.community.window import compute_window
from energy_synergy.registry import option
from energy_synergy.sharing.base import RanksRefused
from energy_synergy.sharing.giving import oldest_first

PRODUCTION, CONSUMPTION = [[1.0, 3, 2, 0]], [[0.0, 0, 0, 5]]


def test_all_give_the_same_part_unless_they_have_ranks() -> None:
    result = compute_window(PRODUCTION, CONSUMPTION, option("sharing", "pro_rata"))
    np.testing.assert_allclose(result.given_kwh, [[5 / 6, 15 / 6, 10 / 6, 0]])


@pytest.mark.parametrize(
    ("ranks", "given"), [((1, 2, 3, 9), [1, 3, 1, 0]), ((3, 2, 1, 1), [0, 3, 2, 0]), ((1, 2, 2, 1), [1, 2.4, 1.6, 0])]
)
def test_the_first_rank_gives_first(ranks: tuple[int, ...], given: list[float]) -> None:
    for name, fields in (("pro_rata", {}), ("equal", {}), ("hybrid", {"shares": [0, 0, 0, 1]})):
        result = compute_window(PRODUCTION, CONSUMPTION, option("sharing", name, giving_ranks=ranks, **fields))
        np.testing.assert_allclose(result.given_kwh, [given])
        np.testing.assert_allclose(flow_matrix(result)[:, 3], given)


def test_one_rank_is_needed_for_each_member() -> None:
    with pytest.raises(RanksRefused, match="2 ranks for 4 members"):
        compute_window(PRODUCTION, CONSUMPTION, option("sharing", "pro_rata", giving_ranks=[1, 2]))


def test_the_oldest_plants_come_first() -> None:
    dates = [date(2024, 5, 1), None, date(2020, 1, 1), date(2024, 5, 1)]
    assert oldest_first(dates) == (2, 3, 1, 2)
    assert oldest_first([None, None]) == (1, 1)

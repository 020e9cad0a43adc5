"""The cascade."""

from __future__ import annotations

import numpy as np
import pytest

from energy_synergy.errors import InvalidValue
from energy_synergy.registry import option
from energy_synergy.sharing.base import RanksRefused
from energy_synergy.sharing.cascade import Cascade

SURPLUS, DEFICIT = np.array([[11.0, 0, 0, 0]]), np.array([[0, 2.0, 6, 10]])


@pytest.mark.parametrize(
    ("ranks", "received"),
    [
        ((9, 1, 2, 3), [2, 6, 3]),
        ((1, 2, 2, 1), [0.25, 0.75, 10]),
        ((1, 40, 7, 300), [2, 6, 3]),
        ((1, 1, 1, 1), [11 / 9, 11 / 3, 55 / 9]),
    ],
)
def test_it_works(ranks: tuple[int, ...], received: list[float]) -> None:
    shared = Cascade(ranks=ranks).share(SURPLUS, DEFICIT)
    np.testing.assert_allclose(shared.received_kwh[0, 1:], received)


def test_a_rank_without_need_passes_everything_on() -> None:
    shared = Cascade(ranks=(1, 1, 2)).share(np.array([[4.0, 0, 0]]), np.array([[0, 0, 9.0]]))
    np.testing.assert_allclose(shared.received_kwh, [[0, 0, 4]])


@pytest.mark.parametrize("ranks", [[0, 1], [-1, 1], [1.5, 2], [], None])
def test_ranks_are_whole_numbers_from_one(ranks: object) -> None:
    with pytest.raises(InvalidValue):
        option("sharing", "cascade", ranks=ranks)


def test_one_rank_is_needed_for_each_member() -> None:
    with pytest.raises(RanksRefused, match="2 ranks for 4 members"):
        Cascade(ranks=(1, 2)).share(SURPLUS, DEFICIT)

"""Few trades carry what everybody gave and received."""

from __future__ import annotations

import numpy as np
import pytest

from energy_synergy.errors import InvalidValue
from energy_synergy.trading.bilateral import few_trades, fewest_trades, north_west_trades

FINDERS = [north_west_trades, few_trades, fewest_trades]


def test_it_works() -> None:
    (first, second) = fewest_trades([4, 6, 0, 0], [0, 0, 6, 4])
    assert (first.giver, first.receiver, first.energy_kwh) == (1, 2, 6)
    assert (second.giver, second.receiver, second.energy_kwh) == (0, 3, 4)


@pytest.mark.parametrize("find", FINDERS)
def test_who_gives_and_receives_does_not_trade_with_itself(find) -> None:
    given, received = np.array([5.0, 3.0, 0.0]), np.array([3.0, 1.0, 4.0])
    table = np.zeros((3, 3))
    for trade in find(given, received):
        table[trade.giver, trade.receiver] += trade.energy_kwh
    np.testing.assert_allclose(table.sum(axis=1), given)
    np.testing.assert_allclose(table.sum(axis=0), received)
    assert not np.diag(table).any()


@pytest.mark.parametrize("find", FINDERS)
def test_it_rounds_to_watt_hours_and_keeps_the_sum(find) -> None:
    trades = find([1, 0, 0, 0], [0, 1 / 3, 1 / 3, 1 / 3])
    assert sorted(trade.energy_kwh for trade in trades) == [0.333, 0.333, 0.334]


@pytest.mark.parametrize("find", FINDERS)
def test_nothing_given_is_no_trade(find) -> None:
    assert find([0.0, 0.0], [0.0, 0.0]) == ()


@pytest.mark.parametrize(
    ("given", "received"), [([1, 0], [0, 2]), ([-1, 1], [0, 0]), ([1, 0], [0, 1, 0]), ([np.nan, 0], [0, np.nan])]
)
def test_what_does_not_add_up_is_refused(given, received) -> None:
    with pytest.raises(InvalidValue, match="same sum"):
        few_trades(given, received)


def test_many_parties_are_paired_without_looking_at_every_set() -> None:
    given = np.r_[np.arange(1, 21), np.zeros(20)]
    assert len(fewest_trades(given, given[::-1])) == 20

"""Games of a group: what coalitions gain, and how the whole is split."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from energy_synergy.errors import InvalidValue
from energy_synergy.registry import option
from energy_synergy.trading import cooperative
from energy_synergy.trading.cooperative import TooManyMembers, coalition_values, competitive_split, energy_game
from energy_synergy.trading.cooperative_core import in_core, least_core, nucleolus
from energy_synergy.trading.cooperative_shapley import sampled_shapley, shapley
from energy_synergy.trading.orders import truthful_orders


def draw_game(slots: int = 30, members: int = 5, *, both: bool = False):
    draw = np.random.default_rng(members)
    net = draw.normal(size=(slots, members))
    surplus, deficit = np.maximum(net, 0), np.maximum(-net, 0)
    if both:
        deficit += draw.random((slots, members))
    floor, ceiling = draw.uniform(-0.05, 0.2, (slots, members)), draw.uniform(0.1, 0.3, (slots, members))
    return surplus, deficit, floor, ceiling


def test_it_works() -> None:
    values = coalition_values(energy_game([[4, 0]], [[0, 3]], 0.1, 0.3))
    np.testing.assert_allclose(values, [0, 0, 0, 0.6])


@pytest.mark.parametrize("both", [False, True])
@pytest.mark.parametrize("block_values", [cooperative.BLOCK_VALUES, 64])
def test_a_coalition_is_worth_what_its_auctions_gain(both, block_values, monkeypatch) -> None:
    monkeypatch.setattr(cooperative, "BLOCK_VALUES", block_values)
    arrays = draw_game(slots=9, members=4, both=both)
    values = coalition_values(energy_game(*arrays))
    rule = option("matching", "uniform_price")
    for coalition in range(16):
        inside = [member for member in range(4) if coalition >> member & 1]
        rows = zip(*(array[:, inside] for array in arrays), strict=True)
        orders = [truthful_orders([str(member) for member in inside], *row) for row in rows]
        # The gain of dealing with oneself is not the market's, but is a gain: the crossing counts it.
        gain = sum(rule.clear(*renamed(book)).welfare for book in orders)
        assert values[coalition] == pytest.approx(gain, abs=1e-6)


def renamed(book):
    bids, asks = book
    return bids, [type(ask)(ask.id, ask.member + "'", ask.quantity_kwh, ask.price_per_kwh) for ask in asks]


def test_the_split_at_the_clearing_price_is_in_the_core() -> None:
    for both in (False, True):
        game = energy_game(*draw_game(both=both))
        assert in_core(competitive_split(game), coalition_values(game))


def test_nothing_is_shared_where_no_price_suits() -> None:
    assert not coalition_values(energy_game([[4, 0]], [[0, 3]], 0.3, 0.1)).any()


def test_a_missing_price_or_reading_leaves_the_member_out() -> None:
    whole = coalition_values(energy_game([[4, 0, 0]], [[0, 3, 2]], 0.1, 0.3))
    some = coalition_values(energy_game([[4, 0, 0]], [[0, 3, np.nan]], 0.1, [[0.3, 0.3, np.nan]]))
    assert some[0b111] == some[0b011] == whole[0b011]


def test_shapley_is_the_mean_over_all_orders() -> None:
    game = energy_game(*draw_game(members=4))
    orders = [cooperative.joining_values(game, order) for order in permutations(range(4))]
    np.testing.assert_allclose(shapley(coalition_values(game)), np.mean(orders, axis=0))


def test_a_sample_adds_up_and_can_be_drawn_again() -> None:
    game = energy_game(*draw_game(members=15))
    first, again = (sampled_shapley(game, pairs=20, seed=7) for _ in range(2))
    assert first.gain.sum() == pytest.approx(competitive_split(game).sum())
    np.testing.assert_array_equal(first.gain, again.gain)
    assert (first.orders, first.seed) == (40, 7)


def test_a_larger_sample_is_nearer() -> None:
    game = energy_game(*draw_game(members=6))
    exact = shapley(coalition_values(game))
    small, large = (sampled_shapley(game, pairs=pairs, seed=2) for pairs in (10, 1000))
    assert large.standard_error.max() < small.standard_error.max()
    assert (np.abs(large.gain - exact) <= 4 * large.standard_error).all()


def test_the_nucleolus_treats_twins_alike_and_is_in_the_core() -> None:
    surplus, deficit, _, _ = draw_game(members=5)
    surplus[:, 1], deficit[:, 1] = surplus[:, 0], deficit[:, 0]
    values = coalition_values(energy_game(surplus, deficit, 0.08, 0.2))
    split = nucleolus(values)
    assert split[0] == pytest.approx(split[1])
    assert in_core(split, values)
    assert least_core(values).eps <= 1e-9
    assert in_core(least_core(values).split, values)


def test_the_nucleolus_of_a_game_without_a_core_misses_least() -> None:
    # Any two of three can have it all: the least core is (1/3, 1/3, 1/3), and every pair misses a third.
    majority = [0, 0, 0, 1, 0, 1, 1, 1]
    np.testing.assert_allclose(nucleolus(majority), [1 / 3, 1 / 3, 1 / 3])
    assert least_core(majority).eps == pytest.approx(1 / 3)
    assert not in_core(nucleolus(majority), majority)


def test_the_nucleolus_does_not_depend_on_the_size_of_the_coin() -> None:
    values = coalition_values(energy_game(*draw_game(members=4)))
    np.testing.assert_allclose(nucleolus(values * 1e6), nucleolus(values) * 1e6, rtol=1e-6)


def test_a_member_alone_keeps_its_value() -> None:
    np.testing.assert_allclose(nucleolus([0.0, 3.0]), [3.0])
    assert (least_core([0.0, 3.0]).eps, shapley([0.0, 3.0]).tolist()) == (0.0, [3.0])


@pytest.mark.parametrize("values", [[], [1.0], [0.0, 1.0, 2.0], [0.0, np.nan]])
@pytest.mark.parametrize("split", [shapley, nucleolus, least_core])
def test_what_is_no_game_is_refused(values, split) -> None:
    with pytest.raises(InvalidValue, match="coalition"):
        split(values)


def test_too_many_members_are_refused_with_what_to_do() -> None:
    game = energy_game(np.ones((1, 13)), np.zeros((1, 13)), 0.1, 0.3)
    with pytest.raises(TooManyMembers, match="sample"):
        coalition_values(game)
    with pytest.raises(TooManyMembers, match="13"):
        nucleolus(np.zeros(1 << 13))


def test_energies_below_zero_and_other_shapes_are_refused() -> None:
    for surplus, deficit in (([[-1.0]], [[0.0]]), ([[1.0]], [[0.0, 0.0]]), ([1.0], [0.0])):
        with pytest.raises(InvalidValue, match="slots x members"):
            energy_game(surplus, deficit, 0.1, 0.2)
    with pytest.raises(InvalidValue, match="pairs"):
        sampled_shapley(energy_game([[1.0]], [[0.0]], 0.1, 0.2), pairs=1)

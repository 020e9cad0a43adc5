"""Pairs have the right sums, and nobody is paired with itself."""

from __future__ import annotations

from energy_synergy.trading.pairing import pair_in_order


def test_it_works() -> None:
    assert pair_in_order([("A", 5), ("B", 3)], [("C", 4), ("D", 4)]) == [(0, 0, 4), (0, 1, 1), (1, 1, 3)]


def test_a_member_changes_partners_with_somebody_else() -> None:
    pairs = pair_in_order([("A", 5), ("B", 3)], [("A", 3), ("C", 5)])
    assert sorted(pairs) == [(0, 1, 5), (1, 0, 3)]


def test_what_could_only_be_dealt_with_oneself_stays() -> None:
    assert pair_in_order([("A", 5)], [("A", 3), ("B", 2)]) == [(0, 1, 2)]


def test_two_orders_of_a_member_are_told_apart() -> None:
    assert pair_in_order([("A", 1), ("A", 2)], [("B", 3)]) == [(0, 0, 1), (1, 0, 2)]


def test_nothing_makes_no_pair() -> None:
    assert pair_in_order([], []) == []
    assert pair_in_order([("A", 0)], [("B", 0)]) == []

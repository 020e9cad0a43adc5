"""Pairing: which seller supplies which buyer, once it is known how much each sells and buys."""

from __future__ import annotations

from collections.abc import Sequence

Quantity = tuple[str, int]
Pair = tuple[int, int, int]


def pair_in_order(sold: Sequence[Quantity], bought: Sequence[Quantity]) -> list[Pair]:
    """Return (place of the seller, place of the buyer, whole units), first with first: at most m + n - 1 pairs.

    Takes (member, whole units) of sellers and buyers with equal sums; the north-west corner rule. A member is not
    paired with itself: such a pair changes partners with another one, and what no other pair can take stays out.
    """
    pairs = _north_west_corner([units for _, units in sold], [units for _, units in bought])
    return _without_self(pairs, [member for member, _ in sold], [member for member, _ in bought])


def _north_west_corner(sold: list[int], bought: list[int]) -> list[Pair]:
    pairs: list[Pair] = []
    seller = buyer = 0
    while seller < len(sold) and buyer < len(bought):
        units = min(sold[seller], bought[buyer])
        if units:
            pairs.append((seller, buyer, units))
        sold[seller] -= units
        bought[buyer] -= units
        if not sold[seller]:
            seller += 1
        else:
            buyer += 1
    return pairs


def _without_self(pairs: list[Pair], sellers: list[str], buyers: list[str]) -> list[Pair]:
    own = [pair for pair in pairs if sellers[pair[0]] == buyers[pair[1]]]
    others = [pair for pair in pairs if sellers[pair[0]] != buyers[pair[1]]]
    for seller, buyer, units in own:
        rest, member, kept = units, sellers[seller], []
        for other_seller, other_buyer, other_units in others:
            is_stranger = member not in (sellers[other_seller], buyers[other_buyer])
            swapped = min(rest, other_units) if is_stranger else 0
            rest -= swapped
            kept += [(other_seller, other_buyer, other_units - swapped)]
            kept += [(seller, other_buyer, swapped), (other_seller, buyer, swapped)]
        others = [pair for pair in kept if pair[2]]
    return _merged(others)


def _merged(pairs: list[Pair]) -> list[Pair]:
    units: dict[tuple[int, int], int] = {}
    for seller, buyer, part in pairs:
        units[seller, buyer] = units.get((seller, buyer), 0) + part
    return [(seller, buyer, part) for (seller, buyer), part in units.items()]

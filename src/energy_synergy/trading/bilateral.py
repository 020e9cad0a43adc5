"""Bilateral trades: who supplied whom, once only what each gave and received over a period is known.

Any table with the right sums is as true as any other: the sharing key says how much, not from whom. In a slot every
buyer has the same mix of sellers (`community.bilateral.flow_matrix`), which is neutral and makes m n trades; contracts
want few. They are found on the sums of a period at one price, so call these functions once for each price. Energies
are rounded to whole Wh by largest remainder, so that the sums agree. Nobody trades with itself.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from energy_synergy.community.counterparts import Trade
from energy_synergy.errors import InvalidValue, marked
from energy_synergy.trading.pairing import Pair, pair_in_order
from energy_synergy.trading.whole_units import split_whole, to_kwh, to_units

WH_PER_KWH = 1000
MOST_PARTIES = 14
TOLERANCE = 1e-6

Sides = dict[int, int]


def north_west_trades(given_kwh: npt.ArrayLike, received_kwh: npt.ArrayLike) -> tuple[Trade, ...]:
    """Return the trades of first giver with first receiver: at most givers + receivers - 1 if nobody is both.

    Takes what each member gave and received [kWh], (M,). Raises InvalidValue for negative energies and unequal sums.
    """
    given, received = _in_whole_wh(given_kwh, received_kwh)
    return _trades(_in_order(given, received))


def few_trades(given_kwh: npt.ArrayLike, received_kwh: npt.ArrayLike) -> tuple[Trade, ...]:
    """Return few trades: equal amounts with each other first, then the largest left with the largest left.

    Takes what each member gave and received [kWh], (M,). Raises InvalidValue for negative energies and unequal sums.
    """
    given, received = _in_whole_wh(given_kwh, received_kwh)
    pairs: list[Pair] = []
    for giver, receiver in [(i, j) for i in given for j in received if i != j]:
        if given.get(giver) is not None and given.get(giver) == received.get(receiver):
            pairs.append((giver, receiver, given.pop(giver)))
            received.pop(receiver)
    while given and received:
        giver = max(given, key=lambda place: (given[place], -place))
        others = [place for place in received if place != giver]
        if not others:
            break
        receiver = max(others, key=lambda place: (received[place], -place))
        units = min(given[giver], received[receiver])
        pairs.append((giver, receiver, units))
        _take(given, giver, units)
        _take(received, receiver, units)
    # What is left could only go back to its giver: then the first rule, which changes partners, does it all.
    return north_west_trades(given_kwh, received_kwh) if given else _trades(pairs)


def fewest_trades(given_kwh: npt.ArrayLike, received_kwh: npt.ArrayLike) -> tuple[Trade, ...]:
    """Return the smallest number of trades: parties less the most blocks into which they balance (subset sums).

    Takes what each member gave and received [kWh], (M,). Finding the blocks is NP-hard: for more than 14 parties, or if
    a member is on both sides, this returns what `few_trades` does.
    Raises InvalidValue for negative energies and unequal sums.
    """
    given, received = _in_whole_wh(given_kwh, received_kwh)
    if len(given) + len(received) > MOST_PARTIES or given.keys() & received.keys():
        return few_trades(given_kwh, received_kwh)
    parties = [*given.items(), *((place, -units) for place, units in received.items())]
    pairs: list[Pair] = []
    for block in _balanced_blocks([units for _, units in parties]):
        inside = [parties[place] for place in block]
        sold = {place: units for place, units in inside if units > 0}
        pairs += _in_order(sold, {place: -units for place, units in inside if units < 0})
    return _trades(pairs)


def _balanced_blocks(amounts: list[int]) -> list[list[int]]:
    """Split amounts that sum to zero into as many blocks that sum to zero as there are.

    Adding one party after another, a block ends whenever the sum so far is zero: `most[taken]` counts how often that
    is so in the best order in which the set `taken` can be built, and `latest` remembers who came last.
    """
    size = 1 << len(amounts)
    sums, most, latest = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64), [0] * size
    for place, amount in enumerate(amounts):
        sums[1 << place : 2 << place] = sums[: 1 << place] + amount
    for taken in range(1, size):
        places = [place for place in range(len(amounts)) if taken >> place & 1]
        latest[taken] = max(places, key=lambda place: int(most[taken ^ 1 << place]))
        most[taken] = most[taken ^ 1 << latest[taken]] + (sums[taken] == 0)
    blocks: list[list[int]] = [[]]
    taken = size - 1
    while taken:
        if sums[taken] == 0:
            blocks.append([])
        blocks[-1].append(latest[taken])
        taken ^= 1 << latest[taken]
    return [block for block in blocks if block]


def _in_whole_wh(given_kwh: npt.ArrayLike, received_kwh: npt.ArrayLike) -> tuple[Sides, Sides]:
    """Return what givers and receivers have, in whole Wh by place: nothing but what is above zero, equal sums."""
    given, received = np.asarray(given_kwh, dtype=np.float64), np.asarray(received_kwh, dtype=np.float64)
    total = given.sum()
    is_sound = given.shape == received.shape and min(given.min(initial=0), received.min(initial=0)) >= 0
    if not is_sound or not abs(total - received.sum()) <= TOLERANCE * max(total, 1.0):
        raise InvalidValue(marked("What members give and receive must be 0 kWh or more and have the same sum."))
    whole = to_units(float(total), WH_PER_KWH)
    sides = [split_whole(whole, [to_units(float(kwh)) for kwh in energies]) for energies in (given, received)]
    sold, bought = ({place: units for place, units in enumerate(side) if units} for side in sides)
    return sold, bought


def _in_order(given: Sides, received: Sides) -> list[Pair]:
    givers, receivers = list(given), list(received)
    pairs = pair_in_order(
        [(str(place), units) for place, units in given.items()],
        [(str(place), units) for place, units in received.items()],
    )
    return [(givers[giver], receivers[receiver], units) for giver, receiver, units in pairs]


def _take(side: Sides, place: int, units: int) -> None:
    side[place] -= units
    if not side[place]:
        del side[place]


def _trades(pairs: list[Pair]) -> tuple[Trade, ...]:
    """Return trades, the largest first."""
    ordered = sorted(pairs, key=lambda pair: (-pair[2], pair[0], pair[1]))
    return tuple(Trade(giver, receiver, to_kwh(units, WH_PER_KWH)) for giver, receiver, units in ordered)

"""The cooperative game of a group: what every coalition of members could gain by itself.

In a slot a coalition gains the most that trading inside it can: with price floors lo and ceilings hi, surplus s and
deficit d of its members,

    v(G) = max sum (hi_j - lo_i) x_ij = min over p of sum over members of [ d (hi - p)+ + s (p - lo)+ ]

by linear programming duality, and the smallest p is one of the floors or ceilings. If floor and ceiling are those of
all members, this is (hi - lo) min(sum s, sum d). The game is a linear production game, so its core is never empty
(Owen, Mathematical Programming 9, 1975): the bracket at the price p that is best for all is a way of splitting v(N)
that no coalition can improve upon. Fees are inside floors and ceilings; fees that differ by pair are not known here.

Coalitions are numbers: bit i says whether member i is in. Slots in which a price or a reading of a member is missing
(NaN) are played without that member.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from energy_synergy.errors import EnergySynergyError, InvalidValue, marked
from energy_synergy.sharing.base import Array

MOST_MEMBERS = 12
BLOCK_VALUES = 1 << 17


class TooManyMembers(EnergySynergyError):
    """A group has more coalitions than can be looked at one by one."""

    code = "too_many_members"


@dataclass(frozen=True, slots=True)
class EnergyGame:
    """What members have left [kWh] and their price windows [currency/kWh], all (T, M)."""

    surplus_kwh: Array
    deficit_kwh: Array
    price_floor_per_kwh: Array
    price_ceiling_per_kwh: Array

    @property
    def members(self) -> int:
        """How many members play, M."""
        return int(self.surplus_kwh.shape[1])

    @property
    def prices_per_slot(self) -> Array:
        """The prices at which the value of a coalition may have its kink [currency/kWh], (T, K).

        Two if all members have the same window, else the floor of each seller and the ceiling of each buyer.
        """
        floor, ceiling = self.price_floor_per_kwh, self.price_ceiling_per_kwh
        if (floor == floor[:, :1]).all() and (ceiling == ceiling[:, :1]).all():
            return np.hstack([floor[:, :1], ceiling[:, :1]])
        if (np.minimum(self.surplus_kwh, self.deficit_kwh) > 0).any():
            return np.hstack([floor, ceiling])
        return np.where(self.surplus_kwh > 0, floor, ceiling)

    def member_gains(self, coalitions: int = 1) -> Iterator[Array]:
        """Yield blocks (T', K, M): what each member gains at each price [currency].

        A block has as few slots as are needed to look at so many coalitions at once.
        """
        prices = self.prices_per_slot
        size = max(1, BLOCK_VALUES // (coalitions * prices.shape[1]))
        for first in range(0, len(prices), size):
            rows = slice(first, first + size)
            price = prices[rows, :, None]
            bought = self.deficit_kwh[rows, None, :] * np.maximum(
                self.price_ceiling_per_kwh[rows, None, :] - price, 0.0
            )
            sold = self.surplus_kwh[rows, None, :] * np.maximum(price - self.price_floor_per_kwh[rows, None, :], 0.0)
            yield bought + sold


def energy_game(
    surplus_kwh: npt.ArrayLike,
    deficit_kwh: npt.ArrayLike,
    price_floor_per_kwh: npt.ArrayLike,
    price_ceiling_per_kwh: npt.ArrayLike,
) -> EnergyGame:
    """Return the game of a window: energies (T, M) [kWh], prices of that shape, (T, 1) or numbers [currency/kWh].

    Raises InvalidValue for energies that are not slots x members, or below zero.
    """
    surplus, deficit = np.asarray(surplus_kwh, dtype=np.float64), np.asarray(deficit_kwh, dtype=np.float64)
    if surplus.ndim != 2 or surplus.shape != deficit.shape or (surplus < 0).any() or (deficit < 0).any():
        raise InvalidValue(marked("Surplus and deficit must both be slots x members, with energies of 0 kWh or more."))
    prices = [np.asarray(price, dtype=np.float64) for price in (price_floor_per_kwh, price_ceiling_per_kwh)]
    floor, ceiling = (np.broadcast_to(price, surplus.shape) for price in prices)
    surplus = np.where(np.isnan(surplus) | np.isnan(floor), 0.0, surplus)
    deficit = np.where(np.isnan(deficit) | np.isnan(ceiling), 0.0, deficit)
    # Without energy a price counts for nothing, so any finite one stands in for a missing one.
    return EnergyGame(surplus, deficit, np.nan_to_num(floor), np.nan_to_num(ceiling))


def coalition_values(game: EnergyGame) -> Array:
    """Return the value of every coalition [currency], (2^M,).

    Raises TooManyMembers above 12 members: `sampled_shapley` and `competitive_split` do without.
    """
    members = game.members
    refuse_too_many(members)
    values = np.zeros(1 << members)
    for gains in game.member_gains(coalitions=1 << members):
        values += np.minimum.reduce(_subset_sums(gains), axis=0).sum(axis=0)
    return values


def refuse_too_many(members: int) -> None:
    """Raise TooManyMembers if the coalitions of so many members are too many to look at."""
    if members > MOST_MEMBERS:
        raise TooManyMembers(
            marked(
                "A group of {members} members has too many coalitions; at most {most} members can be computed. "
                "Use a sample of orders, or the split at the clearing price."
            ),
            members=members,
            most=MOST_MEMBERS,
        )


def _subset_sums(gains: Array) -> Array:
    """Return the sums over the members of every coalition, (K, T', 2^M) of (T', K, M)."""
    slots, prices, members = gains.shape
    by_price = gains.transpose(1, 0, 2)
    sums = np.zeros((prices, slots, 1 << members))
    for member in range(members):
        np.add(sums[:, :, : 1 << member], by_price[:, :, member, None], out=sums[:, :, 1 << member : 2 << member])
    return sums


def joining_values(game: EnergyGame, order: Sequence[int]) -> Array:
    """Return what each member adds when members join one after another [currency], (M,) by place in the group."""
    added = np.zeros(game.members)
    places = np.asarray(order)
    for gains in game.member_gains(coalitions=game.members):
        grown = np.cumsum(gains[:, :, places], axis=2).min(axis=1).sum(axis=0)
        added[places] += np.diff(grown, prepend=0.0)
    return added


def competitive_split(game: EnergyGame) -> Array:
    """Return each member's gain at the price that clears the slot [currency], (M,): a point of the core, for any M.

    In a slot of surplus the price is a floor and the buyers gain, in a slot of deficit a ceiling and the sellers gain.
    """
    split = np.zeros(game.members)
    for gains in game.member_gains(coalitions=game.members):
        best = gains.sum(axis=2).argmin(axis=1)
        split += gains[np.arange(len(gains)), best].sum(axis=0)
    return split

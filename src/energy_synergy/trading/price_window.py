"""The price window: between which prices nobody does better with the grid, and who may trade where it is empty."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from energy_synergy.tariffs.member_prices import MemberPrices

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
BLOCK_VALUES = 1 << 17
SELLING, BUYING = 0, 1


@dataclass(frozen=True, eq=False)
class Admission:
    """Who may trade in each slot, and between which prices.

    `price_floor_per_kwh` is the highest floor of the sellers, `price_ceiling_per_kwh` the lowest ceiling of the buyers
    who are admitted [currency/kWh], (T,), NaN where there is no seller or no buyer; `surplus_kwh` and `deficit_kwh` are
    what they have together, (T,). `admitted` (2, T, K) tells for each tariff whether its members may sell and buy, None
    where all may; `is_empty` (T,) where no price suits all who have energy to trade, so that some are left out.
    """

    price_floor_per_kwh: Array
    price_ceiling_per_kwh: Array
    surplus_kwh: Array
    deficit_kwh: Array
    admitted: Flags | None
    is_empty: Flags

    @property
    def is_open(self) -> Flags:
        """Where anybody can trade, (T,)."""
        can_trade: Flags = ~np.isnan(self.price_floor_per_kwh)
        return can_trade


def admit(prices: MemberPrices, left_kwh: Callable[[slice], Array]) -> Admission:
    """Return who may trade; `left_kwh` gives surplus and deficit of some rows [kWh], (2, N, M), none missing.

    A member whose price is unknown in a slot does not trade there. Where the highest floor lies above the lowest
    ceiling, no single price suits everybody: of all prices the one at which most energy can change hands decides, and
    whoever would do worse at it than with the grid stays out of the slot.
    """
    work = _Work.of_size(prices)
    size = max(1, BLOCK_VALUES // max(1, prices.members))
    for first in range(0, prices.slots, size):
        rows = slice(first, min(first + size, prices.slots))
        _admit_block(work, prices, left_kwh(rows), rows)
    is_closed = ~(np.isfinite(work.window[0]) & np.isfinite(work.window[1]))
    work.window[:, is_closed] = np.nan
    (floor, ceiling), (surplus, deficit) = work.window, work.offered_kwh
    return Admission(floor, ceiling, surplus, deficit, work.admitted if work.is_partial else None, work.is_empty)


@dataclass(slots=True)
class _Work:
    """The arrays that the blocks write into; `belongs` (M, K) sums members by tariff, None where each has its own."""

    window: Array
    offered_kwh: Array
    admitted: Flags
    is_empty: Flags
    belongs: Array | None
    is_partial: bool = False

    @classmethod
    def of_size(cls, prices: MemberPrices) -> _Work:
        slots, columns = prices.price_floor_per_kwh.shape
        belongs: Array | None = None
        if not prices.is_one_each:
            belongs = np.zeros((prices.members, columns))
            belongs[np.arange(prices.members), prices.column_of] = 1.0
        return cls(
            window=np.empty((2, slots)),
            offered_kwh=np.empty((2, slots)),
            admitted=np.ones((2, slots, columns), dtype=np.bool_),
            is_empty=np.zeros(slots, dtype=np.bool_),
            belongs=belongs,
        )


def _admit_block(work: _Work, prices: MemberPrices, left_kwh: Array, rows: slice) -> None:
    floor, ceiling = prices.price_floor_per_kwh[rows], prices.price_ceiling_per_kwh[rows]
    offered = left_kwh if work.belongs is None else left_kwh @ work.belongs
    trading = offered > 0
    if prices.has_unknown:
        known = np.stack([~np.isnan(floor), ~np.isnan(ceiling)])
        trading &= known
        work.admitted[:, rows] = known
        work.is_partial |= not known.all()
    lows, highs = np.where(trading[SELLING], floor, -np.inf), np.where(trading[BUYING], ceiling, np.inf)
    # Over the few tariffs of a row numpy is slow; over whole columns it is not.
    lowest, highest = np.ascontiguousarray(highs.T), np.ascontiguousarray(lows.T)
    window = np.stack([highest.max(axis=0, initial=-np.inf), lowest.min(axis=0, initial=np.inf)])
    is_empty = (window[0] > window[1]) & np.isfinite(window).all(axis=0)
    if is_empty.any():
        work.is_partial = True
        _narrow(work.admitted[:, rows], window, (lows, highs), offered, np.flatnonzero(is_empty))
    work.window[:, rows], work.is_empty[rows] = window, is_empty
    if work.is_partial:
        offered = offered * work.admitted[:, rows]
    work.offered_kwh[:, rows] = offered @ np.ones(offered.shape[2])


def _narrow(admitted: Flags, window: Array, limits: tuple[Array, Array], offered: Array, rows: Ints) -> None:
    """Leave out of some rows whoever does worse at the fullest price than with the grid; write window and admitted."""
    lows, highs = (limit[rows] for limit in limits)
    best = _fullest_prices(lows, highs, offered[:, rows])
    sells, buys = lows <= best[:, None], highs >= best[:, None]
    admitted[SELLING, rows] &= sells
    admitted[BUYING, rows] &= buys
    window[0, rows] = np.where(sells, lows, -np.inf).max(axis=1)
    window[1, rows] = np.where(buys, highs, np.inf).min(axis=1)


def members_of(admission: Admission, prices: MemberPrices, is_blocked: Flags | None = None) -> Array | None:
    """Return 1 for each member who may sell and buy in a slot, else 0, (2, T, M); None where all may always.

    Nobody trades in a slot that `is_blocked` (T,).
    """
    closed = None if is_blocked is None or not is_blocked.any() else is_blocked
    if admission.admitted is None and closed is None:
        return None
    shape = (2, prices.slots, prices.members)
    part = np.ones(shape) if admission.admitted is None else admission.admitted[:, :, prices.column_of].astype(float)
    if closed is not None:
        part[:, closed] = 0.0
    return part


def _fullest_prices(lows: Array, highs: Array, offered: Array) -> Array:
    """Return the price of each row at which most energy can change hands, (N,); of equals the lowest.

    Floors of those who do not sell are -inf and ceilings of those who do not buy inf, all (N, K). The volume changes at
    a floor or a ceiling only, so one of these is the best.
    """
    supply, demand = offered[SELLING] * np.isfinite(lows), offered[BUYING] * np.isfinite(highs)
    best, volume = np.full(len(lows), np.nan), np.full(len(lows), -1.0)
    for candidate in (*lows.T, *highs.T):
        sold = (supply * (lows <= candidate[:, None])).sum(axis=1)
        bought = (demand * (highs >= candidate[:, None])).sum(axis=1)
        traded = np.where(np.isfinite(candidate), np.minimum(sold, bought), -1.0)
        is_better = (traded > volume) | ((traded == volume) & (candidate < best))
        best, volume = np.where(is_better, candidate, best), np.where(is_better, traded, volume)
    return best

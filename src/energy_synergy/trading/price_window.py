"""The price window: between which prices nobody does better with the grid, and who may trade where it is empty."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from energy_synergy.tariffs.member_prices import MemberPrices

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
SELLING, BUYING = 0, 1


@dataclass(frozen=True, eq=False)
class Admission:
    """Who may trade in each slot, and between which prices.

    `price_floor_per_kwh` is the highest floor of the sellers, `price_ceiling_per_kwh` the lowest ceiling of the buyers
    who are admitted [currency/kWh], (T,), NaN where there is no seller or no buyer. `admitted` (2, T, K) tells for each
    tariff whether its members may sell and buy, None where all may; `is_empty` (T,) where no price suits all who have
    energy to trade, so that some are left out.
    """

    price_floor_per_kwh: Array
    price_ceiling_per_kwh: Array
    admitted: Flags | None
    is_empty: Flags

    @property
    def is_open(self) -> Flags:
        """Where anybody can trade, (T,)."""
        can_trade: Flags = ~np.isnan(self.price_floor_per_kwh)
        return can_trade


def admit(prices: MemberPrices, surplus_kwh: Array, deficit_kwh: Array) -> Admission:
    """Return who may trade, from what each member has to sell and needs [kWh], (T, M), none missing.

    A member whose price is unknown in a slot does not trade there. Where the highest floor lies above the lowest
    ceiling, no single price suits everybody: of all prices the one at which most energy can change hands decides, and
    whoever would do worse at it than with the grid stays out of the slot.
    """
    floor, ceiling = prices.price_floor_per_kwh, prices.price_ceiling_per_kwh
    supply, demand = (_by_column(energy, prices) for energy in (surplus_kwh, deficit_kwh))
    known = np.stack([~np.isnan(floor), ~np.isnan(ceiling)])
    is_selling, is_buying = (supply > 0) & known[SELLING], (demand > 0) & known[BUYING]
    lows, highs = np.where(is_selling, floor, -np.inf), np.where(is_buying, ceiling, np.inf)
    low, high = lows.max(axis=1, initial=-np.inf), highs.min(axis=1, initial=np.inf)
    admitted = None if known.all() else known
    is_empty: Flags = (low > high) & is_selling.any(axis=1) & is_buying.any(axis=1)
    if is_empty.any():
        admitted = known.copy() if admitted is None else admitted
        rows = np.flatnonzero(is_empty)
        best = _fullest_prices(lows[rows], highs[rows], supply[rows], demand[rows])
        admitted[SELLING, rows] &= lows[rows] <= best[:, None]
        admitted[BUYING, rows] &= highs[rows] >= best[:, None]
        low[rows] = np.where(admitted[SELLING, rows], lows[rows], -np.inf).max(axis=1)
        high[rows] = np.where(admitted[BUYING, rows], highs[rows], np.inf).min(axis=1)
    is_closed = ~(np.isfinite(low) & np.isfinite(high))
    low[is_closed] = high[is_closed] = np.nan
    return Admission(low, high, admitted, is_empty)


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


def _by_column(energy_kwh: Array, prices: MemberPrices) -> Array:
    """Return the energy of the members of each tariff [kWh], (T, K)."""
    belongs = np.zeros((prices.members, prices.columns.energy.shape[1]))
    belongs[np.arange(prices.members), prices.column_of] = 1.0
    energy: Array = energy_kwh @ belongs
    return energy


def _fullest_prices(lows: Array, highs: Array, supply: Array, demand: Array) -> Array:
    """Return the price of each slot at which most energy can change hands, (N,); of equals the lowest.

    Floors of those who do not sell are -inf and ceilings of those who do not buy inf, all (N, K). The volume changes at
    a floor or a ceiling only, so one of these is the best.
    """
    best, volume = np.full(len(lows), np.nan), np.full(len(lows), -1.0)
    for candidate in (*lows.T, *highs.T):
        is_one = np.isfinite(candidate)
        offered = (supply * (lows <= candidate[:, None]) * np.isfinite(lows)).sum(axis=1)
        asked = (demand * (highs >= candidate[:, None]) * np.isfinite(highs)).sum(axis=1)
        traded = np.where(is_one, np.minimum(offered, asked), -1.0)
        is_better = (traded > volume) | ((traded == volume) & (candidate < best))
        best, volume = np.where(is_better, candidate, best), np.where(is_better, traded, volume)
    return best

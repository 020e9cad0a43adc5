"""Who traded with whom, in energy and in money, over a window and slot by slot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from energy_synergy.community.bilateral import flow_matrix, pair_kwh
from energy_synergy.trading.market import Market

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class TradeMatrix:
    """What each member sold to each other, (M, M), seller x buyer.

    `energy_kwh` [kWh]; `amounts` [currency] is the sum over the slots of local price x energy: its rows sum to what a
    member earned, its columns to what it paid. A rule that pays by the period settles besides: its transfers have no
    partner and stand outside.
    """

    energy_kwh: Array
    amounts: Array


@dataclass(frozen=True, eq=False)
class PairTrades:
    """What one member sold another in each slot: energy [kWh] and what was paid for it [currency], both (T,).

    The local price is NaN where nobody could trade.
    """

    energy_kwh: Array
    group_price_per_kwh: Array

    @property
    def amounts(self) -> Array:
        """What the buyer paid the seller in each slot [currency], (T,)."""
        amounts: Array = self.energy_kwh * np.nan_to_num(self.group_price_per_kwh)
        return amounts


def trade_matrix(market: Market) -> TradeMatrix:
    """Return who traded how much with whom over the window of a market.

    In a slot every buyer has the same mix of sellers unless the key says otherwise (`community.bilateral`).
    Raises FlowsUnknown where members are seen as one.
    """
    energy = flow_matrix(market.result)
    price = np.nan_to_num(market.group_price_per_kwh)
    return TradeMatrix(energy, flow_matrix(market.result, per_kwh=price))


def pair_trades(market: Market, seller: int, buyer: int) -> PairTrades:
    """Return what one member sold another in each slot.

    Raises FlowsUnknown where members are seen as one.
    """
    return PairTrades(pair_kwh(market.result, seller, buyer), market.group_price_per_kwh)

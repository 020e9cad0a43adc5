"""The transport problem: which seller supplies which buyer if every pair gains differently.

    max sum w_ij x_ij   with sum_j x_ij <= s_i, sum_i (1 - loss_ij) x_ij <= d_j, sum of x over a capped set <= its cap

Its dual splits the gain: u_i a kWh of seller i, v_j a kWh of buyer j, c a kWh of a cap, with u_i + (1 - loss_ij) v_j +
c >= w_ij, and = w_ij where something flows. A split like that is a competitive price and lies in the core of the slot
(Shapley & Shubik, International Journal of Game Theory 1, 1971).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from energy_synergy.sharing.base import Array
from energy_synergy.trading.linear_program import Bounds, minimise, rows_of

WH_PER_KWH = 1000.0
LEAST_WH = 1e-6


@dataclass(frozen=True, slots=True)
class Lane:
    """A seller and a buyer, by place, that may trade: the gain of each kWh given, and the part of it that is lost."""

    seller: int
    buyer: int
    gain_per_kwh: float
    loss: float = 0.0
    cap: int | None = None


@dataclass(frozen=True, slots=True)
class Transport:
    """What sellers have and buyers want [kWh], the lanes between them, and the caps that lanes name [kWh]."""

    supply_kwh: Sequence[float]
    demand_kwh: Sequence[float]
    lanes: Sequence[Lane]
    caps_kwh: Sequence[float] = ()

    @property
    def limits_kwh(self) -> Array:
        """The right-hand sides: supply, demand, caps [kWh]."""
        return np.array([*self.supply_kwh, *self.demand_kwh, *self.caps_kwh], dtype=np.float64)

    def rows(self) -> tuple[list[list[int]], list[list[float]]]:
        """Return, for each limit, the lanes that count against it and how much of a kWh given."""
        sellers, buyers = len(self.supply_kwh), len(self.demand_kwh)
        places: list[list[int]] = [[] for _ in range(sellers + buyers + len(self.caps_kwh))]
        weights: list[list[float]] = [[] for _ in places]
        for place, lane in enumerate(self.lanes):
            counted = [(lane.seller, 1.0), (sellers + lane.buyer, 1 - lane.loss)]
            counted += [] if lane.cap is None else [(sellers + buyers + lane.cap, 1.0)]
            for row, weight in counted:
                places[row].append(place)
                weights[row].append(weight)
        return places, weights

    def best_flows_kwh(self) -> Array:
        """Return what flows on each lane [kWh], (L,), for the largest gain.

        Raises MissingExtra without scipy.
        """
        places, weights = self.rows()
        matrix = rows_of(places, len(self.lanes), weights)
        bounds: Bounds = [(0, None)] * len(self.lanes)
        cost = -np.array([lane.gain_per_kwh for lane in self.lanes])
        flows = minimise(cost, bounds, at_most=(matrix, self.limits_kwh * WH_PER_KWH)).values
        kwh: Array = np.where(flows > LEAST_WH, flows, 0.0) / WH_PER_KWH
        return kwh

    def split_gain(self, flows_kwh: Array, k: float) -> Array:
        """Return the gain of a kWh of each seller, buyer and cap [currency/kWh], in that order.

        k = 0 is the split that is best for all buyers at once, 1 for all sellers, in between a mix of the two.
        Complementary slackness stands for the optimum: what is not used up earns nothing, a lane that flows is tight.
        """
        places, weights = self.rows()
        columns = rows_of(places, len(self.lanes), weights).T.tocsr()
        used_wh = columns.T @ flows_kwh * WH_PER_KWH
        bounds: Bounds = [(0, None if is_full else 0) for is_full in used_wh >= self.limits_kwh * WH_PER_KWH - LEAST_WH]
        gain = np.array([lane.gain_per_kwh for lane in self.lanes])
        flows = flows_kwh > 0
        at_most, equal = (-columns[~flows], -gain[~flows]), (columns[flows], gain[flows])
        for_sellers = np.zeros(len(bounds))
        for_sellers[: len(self.supply_kwh)] = 1.0
        for_sellers[len(self.supply_kwh) : len(self.supply_kwh) + len(self.demand_kwh)] = -1.0
        best = [minimise(sign * for_sellers, bounds, at_most=at_most, equal=equal).values for sign in (1, -1)]
        split: Array = (1 - k) * best[0] + k * best[1]
        return split

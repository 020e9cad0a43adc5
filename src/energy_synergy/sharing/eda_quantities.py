"""The quantities of a quarter-hour as Austrian grid operators report them for an energy community."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from energy_synergy.errors import InvalidValue, marked
from energy_synergy.sharing.base import Array, SharesRefused, fraction, row_sums


@dataclass(frozen=True, slots=True, eq=False)
class EdaQuantities:
    """What the operator computes for the metering points of a community [kWh], by the codes that it uses.

    Of consumption meters (T, C): `entering_kwh` G.01T, the part of the reading that enters this community;
    `offered_kwh` G.02, the share of the production; `covered_kwh` G.03, what of it was used in the same quarter-hour.
    Of production meters (T, P): `entering_production_kwh` G.01T, `residual_kwh` P.01T, what is left for the supplier.
    """

    entering_kwh: Array
    offered_kwh: Array
    covered_kwh: Array
    entering_production_kwh: Array
    residual_kwh: Array


def eda_quantities(
    production_kwh: npt.ArrayLike,
    consumption_kwh: npt.ArrayLike,
    *,
    shares: Sequence[float] | None = None,
    production_factors: npt.ArrayLike = 1.0,
    consumption_factors: npt.ArrayLike = 1.0,
) -> EdaQuantities:
    """Return the reported quantities from readings of production meters (T, P) and consumption meters (T, C) [kWh].

    G.01T = G.01 * participation factor. Dynamic: G.02 = sum of production * own consumption / all consumption; static,
    with `shares` (C,): G.02 = share * sum of production. G.03 = min(G.02, G.01T);
    P.01T = G.01T - sum of G.03 * own / all production. Billed are G.03 to consumers and G.01T - P.01T to producers.
    The operator's own figures are the legal ones: these are for comparing, never instead of them.
    Source: energiegemeinschaften.gv.at, "Messung und Aufteilung"; codes as in the eegfaktura documentation.
    Raises SharesRefused when there is not one share for each consumption meter; InvalidValue for other shapes and for
    readings that are negative, infinite or missing.
    """
    production = _entering(production_kwh, production_factors)
    consumption = _entering(consumption_kwh, consumption_factors)
    if len(production) != len(consumption):
        raise InvalidValue(
            marked("Production {production} and consumption {consumption} must both be slots x members."),
            production=production.shape,
            consumption=consumption.shape,
        )
    pool = row_sums(production)
    offered = _offered(pool, consumption, shares)
    covered = np.minimum(offered, consumption)
    return EdaQuantities(
        entering_kwh=consumption,
        offered_kwh=offered,
        covered_kwh=covered,
        entering_production_kwh=production,
        residual_kwh=production * (1 - fraction(row_sums(covered), pool))[:, None],
    )


def _entering(readings_kwh: npt.ArrayLike, factors: npt.ArrayLike) -> Array:
    readings = np.asarray(readings_kwh, dtype=np.float64)
    if readings.ndim != 2 or not (np.isfinite(readings) & (readings >= 0)).all():
        raise InvalidValue(
            marked("The quantities need readings of 0 or more, slots x meters. Leave out slots where one is missing.")
        )
    entering: Array = readings * np.asarray(factors, dtype=np.float64)
    return entering


def _offered(pool_kwh: Array, consumption: Array, shares: Sequence[float] | None) -> Array:
    if shares is None:
        demand = row_sums(consumption)
        per_kwh = np.divide(pool_kwh, demand, out=np.zeros_like(pool_kwh), where=demand > 0)
        return consumption * per_kwh[:, None]
    if len(shares) != consumption.shape[1]:
        raise SharesRefused(
            marked("There are {shares} shares for {members} members. Give one share for each member."),
            shares=len(shares),
            members=consumption.shape[1],
        )
    return np.outer(pool_kwh, shares)

"""The simplified compensation of surplus in Spain (RD 244/2019), for one consumer and one month."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from energy_synergy.errors import InvalidValue, marked


@dataclass(frozen=True, slots=True)
class Compensated:
    """What energy from the grid costs in a month, what surplus is worth, and what is left to pay [currency].

    What surplus is worth beyond the cost is lost: it pays nothing out and does not carry over.
    """

    cost: float
    credit: float
    payable: float


def compensate_month(
    grid_import_kwh: npt.ArrayLike,
    buy_price_per_kwh: npt.ArrayLike,
    surplus_kwh: npt.ArrayLike,
    surplus_price_per_kwh: npt.ArrayLike,
) -> Compensated:
    """Return the compensated energy part of the bill of one consumer and month, never below zero.

    All are of the intervals of the month, (T,) [kWh] and [currency/kWh]; fees by power and taxes are not part of it.
    Raises InvalidValue where a value is missing: a month is not compensated in part.
    """
    bought, paid, excess, worth = (
        np.asarray(values, dtype=np.float64)
        for values in (grid_import_kwh, buy_price_per_kwh, surplus_kwh, surplus_price_per_kwh)
    )
    if not bought.shape == paid.shape == excess.shape == worth.shape:
        raise InvalidValue(marked("A month is compensated from energies and prices of the same intervals."))
    cost, credit = float(bought @ paid), float(excess @ worth)
    if np.isnan(cost) or np.isnan(credit):
        raise InvalidValue(
            marked("A reading or a price is missing in this month: it cannot be compensated before it is complete.")
        )
    return Compensated(cost, credit, max(cost - credit, 0.0))

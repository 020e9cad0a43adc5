"""Readings far above the usual high value of their series."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from energy_synergy.metering.series import Energies


def find_spikes(
    energy_kwh: Energies, *, factor: float, quantile: float, min_readings: int
) -> tuple[npt.NDArray[np.bool_], float]:
    """Tell which readings (N,) exceed `factor` times the high value, (N,), and return that value [kWh].

    The high value is the quantile of the readings above zero; with fewer than `min_readings` of them nothing is told.
    """
    positive = energy_kwh[energy_kwh > 0]
    if len(positive) < min_readings:
        return np.zeros(len(energy_kwh), dtype=np.bool_), float("nan")
    rank = int((len(positive) - 1) * quantile)
    high_kwh = float(np.partition(positive, rank)[rank])
    return energy_kwh > factor * high_kwh, high_kwh

"""How high a meter usually reads, and whether two such levels differ by what a mistaken unit makes of them."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from energy_synergy.metering.series import Energies

HOUR = timedelta(hours=1)
QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)
MIDDLE = slice(1, 4)
MIN_READINGS = 24
THOUSAND, QUARTER_HOURS = 1000.0, 4.0
# A thousand is so much that the weather and the seasons may play around it; a factor of 4 must be met closely, in
# the base load as in the peaks, for closed days and dark weeks come near it.
THOUSAND_WITHIN, QUARTER_HOURS_WITHIN = 4.0, 1.35


def level_of(energy_kwh: Energies, step: timedelta) -> Energies | None:
    """Return the quantiles (5,) of the readings above zero as mean power [kW]; None for too few of them.

    Zero and missing are left aside: the nights of a solar roof say nothing of its unit.
    """
    positive = energy_kwh[energy_kwh > 0]
    positive = positive[np.isfinite(positive)]
    if len(positive) < MIN_READINGS:
        return None
    level: Energies = np.quantile(positive, QUANTILES) / (step / HOUR)
    return level


def unit_factor(before: Energies, after: Energies) -> float | None:
    """Return by what a level was multiplied if a unit explains it: 1000, 1/1000, 4 or 1/4; None for anything else."""
    # The smallest numbers that there are have ratios beyond the largest.
    with np.errstate(over="ignore"):
        ratios = after / before
    for factor, within, part in (
        (THOUSAND, THOUSAND_WITHIN, MIDDLE),
        (QUARTER_HOURS, QUARTER_HOURS_WITHIN, slice(None)),
    ):
        for sought in (factor, 1 / factor):
            off = ratios[part] / sought
            if off.min() > 1 / within and off.max() < within:
                return sought
    return None

"""Energy above the power that a contract allows."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.findings import Finding, Severity
from energy_synergy.metering.checks.base import place, when
from energy_synergy.metering.series import Series

HOUR = timedelta(hours=1)
# Meters round, and contracts are counted in whole kW or kVA.
ROOM = 0.02


def check_contracted_power(series: Series, contracted_kw: float, *, timezone: str) -> tuple[Finding, ...]:
    """Tell which readings are more energy than the contracted power [kW] gives in their step; one finding at most.

    The mean power of a reading is compared, so short peaks inside a step stay unseen; 2 % are let pass.
    """
    limit_kwh = contracted_kw * (series.step / HOUR)
    is_above = series.energy_kwh > limit_kwh * (1 + ROOM)
    if not is_above.any():
        return ()
    highest = int(np.nanargmax(series.energy_kwh))
    places = np.flatnonzero(is_above)
    return (
        Finding(
            "above_contracted_power",
            Severity.WARNING,
            marked(
                "{meter}: readings ({readings} in all) are above the contracted power of {contracted_kw:g} kW; the "
                "highest is {power_kw:.4g} kW at {starts_at}."
            ),
            {
                "meter": series.meter,
                "readings": len(places),
                "contracted_kw": contracted_kw,
                "power_kw": float(series.energy_kwh[highest] / (series.step / HOUR)),
                "starts_at": when(series, timezone, highest),
            },
            place(series, timezone, int(places[0]), int(places[-1]) + 1),
            count=len(places),
            value=str(series.energy_kwh[highest]),
            expected=marked("no more than the contracted power"),
            advice=marked("Check the unit of the file and the contracted power that is written at the meter."),
        ),
    )

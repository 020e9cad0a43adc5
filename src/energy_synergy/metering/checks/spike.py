"""Values far above all others."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from pydantic import Field

from energy_synergy.errors import marked
from energy_synergy.findings import Finding, Severity
from energy_synergy.metering.checks.base import Check, place, when
from energy_synergy.metering.series import Series
from energy_synergy.metering.spikes import find_spikes


class Spike(Check):
    """Values many times above the high values of the series, as a wrong unit or a restarted meter leaves."""

    name: ClassVar[str] = "spike"
    factor: float = Field(5.0, gt=1, description="How many times the high values a reading must exceed")
    quantile: float = Field(0.98, gt=0.5, lt=1, description="Which share of the readings above zero is not higher")
    min_readings: int = Field(20, ge=2, description="Readings above zero that are needed to judge")

    def check(self, series: Series, *, timezone: str) -> tuple[Finding, ...]:
        is_spike, high_kwh = find_spikes(
            series.energy_kwh, factor=self.factor, quantile=self.quantile, min_readings=self.min_readings
        )
        if not is_spike.any():
            return ()
        return (self._finding(series, timezone, int(np.nanargmax(series.energy_kwh)), int(is_spike.sum()), high_kwh),)

    def _finding(self, series: Series, timezone: str, highest: int, readings: int, high_kwh: float) -> Finding:
        return Finding(
            "spike",
            Severity.WARNING,
            marked(
                "{meter}: readings ({readings} in all) are more than {factor:g} times the usual high value of "
                "{high_kwh:.4g} kWh; the highest is {energy_kwh:.4g} kWh at {starts_at}."
            ),
            {
                "meter": series.meter,
                "readings": readings,
                "factor": self.factor,
                "high_kwh": high_kwh,
                "energy_kwh": float(series.energy_kwh[highest]),
                "starts_at": when(series, timezone, highest),
            },
            place(series, timezone, highest, highest + 1),
            count=readings,
            value=str(series.energy_kwh[highest]),
            advice=marked("Look at the unit of these rows and at restarts of the meter."),
        )

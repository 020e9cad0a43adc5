"""Energies below zero."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.findings import Finding, Severity
from energy_synergy.metering.checks.base import Check, place, when
from energy_synergy.metering.series import Series


class Negative(Check):
    """Energies below zero: direction is told in words, never by a sign."""

    name: ClassVar[str] = "negative"

    def check(self, series: Series, *, timezone: str) -> tuple[Finding, ...]:
        is_negative = series.energy_kwh < 0
        if not is_negative.any():
            return ()
        first = int(np.argmax(is_negative))
        return (
            Finding(
                "negative",
                Severity.ERROR,
                marked(
                    "{meter}: readings are negative ({readings} in all), "
                    "the first at {starts_at} with {energy_kwh} kWh."
                ),
                {
                    "meter": series.meter,
                    "readings": int(is_negative.sum()),
                    "starts_at": when(series, timezone, first),
                    "energy_kwh": float(series.energy_kwh[first]),
                },
                place(series, timezone, first, first + 1),
                count=int(is_negative.sum()),
                value=str(series.energy_kwh[first]),
                expected=marked("an energy of 0 kWh or more"),
                advice=marked("Give what is fed in as production and what is drawn as consumption, both positive."),
            ),
        )

"""Energy and power units, and the one place where a factor between them is written."""

from __future__ import annotations

from datetime import timedelta

from energy_synergy.errors import UnknownName, marked

SLOT = timedelta(minutes=15)
SLOT_SECONDS = 900
SLOTS_PER_DAY = 96
SLOTS_PER_HOUR = 4

KWH_PER_UNIT = {"Wh": 0.001, "kWh": 1.0, "MWh": 1000.0}
KW_PER_UNIT = {"W": 0.001, "kW": 1.0, "MW": 1000.0}
KNOWN_UNITS = (*KWH_PER_UNIT, *KW_PER_UNIT)


def kwh_per_unit(unit: str, step: timedelta) -> float:
    """Return the factor that turns one reading in `unit` over one `step` into kWh.

    A power counts as the mean over the step, so the factor holds the length of the step in hours.

    >>> kwh_per_unit("kW", timedelta(minutes=15))
    0.25
    >>> kwh_per_unit("Wh", timedelta(minutes=15))
    0.001
    """
    if unit in KWH_PER_UNIT:
        return KWH_PER_UNIT[unit]
    if unit in KW_PER_UNIT:
        return KW_PER_UNIT[unit] * (step / timedelta(hours=1))
    raise UnknownName(marked("Unknown unit {unit}. Known units: {known}."), unit=unit, known=", ".join(KNOWN_UNITS))

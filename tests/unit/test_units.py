"""Units of energy and power."""

from __future__ import annotations

from datetime import timedelta

import pytest

from energy_synergy.errors import UnknownName
from energy_synergy.units import kwh_per_unit

QUARTER, HOUR = timedelta(minutes=15), timedelta(hours=1)


@pytest.mark.parametrize(
    ("unit", "step", "factor"),
    [
        ("kWh", QUARTER, 1.0),
        ("Wh", QUARTER, 0.001),
        ("MWh", HOUR, 1000.0),
        ("kW", QUARTER, 0.25),
        ("kW", HOUR, 1.0),
        ("W", QUARTER, 0.00025),
        ("MW", timedelta(minutes=5), 1000 / 12),
    ],
)
def test_a_reading_becomes_kwh(unit: str, step: timedelta, factor: float) -> None:
    assert kwh_per_unit(unit, step) == pytest.approx(factor)


@pytest.mark.parametrize("unit", ["kwh", "GWh", "", "J"])
def test_an_unknown_unit_is_refused_with_the_known_ones(unit: str) -> None:
    with pytest.raises(UnknownName, match="Wh, kWh, MWh, W, kW, MW"):
        kwh_per_unit(unit, QUARTER)

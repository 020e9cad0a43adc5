"""Negative energies block."""

from energy_synergy.findings import Severity
from energy_synergy.metering.checks.negative import Negative


def test_zero_and_more_are_fine(make_series, solar_kwh) -> None:
    assert Negative().check(make_series(solar_kwh), timezone="Europe/Paris") == ()


def test_it_counts_them_and_shows_the_first(make_series, office_kwh) -> None:
    office_kwh[[5, 9]] = -2.5
    (finding,) = Negative().check(make_series(office_kwh), timezone="Europe/Paris")
    assert finding.severity is Severity.ERROR
    assert finding.count == 2
    assert finding.message == "M1: readings are negative (2 in all), the first at 2025-01-01 01:15 with -2.5 kWh."

"""Sun at night is named; wind, standby and a clock that is wholly off are left alone."""

import numpy as np

from energy_synergy.metering.checks.night_production import NightProduction

PARIS = "Europe/Paris"


def test_solar_by_day_is_fine(make_series, solar_kwh) -> None:
    assert NightProduction().check(make_series(solar_kwh, "production"), timezone=PARIS) == ()


def test_it_finds_readings_at_night(make_series, solar_kwh) -> None:
    for day in range(200, 210):
        solar_kwh[96 * day + 2] = 0.5
    (finding,) = NightProduction().check(make_series(solar_kwh, "production"), timezone=PARIS)
    assert (finding.count, finding.values["starts_at"]) == (10, "2025-07-20 01:30")


def test_standby_and_wind_are_left_alone(make_series, solar_kwh) -> None:
    gusts = np.repeat(np.random.default_rng(5).weibull(1.5, 365 * 4), 24)
    for curve in (solar_kwh + 0.003, gusts, np.zeros(96 * 30)):
        assert NightProduction().check(make_series(curve, "production"), timezone=PARIS) == ()


def test_a_clock_that_is_half_a_day_off_is_told_elsewhere(make_series, solar_kwh) -> None:
    shifted = make_series(np.roll(solar_kwh, 48), "production")
    assert NightProduction().check(shifted, timezone=PARIS) == ()

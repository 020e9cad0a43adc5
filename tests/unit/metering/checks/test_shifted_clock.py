"""Solar production at night is named; what may run at night is left alone."""

import numpy as np
import pytest

from energy_synergy.metering.checks.shifted_clock import ShiftedClock


def test_solar_around_noon_is_fine(make_series, solar_kwh) -> None:
    assert ShiftedClock().check(make_series(solar_kwh, "production"), timezone="Europe/Paris") == ()


def test_it_finds_a_clock_that_is_half_a_day_off(make_series, solar_kwh) -> None:
    shifted = make_series(np.roll(solar_kwh, 48), "production")
    (finding,) = ShiftedClock().check(shifted, timezone="Europe/Paris")
    assert finding.values["starts_at"] == "2025-01-01 00:00"
    assert finding.count == 365 * 96


def test_it_finds_the_weeks_that_are_shifted(make_series, solar_kwh) -> None:
    weeks = slice(96 * 70, 96 * 140)
    solar_kwh[weeks] = np.roll(solar_kwh[weeks], 48)
    (finding,) = ShiftedClock().check(make_series(solar_kwh, "production"), timezone="Europe/Paris")
    assert finding.values["starts_at"] == "2025-03-12 00:00"
    assert finding.count == 96 * 70


def test_it_reads_times_in_the_zone_of_the_group(make_series, solar_kwh) -> None:
    assert ShiftedClock().check(make_series(solar_kwh, "production"), timezone="Asia/Tokyo")


def test_it_judges_a_typical_day_by_its_own_clock(make_series, solar_kwh) -> None:
    curve = np.roll(solar_kwh[:96], 48)
    (finding,) = ShiftedClock().check(make_series(curve, "production", starts_at=None), timezone="Asia/Tokyo")
    assert finding.place.starts_at is None


@pytest.mark.parametrize("nights", ["flat", "gusts", "nothing"])
def test_what_runs_at_night_is_left_alone(make_series, nights) -> None:
    rng = np.random.default_rng(5)
    curves = {
        "flat": np.ones(365 * 96),
        "gusts": np.repeat(rng.weibull(1.5, 365 * 4), 24),
        "nothing": np.zeros(365 * 96),
    }
    assert ShiftedClock().check(make_series(curves[nights], "production"), timezone="Europe/Paris") == ()


def test_consumption_is_left_alone(make_series, solar_kwh) -> None:
    assert ShiftedClock().check(make_series(np.roll(solar_kwh, 48)), timezone="Europe/Paris") == ()

"""What looks like the other direction is named; shops, wind, engines and hydro are left alone."""

import numpy as np
import pytest

from energy_synergy.metering.checks.wrong_direction import WrongDirection

PARIS = "Europe/Paris"
HOURS = (np.arange(365 * 96) % 96) / 4
DAYS = np.arange(365 * 96) // 96


def test_each_in_its_own_direction_is_fine(make_series, solar_kwh, office_kwh) -> None:
    assert WrongDirection().check(make_series(solar_kwh, "production"), timezone=PARIS) == ()
    assert WrongDirection().check(make_series(office_kwh), timezone=PARIS) == ()


def test_it_finds_the_sun_in_a_consumption(make_series, solar_kwh) -> None:
    (finding,) = WrongDirection().check(make_series(solar_kwh), timezone=PARIS)
    assert "looks like the production of a solar roof" in finding.message


def test_it_finds_the_sun_in_a_typical_day(make_series, solar_kwh) -> None:
    curve = solar_kwh.reshape(-1, 96).mean(axis=0)
    assert WrongDirection().check(make_series(curve, starts_at=None), timezone=PARIS)


def test_it_finds_a_production_that_is_high_at_night_and_never_at_noon(make_series) -> None:
    net = np.where((HOURS < 7) | (HOURS > 19), np.random.default_rng(6).uniform(1, 2, len(HOURS)), 0)
    (finding,) = WrongDirection().check(make_series(net, "production"), timezone=PARIS)
    assert "looks like a consumption" in finding.message


@pytest.mark.parametrize("site", ["wind", "engine", "hydro at peaks", "nothing"])
def test_production_that_is_not_solar_is_left_alone(make_series, site) -> None:
    rng = np.random.default_rng(7)
    curves = {
        "wind": np.repeat(rng.weibull(1.5, 365 * 4), 24),
        "engine": np.where(np.repeat(rng.uniform(size=365 * 12), 8) > 0.5, 50.0, 0.0),
        "hydro at peaks": np.where((HOURS > 7) & (HOURS < 10) | (HOURS > 17) & (HOURS < 21), 20.0, 0.0),
        "nothing": np.zeros(len(HOURS)),
    }
    assert WrongDirection().check(make_series(curves[site], "production"), timezone=PARIS) == ()


@pytest.mark.parametrize("site", ["office", "shop of seven days", "with a base load"])
def test_consumption_by_day_is_left_alone(make_series, solar_kwh, site) -> None:
    opening = np.where((HOURS > 8) & (HOURS < 18), np.random.default_rng(8).uniform(8, 9, len(HOURS)), 0.0)
    curves = {
        "office": np.where(DAYS % 7 > 4, 0.0, opening),
        "shop of seven days": opening,
        "with a base load": solar_kwh + 0.02,
    }
    assert WrongDirection().check(make_series(curves[site]), timezone=PARIS) == ()

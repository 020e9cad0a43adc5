"""A unit that changes inside a file is named; weekends, seasons and idle weeks are left alone."""

import numpy as np
import pytest

from energy_synergy.metering.checks.unit_step import UnitStep

DAY = 96
PARIS = "Europe/Paris"


@pytest.mark.parametrize("factor", [1000, 4])
def test_it_finds_where_the_unit_changes(make_series, office_kwh, factor) -> None:
    office_kwh[DAY * 100 :] *= factor
    (finding,) = UnitStep().check(make_series(office_kwh), timezone=PARIS)
    assert (finding.code, finding.values["factor"]) == ("unit_step", factor)
    assert finding.place.starts_at.isoformat() == "2025-04-11T01:00:00+02:00"
    assert f"about {factor} times as high" in finding.message


def test_it_finds_a_stretch_in_another_unit(make_series, office_kwh) -> None:
    office_kwh[DAY * 100 : DAY * 110] /= 1000
    down, up = UnitStep().check(make_series(office_kwh), timezone=PARIS)
    assert "only about 1/1000" in down.message
    assert (down.count, "1000 times" in up.message) == (DAY * 10, True)


def test_it_finds_a_unit_that_changes_in_the_middle_of_a_day(make_series, office_kwh) -> None:
    office_kwh[DAY * 100 + 40 :] *= 1000
    (finding,) = UnitStep().check(make_series(office_kwh), timezone=PARIS)
    assert finding.place.starts_at.date().isoformat() in ("2025-04-11", "2025-04-12")


def test_it_finds_it_in_solar_readings(make_series, solar_kwh) -> None:
    solar_kwh[DAY * 100 :] *= 1000
    assert [one.code for one in UnitStep().check(make_series(solar_kwh, "production"), timezone=PARIS)] == ["unit_step"]


@pytest.mark.parametrize("change", ["weekends", "seasons", "idle", "spike", "twice"])
def test_what_is_no_unit_is_left_alone(make_series, office_kwh, change) -> None:
    days = np.repeat(np.arange(365), DAY)
    factors = {
        "weekends": np.where(days % 7 > 4, 0.2, 1.0),
        "seasons": 1.0 + 0.9 * np.cos(days / 365 * 2 * np.pi),
        "idle": np.where((days > 200) & (days < 220), 0.0, 1.0),
        "spike": np.where(np.arange(len(days)) == 9999, 1000.0, 1.0),
        "twice": np.where(days > 180, 2.0, 1.0),
    }
    assert UnitStep().check(make_series(office_kwh * factors[change]), timezone=PARIS) == ()


def test_a_short_file_and_a_typical_day_are_left_alone(make_series, office_kwh) -> None:
    assert UnitStep().check(make_series(office_kwh[: DAY * 2]), timezone=PARIS) == ()
    assert UnitStep().check(make_series(office_kwh[:DAY], starts_at=None), timezone=PARIS) == ()


def test_gaps_do_not_matter(make_series, office_kwh) -> None:
    office_kwh[DAY * 90 : DAY * 104] = np.nan
    office_kwh[DAY * 104 :] *= 1000
    assert UnitStep().check(make_series(office_kwh), timezone=PARIS) == ()

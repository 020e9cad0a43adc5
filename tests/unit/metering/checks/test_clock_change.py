"""A sun that jumps by an hour at a clock change is named."""

import numpy as np
import pytest

from energy_synergy.metering.checks.clock_change import ClockChange

PARIS = "Europe/Paris"
SUMMER = slice(96 * 88 + 12, 96 * 298 + 12)


def test_the_sun_takes_no_notice_of_clock_changes(make_series, solar_kwh) -> None:
    assert ClockChange().check(make_series(solar_kwh, "production"), timezone=PARIS) == ()


@pytest.mark.parametrize(("quarters", "word"), [(4, "later"), (-4, "earlier")])
def test_it_finds_both_jumps(make_series, solar_kwh, quarters, word) -> None:
    solar_kwh[SUMMER] = np.roll(solar_kwh[SUMMER], quarters)
    spring, autumn = ClockChange().check(make_series(solar_kwh, "production"), timezone=PARIS)
    assert spring.message == f"M1: from the clock change of 2025-03-30 on the sun seems to rise 1.0 hours {word}."
    assert autumn.values["day"] == "2025-10-26"


def test_it_works_where_noon_is_at_midnight_utc(make_series, solar_kwh) -> None:
    ahead = np.roll(solar_kwh, -40)
    assert ClockChange().check(make_series(ahead, "production"), timezone="Australia/Sydney") == ()
    ahead[96 * 95 : 96 * 277] = np.roll(ahead[96 * 95 : 96 * 277], 4)
    found = ClockChange().check(make_series(ahead, "production"), timezone="Australia/Sydney")
    assert [one.values["day"] for one in found] == ["2025-04-06", "2025-10-05"]


def test_a_zone_without_summer_time_and_what_is_not_solar_are_left_alone(make_series, solar_kwh, office_kwh) -> None:
    solar_kwh[SUMMER] = np.roll(solar_kwh[SUMMER], 4)
    assert ClockChange().check(make_series(solar_kwh, "production"), timezone="Africa/Tunis") == ()
    assert ClockChange().check(make_series(office_kwh, "production"), timezone=PARIS) == ()
    assert ClockChange().check(make_series(solar_kwh), timezone=PARIS) == ()


def test_a_change_near_the_edge_is_not_judged(make_series, solar_kwh) -> None:
    solar_kwh[SUMMER] = np.roll(solar_kwh[SUMMER], 4)
    assert ClockChange().check(make_series(solar_kwh[: 96 * 92], "production"), timezone=PARIS) == ()

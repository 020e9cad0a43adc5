"""What holds for every profile, year and time zone."""

import math
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from energy_synergy.profiles.curve import DECIMALS, normalise
from energy_synergy.profiles.expand import Estimate
from energy_synergy.registry import option, options
from energy_synergy.timeline import Timeline

ZONES = [
    "Europe/Paris", "Europe/Lisbon", "America/New_York", "America/St_Johns", "America/Sao_Paulo", "America/Havana",
    "Africa/Casablanca", "Asia/Kathmandu", "Asia/Tehran", "Asia/Beirut", "Australia/Lord_Howe", "Pacific/Apia", "UTC",
]  # fmt: skip
CATALOGUE = [name for name in options("profiles") if name not in ("calendar", "csv", "drawn", "standard_load")]

values = st.floats(min_value=0, allow_nan=False, allow_infinity=False)
curves = st.lists(values, min_size=24, max_size=24) | st.lists(values, min_size=96, max_size=96)
catalogue = st.sampled_from(CATALOGUE).map(lambda name: option("profiles", name))
drawn = curves.filter(any).map(lambda curve: option("profiles", "drawn", values=curve))
annual_totals = st.floats(min_value=0, max_value=1e12)
weights = st.floats(min_value=0, max_value=1000)
days = st.fixed_dictionaries({"values": curves.filter(any), "weight": weights})
some_days = st.fixed_dictionaries({"weekday": days}, optional={"saturday": days, "sunday": days})


@st.composite
def calendars(draw):
    """Any sharing out of the months among up to four seasons, whose first weekday always weighs something."""
    season_of = [0, *draw(st.lists(st.integers(0, 3), min_size=11, max_size=11))]
    seasons = []
    for number in sorted(set(season_of)):
        months = [month + 1 for month, season in enumerate(season_of) if season == number]
        seasons.append({"months": months, **draw(some_days)})
    first = seasons[0]["weekday"]
    seasons[0]["weekday"] = {**first, "weight": max(first["weight"], 1e-3)}
    return option("profiles", "calendar", seasons=seasons)


def estimate(profile, annual_kwh):
    return Estimate("meter", profile.direction or "consumption", profile, annual_kwh)


@given(curves)
def test_it_normalises_any_curve_to_exactly_one(curve):
    assume(any(curve))

    normal = normalise(curve)

    assert math.fsum(normal) == 1.0
    assert normal.min() >= 0
    assert sum(round(value * 10**DECIMALS) for value in normal.tolist()) == 10**DECIMALS


@given(curves)
def test_it_changes_no_value_by_more_than_its_last_place(curve):
    assume(any(curve))
    largest = max(curve)
    shares = np.array([value / largest for value in curve])
    shares = np.repeat(shares, 96 // len(shares))

    assert np.abs(normalise(curve) - shares / shares.sum()).max() <= 1.01 * 10**-DECIMALS


@given(curves)
def test_it_leaves_a_normal_curve_as_it_is(curve):
    assume(any(curve))

    once = normalise(curve)

    assert normalise(once).tolist() == pytest.approx(once.tolist(), abs=1e-15)


@settings(max_examples=60, deadline=None)
@given(catalogue | drawn | calendars(), st.integers(1995, 2035), st.sampled_from(ZONES), annual_totals)
def test_it_gives_the_annual_total_back_over_a_local_year(profile, year, zone, annual_kwh):
    timeline = Timeline.from_days(date(year, 1, 1), date(year + 1, 1, 1), zone)

    energy_kwh = estimate(profile, annual_kwh).over(timeline).energy_kwh

    assert energy_kwh.shape == (timeline.slots,)
    assert energy_kwh.min() >= 0
    assert math.fsum(energy_kwh) == pytest.approx(annual_kwh, rel=1e-9)


@settings(max_examples=40, deadline=None)
@given(catalogue, st.dates(date(1995, 1, 1), date(2035, 1, 1)), st.integers(0, 40), st.sampled_from(ZONES), st.data())
def test_it_gives_a_slot_the_same_energy_in_every_window(profile, first, days, zone, data):
    whole = Timeline.from_days(first, first + timedelta(days=days), zone)
    start = data.draw(st.integers(0, whole.slots))
    slots = data.draw(st.integers(0, whole.slots - start))
    part = Timeline(whole.start_of(start).astimezone(whole.starts_at.tzinfo), slots, zone)

    expected = estimate(profile, 1000.0).over(whole).energy_kwh[start : start + slots]

    assert estimate(profile, 1000.0).over(part).energy_kwh == pytest.approx(expected, rel=1e-12)


@settings(max_examples=30, deadline=None)
@given(catalogue, annual_totals, st.sampled_from([365, 366]))
def test_it_gives_the_annual_total_back_over_typical_days(profile, annual_kwh, days_in_year):
    series = estimate(profile, annual_kwh).typical_day(days_in_year)

    assert math.fsum(series.energy_kwh) * days_in_year == pytest.approx(annual_kwh, rel=1e-9)


@settings(max_examples=40, deadline=None)
@given(calendars(), st.integers(1995, 2035))
def test_it_weighs_the_days_of_a_year_to_one_on_average(calendar, year):
    first = date(year, 1, 1).toordinal()
    days = [date.fromordinal(number) for number in range(first, date(year + 1, 1, 1).toordinal())]

    assert math.fsum(map(calendar.day_weight, days)) == pytest.approx(len(days), rel=1e-12)


@settings(max_examples=40, deadline=None)
@given(calendars())
def test_it_keeps_a_calendar_through_its_fields(calendar):
    assert option("profiles", "calendar", **calendar.model_dump(mode="json")) == calendar
    assert calendar.shares_of_year().sum() == pytest.approx(1)
    assert math.fsum(calendar.typical_day()) == 1.0


@given(curves)
def test_it_shares_the_units_of_a_normal_curve_out_as_they_are(curve):
    assume(any(curve))

    units = [round(value * 10**DECIMALS) for value in normalise(curve).tolist()]

    assert [round(value * 10**DECIMALS) for value in normalise(units).tolist()] == units
    assert normalise([unit / 10**DECIMALS for unit in units]).tolist() == normalise(units).tolist()

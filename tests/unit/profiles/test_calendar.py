"""A profile by season and kind of day keeps an annual total, and refuses what makes no year."""

import math
import pickle
from datetime import date

import numpy as np
import pytest

from energy_synergy.errors import InvalidValue
from energy_synergy.profiles.as_calendar import as_calendar
from energy_synergy.profiles.curve import CurveRefused
from energy_synergy.profiles.expand import Estimate
from energy_synergy.registry import option, options
from energy_synergy.timeline import Timeline

DAY = {"values": [1.0] * 8 + [5.0] * 10 + [1.0] * 6}
CLOSED = {"values": [1.0] * 24, "weight": 0.2}
WINTER, SUMMER = (11, 12, 1, 2, 3, 4), (5, 6, 7, 8, 9, 10)
MONDAY, SATURDAY, SUNDAY = date(2025, 6, 9), date(2025, 6, 14), date(2025, 6, 15)


def season(months=range(1, 13), **more):
    return {"months": list(months), "weekday": DAY, **more}


def calendar(*seasons):
    return option("profiles", "calendar", seasons=list(seasons or (season(),)))


def year(number):
    return Timeline.from_days(date(number, 1, 1), date(number + 1, 1, 1), "Europe/Paris")


def test_it_works():
    profile = calendar(season(saturday=CLOSED))

    assert profile.day_curve(MONDAY)[40] == pytest.approx(5 / 64 / 4, abs=1e-9)
    assert profile.day_curve(SATURDAY).tolist() == profile.day_curve(SUNDAY).tolist()
    assert profile.day_weight(SATURDAY) / profile.day_weight(MONDAY) == pytest.approx(0.2)


@pytest.mark.parametrize("number", [2024, 2025, 2026, 2028])
def test_it_gives_a_year_its_annual_total_back(number):
    profile = calendar(season(WINTER, saturday=CLOSED), season(SUMMER, sunday=CLOSED))
    series = Estimate("m", "consumption", profile, 1000.0).over(year(number))

    assert series.total_kwh == pytest.approx(1000, rel=1e-12)


def test_it_weighs_days_relative_to_the_mean_day_of_their_year():
    profile = calendar(season(WINTER, saturday=CLOSED), season(SUMMER))
    for number in (2024, 2025):
        first = date(number, 1, 1).toordinal()
        days = [date.fromordinal(first + place) for place in range(366 if number == 2024 else 365)]
        assert math.fsum(map(profile.day_weight, days)) == pytest.approx(len(days), rel=1e-12)


def test_it_takes_the_mean_day_of_the_year_for_the_typical_day():
    profile = calendar(season(saturday={"values": [0.0] * 12 + [1.0] * 12, "weight": 0.0}))

    assert profile.typical_day().tolist() == profile.day_curve(MONDAY).tolist()
    assert math.fsum(profile.typical_day()) == 1.0


def test_it_says_which_share_of_a_year_falls_on_each_kind_of_day():
    shares = calendar(season(saturday={**DAY, "weight": 0}, sunday=CLOSED)).shares_of_year()

    assert shares.shape == (1, 3)
    assert shares.sum() == pytest.approx(1)
    assert shares[0, 1] == 0
    assert shares[0, 2] == pytest.approx(52 * 0.2 / (52 * 0.2 + 261))


def test_a_saturday_left_out_is_as_a_weekday_and_a_sunday_as_a_saturday():
    plain, weekend = calendar().seasons[0].days, calendar(season(saturday=CLOSED)).seasons[0].days

    assert plain[0] is plain[1] is plain[2]
    assert weekend[0] is not weekend[1] is weekend[2]


@pytest.mark.parametrize("weight", [5e-324, 1e-300, 1000.0])
def test_it_counts_only_proportions_of_weights(weight):
    day = {**DAY, "weight": weight}

    assert calendar({"months": list(range(1, 13)), "weekday": day}).day_weight(MONDAY) == pytest.approx(1)


@pytest.mark.parametrize(
    ("seasons", "words"),
    [
        ([season(WINTER)], "Month 5 belongs to 0 seasons"),
        ([season(WINTER), season(range(1, 13))], "Month 1 belongs to 2 seasons"),
        ([season(range(13))], "not 0"),
        ([season(), season(())], "A season without a month"),
        ([season((*range(1, 13), 12))], "Month 12 belongs to 2 seasons"),
        ([{**season(), "weekday": {**DAY, "weight": 0}}], "Every day weighs nothing"),
        ([{**season(), "weekday": {**DAY, "weight": -1}}], "weight"),
        ([{**season(), "weekday": {**DAY, "weight": float("nan")}}], "not nan"),
        ([{**season(), "weekday": {**DAY, "weight": 1e9}}], "weight of a day is a number from 0 to 1000"),
        ([{**season(), "weekday": {"values": [1.0] * 23}}], "not 23"),
        ([{**season(), "weekday": {"values": [0.0] * 24}}], "zeros has no shape"),
        ([{**season(), "weekday": {"values": [1.0] * 10_000}}], "not 10000"),
        ([{**season(), "weekday": {"values": ["1"] * 24}}], "something else"),
        ([{**season(), "colour": "red"}], "colour"),
        ([{**season(), "name": "a\nb"}], "one line"),
        ([{**season(), "name": "x" * 31}], "up to 30 characters"),
        ([{"months": list(range(1, 13))}], "weekday"),
        ([], "seasons"),
        ("x", "seasons"),
        ([season((month,)) for month in range(1, 13)] + [season(())], "seasons"),
    ],
)
def test_it_refuses_what_makes_no_year(seasons, words):
    with pytest.raises(InvalidValue, match=words):
        option("profiles", "calendar", seasons=seasons)


def test_it_names_the_value_that_is_wrong():
    with pytest.raises(CurveRefused, match="Value 3 of the daily curve is negative"):
        calendar({**season(), "sunday": {"values": [1.0, 1.0, -1.0, *[1.0] * 21]}})


def test_it_can_be_sent_to_another_process():
    profile = calendar(season(WINTER), season(SUMMER, saturday=CLOSED))

    assert pickle.loads(pickle.dumps(profile)) == profile


def test_its_fields_make_it_again():
    profile = calendar(season(WINTER, name=" Winter "), season(SUMMER, saturday=CLOSED))

    assert option("profiles", "calendar", **profile.model_dump(mode="json")) == profile
    again = option("profiles", "calendar", **profile.fields())
    assert again.fields() == profile.fields()
    assert again.day_curve(SATURDAY).tolist() == profile.day_curve(SATURDAY).tolist()
    assert profile.seasons[0].name == "Winter"


@pytest.mark.parametrize("name", sorted(set(options("profiles")) - {"csv", "drawn", "calendar", "standard_load"}))
def test_a_profile_of_the_catalogue_keeps_its_days(name):
    known = option("profiles", name)
    made = as_calendar(known)

    assert len(made.seasons) == max(len(known.day_curves), len(set(known.month_weights)))
    for day in (MONDAY, SUNDAY, date(2028, 2, 29)):
        assert made.day_curve(day).tolist() == known.day_curve(day).tolist()
    mine, theirs = (Estimate("m", known.direction, one, 1000.0).over(year(2025)).energy_kwh for one in (made, known))
    assert np.abs(mine - theirs).max() < 1e-6


def test_a_drawn_curve_becomes_one_season():
    made = as_calendar(option("profiles", "drawn", values=[0, 1] * 12))

    assert [one.months for one in made.seasons] == [tuple(range(1, 13))]
    assert made.seasons[0].saturday is None
    assert as_calendar(made) is made

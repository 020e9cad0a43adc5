"""A price by time of day follows the local clock, the weekday, the season and the holidays."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from energy_synergy.errors import InvalidValue, UnknownName
from energy_synergy.registry import option
from energy_synergy.tariffs.base import PricedSlots
from energy_synergy.timeline import Timeline

NIGHT = {"name": "night", "price_per_kwh": 0.10, "times": ["22:00-06:00"]}


def prices(day: str, *, days: int = 1, **fields) -> np.ndarray:
    first = date.fromisoformat(day)
    timeline = Timeline.from_days(first, first + timedelta(days=days), "Europe/Paris")
    return option("tariffs", "time_of_use", **fields).prices(PricedSlots(timeline))


def test_it_works() -> None:
    found = prices("2025-06-02", bands=[NIGHT], other_price_per_kwh=0.20)
    assert found[[0, 23, 24, 87, 88, 95]].tolist() == [0.1, 0.1, 0.2, 0.2, 0.1, 0.1]


@pytest.mark.parametrize(("day", "night", "slots"), [("2025-03-30", 28, 92), ("2025-10-26", 36, 100)])
def test_the_night_of_a_clock_change_is_an_hour_shorter_or_longer(day, night, slots) -> None:
    found = prices(day, bands=[NIGHT], other_price_per_kwh=0.20)
    assert (len(found), int((found == 0.10).sum())) == (slots, night)


def test_a_night_of_weekdays_ends_on_saturday_morning() -> None:
    band = {**NIGHT, "weekdays": [0, 1, 2, 3, 4]}
    friday_to_sunday = prices("2025-06-06", days=3, bands=[band], other_price_per_kwh=0.20)
    assert (friday_to_sunday == 0.10).reshape(3, 96).sum(axis=1).tolist() == [32, 24, 0]


def test_a_season_holds_in_its_months() -> None:
    bands = [
        {"price_per_kwh": 0.3, "months": [11, 12, 1, 2, 3]},
        {"price_per_kwh": 0.2, "months": [4, 5, 6, 7, 8, 9, 10]},
    ]
    found = prices("2025-10-31", days=2, bands=bands)
    assert found[[0, 95, 96]].tolist() == [0.2, 0.2, 0.3]


@pytest.mark.parametrize(("place", "price"), [("", 0.25), ("FR", 0.1)])
def test_a_public_holiday_counts_as_a_sunday_where_told(place, price) -> None:
    sunday = {"price_per_kwh": 0.1, "weekdays": [6]}
    assert prices("2025-07-14", bands=[sunday], other_price_per_kwh=0.25, holidays_of=place)[0] == price


def test_holidays_of_two_years_are_known_over_new_year() -> None:
    sunday = {"price_per_kwh": 0.1, "weekdays": [6]}
    found = prices("2025-12-31", days=2, bands=[sunday], other_price_per_kwh=0.25, holidays_of="FR")
    assert found[[0, 96]].tolist() == [0.25, 0.1]


def test_bands_that_both_hold_are_refused_with_the_place() -> None:
    with pytest.raises(InvalidValue, match="night and 2 both hold on weekday 1 at 05:00"):
        prices("2025-06-02", bands=[NIGHT, {"price_per_kwh": 0.2, "times": ["05:00-22:00"]}])


def test_a_time_without_a_band_is_refused_unless_another_price_is_told() -> None:
    with pytest.raises(InvalidValue, match="06:00"):
        prices("2025-06-02", bands=[NIGHT])


@pytest.mark.parametrize("span", ["22:00", "22:10-06:00", "24:00-06:00", "06:00-06:00", "6-22", "06:00-25:00"])
def test_what_is_no_span_is_refused(span) -> None:
    with pytest.raises(InvalidValue, match="22:00-06:00"):
        prices("2025-06-02", bands=[{"price_per_kwh": 0.1, "times": [span]}], other_price_per_kwh=0.2)


def test_unknown_holidays_are_refused() -> None:
    with pytest.raises(UnknownName, match="DE-BY"):
        prices("2025-06-02", bands=[], other_price_per_kwh=0.2, holidays_of="XX")

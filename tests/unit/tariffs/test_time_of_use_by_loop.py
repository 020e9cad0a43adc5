"""Bands held against a loop over the clock, hour by hour and day by day, in four time zones."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from energy_synergy.errors import InvalidValue
from energy_synergy.registry import option
from energy_synergy.tariffs.bands import Band
from energy_synergy.tariffs.base import PricedSlots, Prices
from energy_synergy.tariffs.time_of_use import BandsOverlap
from energy_synergy.timeline import Timeline

NIGHT = {"name": "Night", "price_per_kwh": 0.1, "times": ["22:00-06:00"]}
WEEKEND = {"price_per_kwh": 0.15, "weekdays": [5, 6], "times": ["06:00-22:00"]}
WINTER = {"price_per_kwh": 0.4, "weekdays": [0, 1, 2, 3, 4], "times": ["08:00-12:15"], "months": [1, 12]}


def priced(first: date, end: date, zone: str = "Europe/Paris", **told: Any) -> tuple[Timeline, Prices]:
    timeline = Timeline.from_days(first, end, zone)
    return timeline, option("tariffs", "time_of_use", **told).prices(PricedSlots(timeline))


def clock_of(timeline: Timeline) -> list[datetime]:
    tz = ZoneInfo(timeline.timezone)
    return [(timeline.starts_at + slot * timedelta(minutes=15)).astimezone(tz) for slot in range(timeline.slots)]


def by_hand(moment: datetime) -> float:
    hour = moment.hour + moment.minute / 60
    if hour >= 22 or hour < 6:
        return 0.1
    if moment.weekday() >= 5:
        return 0.15
    return 0.4 if moment.month in (1, 12) and 8 <= hour < 12.25 else 0.25


@pytest.mark.parametrize("zone", ["Europe/Paris", "Asia/Kolkata", "America/New_York", "Australia/Lord_Howe"])
def test_a_year_is_priced_as_a_loop_over_the_clock_prices_it(zone: str) -> None:
    told = {"bands": [NIGHT, WEEKEND, WINTER], "other_price_per_kwh": 0.25}
    timeline, prices = priced(date(2025, 1, 1), date(2026, 1, 1), zone, **told)
    assert prices.tolist() == [by_hand(moment) for moment in clock_of(timeline)]


def test_the_night_of_sunday_ends_on_monday() -> None:
    band = Band(price_per_kwh=1, times=("23:00-01:00",), weekdays=(6,))
    assert band.holds[0, 6].nonzero()[0].tolist() == [92, 93, 94, 95]
    assert band.holds[0, 0].nonzero()[0].tolist() == [0, 1, 2, 3]
    assert not band.holds[0, 1:6].any()


def test_holidays_are_those_of_the_region_and_of_each_year() -> None:
    told = {"bands": [{"price_per_kwh": 0.1, "weekdays": [6]}], "other_price_per_kwh": 0.2, "holidays_of": "FR"}
    timeline, prices = priced(date(2025, 12, 22), date(2026, 1, 3), **told)
    cheap = {moment.date() for moment, price in zip(clock_of(timeline), prices, strict=True) if price == 0.1}
    assert cheap == {date(2025, 12, 25), date(2025, 12, 28), date(2026, 1, 1)}
    # 14 July is a working day in Bavaria.
    _, bavarian = priced(date(2025, 7, 14), date(2025, 7, 15), **{**told, "holidays_of": "DE-BY"})
    assert set(bavarian.tolist()) == {0.2}


def test_two_bands_at_once_are_told_by_name_and_time() -> None:
    with pytest.raises(BandsOverlap, match="Night and 2 both hold on weekday 1 at 05:00 in month 1"):
        option("tariffs", "time_of_use", bands=[NIGHT, {"price_per_kwh": 1, "times": ["05:00-07:00"]}])


def test_bands_that_cover_the_year_need_no_other_price() -> None:
    day = {"price_per_kwh": 0.3, "times": ["06:00-22:00"]}
    _, prices = priced(date(2025, 6, 2), date(2025, 6, 3), bands=[NIGHT, day])
    assert prices.mean() == pytest.approx((32 * 0.1 + 64 * 0.3) / 96)


@pytest.mark.parametrize("span", ["22-6", "24:00-06:00", "06:07-08:00", "06:00-25:00", "06:00-06:00", "noon", ""])
def test_a_span_that_is_none_is_refused(span: str) -> None:
    with pytest.raises(InvalidValue, match="is not a span of the day"):
        Band(price_per_kwh=0.1, times=(span,))


def test_a_band_without_limits_holds_always() -> None:
    assert Band(price_per_kwh=0.1, times=("00:00-24:00",)).holds.all()
    assert Band(price_per_kwh=0.1).holds.all()


def test_no_slots_have_no_price() -> None:
    _, prices = priced(date(2025, 6, 2), date(2025, 6, 2), bands=[{"price_per_kwh": 0.1}], holidays_of="FR")
    assert prices.shape == (0,)


def test_equal_prices_stay_equal_once_they_were_asked() -> None:
    first, second = (option("tariffs", "time_of_use", bands=[NIGHT], other_price_per_kwh=0.2) for _ in range(2))
    assert first.bands[0].holds.any()
    assert (first, hash(first)) == (second, hash(second))


def test_the_order_in_which_days_are_told_means_nothing() -> None:
    told = Band(price_per_kwh=1, weekdays=(6, 0), months=(12, 1, 1))
    assert told == Band(price_per_kwh=1, weekdays=(0, 6), months=(1, 12))

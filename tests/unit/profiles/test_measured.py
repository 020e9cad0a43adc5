"""Whole measured days are summed by month and kind of day; anything less is left out."""

from datetime import UTC, date, datetime

import numpy as np
import pytest

from energy_synergy.metering.series import Quality, Series
from energy_synergy.profiles.measured import compute_measured_days
from energy_synergy.timeline import Timeline
from energy_synergy.units import SLOT

PARIS = "Europe/Paris"


def series(first, end, *, kwh=1.0, quality=Quality.MEASURED, name="m"):
    timeline = Timeline.from_days(first, end, PARIS)
    codes = np.full(timeline.slots, quality, dtype=np.uint8)
    return Series(name, "consumption", timeline.starts_at, SLOT, np.full(timeline.slots, kwh), codes)


def test_it_works():
    measured = compute_measured_days([series(date(2025, 6, 2), date(2025, 6, 16))], PARIS)

    assert measured.days[5].tolist() == [10, 2, 2]
    assert measured.days.sum() == 14
    assert measured.energy_kwh[5, 0] == pytest.approx([10.0] * 96)


def test_it_follows_the_clock_on_the_wall():
    one = series(date(2025, 7, 1), date(2025, 7, 2))
    one.energy_kwh[:4] = 5.0

    assert compute_measured_days([one], PARIS).energy_kwh[6, 0, :5].tolist() == [5, 5, 5, 5, 1]


@pytest.mark.parametrize("change", [date(2025, 3, 30), date(2025, 10, 26)])
def test_it_leaves_days_of_another_length_out(change):
    measured = compute_measured_days([series(change, date.fromordinal(change.toordinal() + 2))], PARIS)

    assert measured.days.sum() == 1


def test_it_leaves_days_out_that_lack_a_value_or_hold_an_estimate():
    one = series(date(2025, 6, 2), date(2025, 6, 5))
    one.energy_kwh[10] = np.nan
    one.quality[10] = Quality.MISSING
    one.quality[100] = Quality.ESTIMATED
    one.quality[200] = Quality.SUBSTITUTED

    assert compute_measured_days([one], PARIS).days.sum() == 1


def test_it_adds_meters_up_on_the_days_that_all_of_them_have():
    long, short = series(date(2025, 6, 2), date(2025, 6, 9)), series(date(2025, 6, 4), date(2025, 6, 5), kwh=2.0)
    measured = compute_measured_days([long, short], PARIS)

    assert measured.days.sum() == 1
    assert measured.energy_kwh[5, 0].tolist() == [3.0] * 96


def test_nothing_measured_is_nothing():
    empty = Series("m", "consumption", datetime(2025, 1, 1, tzinfo=UTC), SLOT, np.empty(0), np.empty(0, dtype=np.uint8))

    assert compute_measured_days([], PARIS).days.sum() == 0
    assert compute_measured_days([empty], PARIS).days.sum() == 0

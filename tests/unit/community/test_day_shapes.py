"""Mean days by kind of day, and how far they lie from a profile."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from energy_synergy.community.day_shapes import DayShapes, compute_day_shapes, expected_shapes, misplaced
from energy_synergy.profiles.expand import Estimate
from energy_synergy.registry import option
from energy_synergy.timeline import Timeline

ZONE = "Europe/Paris"
OCTOBER = Timeline.from_days(date(2025, 10, 1), date(2025, 11, 1), ZONE)
DATES = [day.date for day in OCTOBER.local_days]


def test_it_works() -> None:
    by_kind = np.select([OCTOBER.weekday < 5, OCTOBER.weekday == 5], [1.0, 2.0], 3.0)
    shapes = compute_day_shapes(by_kind, OCTOBER)
    assert shapes.days.tolist() == [23, 4, 4]
    assert [set(row) for row in shapes.energy_kwh.tolist()] == [{1.0}, {2.0}, {3.0}]


def test_what_is_missing_does_not_count() -> None:
    energy_kwh = np.ones(OCTOBER.slots)
    energy_kwh[OCTOBER.weekday == 5] = np.nan
    energy_kwh[:2] = np.nan
    shapes = compute_day_shapes(energy_kwh, OCTOBER)
    assert shapes.days.tolist() == [23, 0, 4]
    assert np.isnan(shapes.energy_kwh[1]).all()
    assert shapes.energy_kwh[0].tolist() == [1.0] * 96


@pytest.mark.parametrize("name", ["office", "photovoltaic", "flat"])
def test_a_profile_lies_at_no_distance_from_its_own_energy(name: str) -> None:
    profile = option("profiles", name)
    readings = Estimate("", profile.direction or "consumption", profile, 50_000.0).over(OCTOBER).energy_kwh
    measured = compute_day_shapes(readings, OCTOBER)
    # The day of 25 hours spreads its energy over 100 quarters: a little less in each.
    assert misplaced(measured, expected_shapes(profile, DATES, measured)) == pytest.approx(0, abs=2e-3)


def test_all_energy_at_another_time_is_misplaced() -> None:
    night = option("profiles", "drawn", values=[1.0] * 12 + [0.0] * 12)
    energy_kwh = np.where(OCTOBER.quarter_of_day >= 48, 1.0, 0.0)
    measured = compute_day_shapes(energy_kwh, OCTOBER)
    assert misplaced(measured, expected_shapes(night, DATES, measured)) == pytest.approx(1.0)


def test_the_expected_days_have_the_measured_energy() -> None:
    measured = compute_day_shapes(np.random.default_rng(1).uniform(0, 3, OCTOBER.slots), OCTOBER)
    expected = expected_shapes(option("profiles", "school"), DATES, measured)
    assert (expected.sum(axis=1) * measured.days).sum() == pytest.approx(measured.total_kwh)


def test_a_typical_day_is_one_kind() -> None:
    measured = DayShapes(np.full((1, 96), 0.5), np.ones(1, dtype=np.int64))
    dates = [date(2025, 1, 1) + timedelta(days) for days in range(365)]
    expected = expected_shapes(option("profiles", "flat"), dates, measured)
    assert expected.shape == (1, 96)
    assert misplaced(measured, expected) == pytest.approx(0, abs=1e-6)


def test_nothing_has_no_distance() -> None:
    measured = compute_day_shapes(np.full(OCTOBER.slots, np.nan), OCTOBER)
    assert misplaced(measured, np.zeros((3, 96))) is None

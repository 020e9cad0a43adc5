"""Readings of a group on a timeline."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from energy_synergy.community.group import Group, Member
from energy_synergy.community.readings import compute_readings, curve_of_day
from energy_synergy.errors import InvalidValue
from energy_synergy.metering.series import Direction, Quality, Series
from energy_synergy.profiles.expand import Estimate
from energy_synergy.registry import option
from energy_synergy.timeline import Timeline

START = datetime(2025, 6, 1, 22, tzinfo=UTC)
HOUR = Timeline(START, 4, "Europe/Paris")
QUARTER = timedelta(minutes=15)
NAN = float("nan")


def series(
    values: Any, starts_at: datetime | None = START, *, meter: str = "m", code: Quality = Quality.MEASURED, **more: Any
) -> Series:
    """Return consumption readings of one quality, missing where NaN."""
    energy = np.array(values, dtype=np.float64)
    quality = np.where(np.isnan(energy), Quality.MISSING, code).astype(np.uint8)
    direction: Direction = more.get("direction", "consumption")
    return Series(meter, direction, starts_at, more.get("step", QUARTER), energy, quality)


def consumption(*sources: Series, timeline: Timeline = HOUR, **member: Any) -> tuple[list[float], list[int]]:
    """Return energies and qualities of the consumption of one member with these sources."""
    group = Group("g", timeline.timezone, (Member("a", sources, **member),))
    readings = compute_readings(group, timeline)
    return readings.consumption_kwh[:, 0].tolist(), readings.consumption_quality[:, 0].tolist()


def test_it_works() -> None:
    group = Group("g", "Europe/Paris", (Member("a", (series([1, 2, 3, 4]),)), Member("b")))
    readings = compute_readings(group, HOUR)
    assert readings.members == ("a", "b")
    np.testing.assert_array_equal(readings.consumption_kwh, [[1, 0], [2, 0], [3, 0], [4, 0]])


def test_a_direction_without_a_source_is_zero_and_measured() -> None:
    readings = compute_readings(Group("g", "Europe/Paris", (Member("a", (series([1] * 4),)),)), HOUR)
    assert not readings.production_kwh.any()
    assert (readings.production_quality == Quality.MEASURED).all()


def test_what_a_source_does_not_reach_is_missing() -> None:
    energy, quality = consumption(series([5, 6], START + QUARTER))
    np.testing.assert_array_equal(energy, [NAN, 5, 6, NAN])
    assert quality == [Quality.MISSING, Quality.MEASURED, Quality.MEASURED, Quality.MISSING]


def test_a_longer_source_is_cut() -> None:
    energy, _ = consumption(series(range(10), START - 3 * QUARTER))
    assert energy == [3, 4, 5, 6]


def test_a_source_of_another_time_is_missing() -> None:
    energy, _ = consumption(series([1, 2], START + timedelta(days=3)))
    assert np.isnan(energy).all()


def test_another_step_keeps_its_energy() -> None:
    energy, quality = consumption(series([8], step=timedelta(hours=1)))
    assert energy == [2, 2, 2, 2]
    assert quality == [Quality.ESTIMATED] * 4


def test_several_sources_are_added_and_a_missing_part_makes_the_sum_missing() -> None:
    energy, quality = consumption(series([1, 1, 1, NAN]), series([2, NAN, 2, 2], meter="n", code=Quality.SUBSTITUTED))
    np.testing.assert_array_equal(energy, [3, NAN, 3, NAN])
    assert quality == [Quality.SUBSTITUTED, Quality.MISSING, Quality.SUBSTITUTED, Quality.MISSING]


def test_files_of_one_meter_that_follow_each_other_are_one_run() -> None:
    energy, quality = consumption(series([7], START + 3 * QUARTER), series([1, 2]))
    np.testing.assert_array_equal(energy, [1, 2, NAN, 7])
    assert quality == [Quality.MEASURED, Quality.MEASURED, Quality.MISSING, Quality.MEASURED]


def test_sources_without_a_meter_name_are_never_taken_for_one() -> None:
    energy, _ = consumption(series([1, 2], meter=""), series([7, 8], START + 2 * QUARTER, meter=""))
    assert np.isnan(energy).all()


def test_a_member_takes_no_part_outside_its_membership() -> None:
    energy, quality = consumption(series([NAN, 2, 3, 4]), active_from=START + QUARTER, active_to=START + 3 * QUARTER)
    assert energy == [0, 2, 3, 0]
    assert quality == [Quality.MEASURED] * 4


def test_an_undated_curve_follows_the_clock_on_the_wall() -> None:
    timeline = Timeline.from_days(date(2025, 3, 30), date(2025, 4, 1), "Europe/Paris")
    energy, quality = consumption(series(np.arange(96.0), None), timeline=timeline)
    assert energy[:8] == list(range(8))
    assert energy[8:12] == [12, 13, 14, 15]
    assert energy[92:] == list(range(96))
    assert set(quality) == {Quality.ESTIMATED}


def test_the_hour_that_comes_twice_is_repeated_twice() -> None:
    timeline = Timeline.from_days(date(2025, 10, 26), date(2025, 10, 27), "Europe/Paris")
    energy, _ = consumption(series(np.arange(96.0), None), timeline=timeline)
    assert energy[8:16] == [8, 9, 10, 11] * 2


def test_an_undated_curve_of_hours_keeps_its_energy() -> None:
    timeline = Timeline.from_days(date(2025, 6, 2), date(2025, 6, 3), "Europe/Paris")
    energy, _ = consumption(series(np.arange(24.0), None, step=timedelta(hours=1)), timeline=timeline)
    assert energy[4:8] == [0.25] * 4
    assert sum(energy) == pytest.approx(np.arange(24).sum())


@pytest.mark.parametrize(
    ("minutes", "quality"), [(5, Quality.MEASURED), (15, Quality.MEASURED), (60, Quality.ESTIMATED)]
)
def test_only_a_day_in_longer_steps_is_an_estimate_of_its_quarters(minutes: int, quality: Quality) -> None:
    curve = curve_of_day(series([0.25] * (1440 // minutes), None, step=timedelta(minutes=minutes)))
    assert curve.energy_kwh.sum() == pytest.approx(0.25 * 1440 / minutes)
    assert set(curve.quality.tolist()) == {quality}


def test_a_quarter_of_a_day_is_as_sure_as_its_least_sure_part() -> None:
    day = series([1.0] * 1440, None, step=timedelta(minutes=1))
    day.quality[0], day.quality[15] = Quality.SUBSTITUTED, Quality.MISSING
    curve = curve_of_day(day)
    np.testing.assert_array_equal(curve.energy_kwh, [15, NAN] + [15] * 94)
    assert curve.quality[:3].tolist() == [Quality.SUBSTITUTED, Quality.MISSING, Quality.MEASURED]


@pytest.mark.parametrize(("count", "minutes"), [(95, 15), (0, 15), (96, 60), (36, 40)])
def test_a_curve_that_is_no_day_is_refused(count: int, minutes: int) -> None:
    with pytest.raises(InvalidValue, match="needs 96"):
        consumption(series([1.0] * count, None, step=timedelta(minutes=minutes)))


def test_an_estimate_is_expanded_and_marked() -> None:
    estimate = Estimate("e", "consumption", option("profiles", "office"), 365.0)
    timeline = Timeline.from_days(date(2025, 1, 1), date(2026, 1, 1), "Europe/Paris")
    readings = compute_readings(Group("g", "Europe/Paris", (Member("a", (), (estimate,)),)), timeline)
    assert readings.consumption_kwh.sum() == pytest.approx(365, rel=1e-9)
    assert (readings.consumption_quality == Quality.ESTIMATED).all()


def test_a_group_without_members_has_empty_readings() -> None:
    assert compute_readings(Group("g", "Europe/Paris"), HOUR).consumption_kwh.shape == (4, 0)

"""The typical day of a group."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar

import numpy as np
import pytest

from energy_synergy.community.group import Group, Member
from energy_synergy.community.readings import Readings
from energy_synergy.community.typical_day import DayType, compute_typical_readings
from energy_synergy.errors import UnknownName
from energy_synergy.metering.series import Direction, Quality, Series
from energy_synergy.profiles.base import Curve, Profile, Provenance
from energy_synergy.profiles.expand import Estimate
from energy_synergy.registry import option
from energy_synergy.timeline import Timeline

QUARTER = timedelta(minutes=15)
MONDAY = date(2025, 6, 2)
WEEK = Timeline.from_days(MONDAY, MONDAY + timedelta(days=7), "Europe/Paris")
NAN = float("nan")


def readings(energy: Any, starts_at: datetime | None = WEEK.starts_at) -> Series:
    """Return measured consumption, missing where NaN."""
    values = np.array(energy, dtype=np.float64)
    quality = np.where(np.isnan(values), Quality.MISSING, Quality.MEASURED).astype(np.uint8)
    return Series("m", "consumption", starts_at, QUARTER, values, quality)


def typical(*members: Member, timeline: Timeline = WEEK, day_type: DayType = "all") -> Readings:
    """Return the typical day of these members."""
    return compute_typical_readings(Group("g", timeline.timezone, members), timeline, day_type=day_type)


def test_it_works() -> None:
    days = np.repeat(np.arange(7.0), 96)
    found = typical(Member("a", (readings(days),)))
    assert found.timeline is None
    assert found.consumption_kwh.shape == (96, 1)
    np.testing.assert_allclose(found.consumption_kwh, 3)
    assert (found.consumption_quality == Quality.MEASURED).all()
    assert not found.production_kwh.any()


@pytest.mark.parametrize(("day_type", "mean"), [("all", 3), ("weekday", 2), ("weekend", 5.5)])
def test_days_of_a_type_are_chosen(day_type: DayType, mean: float) -> None:
    found = typical(Member("a", (readings(np.repeat(np.arange(7.0), 96)),)), day_type=day_type)
    np.testing.assert_allclose(found.consumption_kwh, mean)


def test_another_type_of_day_is_refused() -> None:
    with pytest.raises(UnknownName, match="weekday"):
        typical(Member("a"), day_type="sunday")  # type: ignore[arg-type]


def test_missing_readings_are_left_out_of_the_mean() -> None:
    days = np.repeat([1.0, NAN, 3.0, NAN, NAN, NAN, NAN], 96)
    np.testing.assert_allclose(typical(Member("a", (readings(days),))).consumption_kwh, 2)


def test_a_quarter_without_any_reading_is_missing() -> None:
    found = typical(Member("a", (readings([4.0, 4.0]),)))
    np.testing.assert_array_equal(found.consumption_kwh[:3, 0], [4, 4, NAN])
    assert found.consumption_quality[2, 0] == Quality.MISSING


def test_an_undated_curve_stays_as_it_is() -> None:
    found = typical(Member("a", (readings([NAN, *range(1, 96)], None),)))
    np.testing.assert_array_equal(found.consumption_kwh[:, 0], [NAN, *range(1, 96)])
    assert found.consumption_quality[:, 0].tolist() == [Quality.MISSING] + [Quality.MEASURED] * 95


def test_dated_and_undated_sources_are_added() -> None:
    member = Member("a", (readings(np.ones(96 * 7)), readings(np.arange(96.0), None)))
    np.testing.assert_array_equal(typical(member).consumption_kwh[:, 0], np.arange(96) + 1)


def test_an_estimate_gives_the_mean_day_of_its_year() -> None:
    member = Member("a", (), (Estimate("e", "consumption", option("profiles", "office"), 730.0),))
    found = typical(member)
    assert found.consumption_kwh.sum() == pytest.approx(2)
    assert (found.consumption_quality == Quality.ESTIMATED).all()


class ClosedAtWeekends(Profile):
    """Flat days from Monday to Friday."""

    name: ClassVar[str] = "closed_at_weekends"
    direction: ClassVar[Direction] = "consumption"
    provenance: ClassVar[Provenance] = Provenance("Made for this test.", is_ours=True)

    def typical_day(self) -> Curve:
        return np.full(96, 1 / 96)

    def day_weight(self, day: date) -> float:
        return 7 / 5 if day.weekday() < 5 else 0.0


@pytest.mark.parametrize(("day_type", "energy_kwh"), [("weekday", 2.8), ("weekend", 0)])
def test_an_estimate_knows_the_weekend(day_type: DayType, energy_kwh: float) -> None:
    member = Member("a", (), (Estimate("e", "consumption", ClosedAtWeekends(), 730.0),))
    assert typical(member, day_type=day_type).consumption_kwh.sum() == pytest.approx(energy_kwh, rel=0.01)


def test_the_mean_day_follows_the_clock_on_the_wall_when_it_changes() -> None:
    timeline = Timeline.from_days(date(2025, 3, 29), date(2025, 4, 1), "Europe/Paris")
    found = typical(Member("a", (readings(timeline.quarter_of_day, timeline.starts_at),)), timeline=timeline)
    np.testing.assert_allclose(found.consumption_kwh[:, 0], np.arange(96))


def test_days_before_a_membership_do_not_count() -> None:
    member = Member("a", (readings(np.repeat(np.arange(7.0), 96)),), active_from=WEEK.starts_at + timedelta(days=5))
    np.testing.assert_allclose(typical(member).consumption_kwh, 5.5)


def test_a_membership_of_another_time_brings_nothing() -> None:
    member = Member("a", (readings(np.ones(96 * 7)),), active_from=datetime(2030, 1, 1, tzinfo=UTC))
    found = typical(member)
    assert not found.consumption_kwh.any()
    assert (found.consumption_quality == Quality.MEASURED).all()

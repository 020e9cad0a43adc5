"""What stands in for missing readings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from energy_synergy.community.group import Group, Member
from energy_synergy.community.readings import compute_readings
from energy_synergy.errors import EnergySynergyError
from energy_synergy.metering.series import Quality, Series
from energy_synergy.registry import family, option
from energy_synergy.timeline import Timeline
from energy_synergy.units import SLOT

PARIS = "Europe/Paris"
YEAR = Timeline.from_days(date(2025, 2, 1), date(2025, 6, 1), PARIS)
SHAPE = 1.0 + np.sin(YEAR.quarter_of_day / 96 * np.pi) + YEAR.weekday / 7
LOST = (date(2025, 3, 28), date(2025, 4, 2))
LOST_SLOTS = 5 * 96 - 4


def member(gaps: dict[str, Any] | None, *missing: tuple[date, date]) -> Member:
    """A mill whose readings repeat each week, without those of some days."""
    energy = SHAPE.copy()
    for first, end in missing:
        lost = Timeline.from_days(first, end, PARIS)
        energy[lost.first_index - YEAR.first_index :][: lost.slots] = np.nan
    quality = np.where(np.isnan(energy), Quality.MISSING, Quality.MEASURED).astype(np.uint8)
    series = Series("m", "consumption", YEAR.starts_at, SLOT, energy, quality)
    policy = (
        option("gaps", gaps["name"], **{key: value for key, value in gaps.items() if key != "name"}) if gaps else None
    )
    return Member("Mill", (series,), gaps=policy)


def read(one: Member, timeline: Timeline = YEAR) -> tuple[Any, Any]:
    """Return energies and qualities of the one member, (T,) each."""
    readings = compute_readings(Group("g", PARIS, (one,)), timeline)
    return readings.consumption_kwh[:, 0], readings.consumption_quality[:, 0]


@pytest.mark.parametrize("gaps", [None, {"name": "leave_missing"}])
def test_missing_readings_stay_missing_without_a_policy(gaps: dict[str, Any] | None) -> None:
    energy, quality = read(member(gaps, LOST))
    assert np.isnan(energy).sum() == (quality == Quality.MISSING).sum() == LOST_SLOTS


def test_similar_days_bring_back_a_week_that_repeats_itself_over_a_clock_change() -> None:
    energy, quality = read(member({"name": "similar_days"}, LOST))
    assert energy == pytest.approx(SHAPE)
    assert (quality == Quality.SUBSTITUTED).sum() == LOST_SLOTS


def test_similar_days_need_enough_of_them() -> None:
    around = (date(2025, 4, 4), date(2025, 4, 9))
    energy, _ = read(member({"name": "similar_days", "weeks": 1}, LOST, around))
    assert np.isnan(energy).any()
    energy, _ = read(member({"name": "similar_days"}, (date(2025, 2, 3), date(2025, 5, 1))))
    assert np.isnan(energy).sum() > 50 * 96


@pytest.mark.parametrize(("slots", "is_filled"), [(8, True), (9, False)])
def test_a_straight_line_covers_short_gaps_only(slots: int, is_filled: bool) -> None:
    one = member({"name": "interpolation"})
    energy = one.series[0].energy_kwh.copy()
    energy[1000 : 1000 + slots] = np.nan
    one = replace(one, series=(replace(one.series[0], energy_kwh=energy),))
    found, quality = read(one)
    assert np.isnan(found).any() != is_filled
    assert (quality == Quality.SUBSTITUTED).sum() == (slots if is_filled else 0)
    if is_filled:
        steps = np.diff(found[999 : 1001 + slots])
        assert steps == pytest.approx(steps[0])


def test_a_profile_is_scaled_to_the_measured_days_and_estimated() -> None:
    energy, quality = read(member({"name": "scaled_profile", "profile": "flat"}, LOST))
    assert (quality == Quality.ESTIMATED).sum() == LOST_SLOTS
    assert np.nansum(energy) == pytest.approx(SHAPE.sum(), rel=0.01)


def test_a_profile_that_is_not_there_is_refused() -> None:
    with pytest.raises(EnergySynergyError, match="offfice"):
        option("gaps", "scaled_profile", profile="offfice")


@pytest.mark.parametrize("name", list(family("gaps")))
def test_what_lies_after_the_last_reading_stays_missing(name: str) -> None:
    later = Timeline.from_days(date(2025, 5, 20), date(2025, 6, 10), PARIS)
    energy, quality = read(member({"name": name}), later)
    assert np.isnan(energy[-9 * 96 :]).all()
    assert (quality[-9 * 96 :] == Quality.MISSING).all()


@pytest.mark.parametrize("name", list(family("gaps")))
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_a_slot_has_the_same_value_in_every_period(name: str, data: st.DataObject) -> None:
    days = data.draw(st.lists(st.integers(30, 80), min_size=1, max_size=4))
    gaps = [(date(2025, 2, 1) + timedelta(d), date(2025, 2, 1) + timedelta(d + d % 5 + 1)) for d in days]
    one = member({"name": name}, *gaps)
    first = data.draw(st.integers(0, 100))
    part = Timeline(YEAR.starts_at + first * 96 * SLOT, data.draw(st.integers(1, 15)) * 96, PARIS)
    whole, whole_quality = read(one)
    energy, quality = read(one, part)
    assert energy == pytest.approx(whole[first * 96 :][: part.slots], nan_ok=True)
    assert quality.tolist() == whole_quality[first * 96 :][: part.slots].tolist()


def test_a_measured_reading_is_never_changed() -> None:
    one = member({"name": "similar_days"}, LOST)
    energy, quality = read(one)
    kept = ~np.isnan(one.series[0].energy_kwh)
    assert energy[kept].tolist() == one.series[0].energy_kwh[kept].tolist()
    assert (quality[kept] == Quality.MEASURED).all()

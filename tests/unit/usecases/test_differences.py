"""What differs between two versions."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from energy_synergy.community.group import Group, Member
from energy_synergy.community.readings import compute_readings
from energy_synergy.metering.series import Quality, Series
from energy_synergy.timeline import Timeline
from energy_synergy.units import SLOT
from energy_synergy.usecases.differences import Versions, without_source

DAY = Timeline.from_days(date(2025, 10, 26), date(2025, 10, 27), "Europe/Paris")


def version(**values: dict[int, float]) -> tuple[Group, Timeline]:
    """A group of two; `mill` and `forge` map places to values that differ from 1 kWh."""
    members = []
    for name in ("mill", "forge"):
        energy = np.ones(DAY.slots)
        for place, value in values.get(name, {}).items():
            energy[place] = value
        quality = np.where(np.isnan(energy), Quality.MISSING, Quality.MEASURED).astype(np.uint8)
        members.append(Member(name, (Series("m", "consumption", DAY.starts_at, SLOT, energy, quality),)))
    return Group("g", "Europe/Paris", tuple(members)), DAY


def versions(before: Group, after: Group) -> Versions:
    return Versions(DAY, *(without_source(group, compute_readings(group, DAY)) for group in (before, after)))


def test_nothing_differs_from_itself() -> None:
    same, _ = version(mill={3: float("nan")})
    assert versions(same, same).differences() == ()
    assert list(versions(same, same).slot_changes()) == []


def test_what_came_late_what_was_corrected_and_what_was_taken_back_are_told_apart() -> None:
    before, _ = version(mill={10: float("nan"), 11: 5.0})
    after, _ = version(mill={11: 6.0, 99: float("nan")})
    (one,) = versions(before, after).differences()
    assert (one.member, one.direction, one.slots, one.added, one.removed) == ("mill", "consumption", 3, 1, 1)
    assert one.before_kwh == pytest.approx(103)
    assert one.after_kwh == pytest.approx(104)
    assert one.starts_at.isoformat() == "2025-10-26T02:30:00+02:00"
    assert one.ends_at.isoformat() == "2025-10-27T00:00:00+01:00"
    changes = list(versions(before, after).slot_changes())
    assert [(c.before_kwh, c.after_kwh) for c in changes] == [(None, 1.0), (5.0, 6.0), (1.0, None)]
    assert [c.after_quality for c in changes] == [Quality.MEASURED, Quality.MEASURED, Quality.MISSING]


def test_a_source_that_was_not_there_yet_was_missing_not_zero() -> None:
    after, _ = version()
    before = Group("g", "Europe/Paris", (Member("mill"), after.members[1]))
    (one,) = versions(before, after).differences()
    assert (one.before_kwh, one.after_kwh, one.added) == (None, 100.0, 100)

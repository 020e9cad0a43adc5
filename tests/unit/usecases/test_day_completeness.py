"""What the days of a source rest on."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from energy_synergy.metering.series import Quality
from energy_synergy.timeline import Timeline
from energy_synergy.usecases.day_completeness import DayState, compute_days, day_runs

YEAR = Timeline.from_days(date(2026, 3, 28), date(2026, 3, 31), "Europe/Paris")


def quality(*codes: Quality) -> np.ndarray:
    days = [np.full(day.slots, code, dtype=np.uint8) for day, code in zip(YEAR.local_days, codes, strict=True)]
    return np.concatenate(days)


def everything_due() -> np.ndarray:
    return np.ones(YEAR.slots, dtype=np.bool_)


def test_it_works() -> None:
    days = compute_days(quality(Quality.MEASURED, Quality.ESTIMATED, Quality.MISSING), everything_due(), YEAR)
    assert [day.expected for day in days] == [96, 92, 96]
    assert [day.state for day in days] == [DayState.MEASURED, DayState.ESTIMATED, DayState.MISSING]
    assert sum(day.measured + day.estimated + day.substituted + day.missing for day in days) == YEAR.slots


@pytest.mark.parametrize(
    ("code", "state"), [(Quality.MISSING, DayState.PARTIAL), (Quality.SUBSTITUTED, DayState.SUBSTITUTED)]
)
def test_one_slot_is_enough(code: Quality, state: DayState) -> None:
    values = quality(Quality.MEASURED, Quality.MEASURED, Quality.MEASURED)
    values[5] = code
    assert compute_days(values, everything_due(), YEAR)[0].state is state


def test_what_is_not_due_is_outside() -> None:
    due = everything_due()
    due[:96] = False
    days = compute_days(quality(Quality.MISSING, Quality.MEASURED, Quality.MEASURED), due, YEAR)
    assert [day.state for day in days] == [DayState.OUTSIDE, DayState.MEASURED, DayState.MEASURED]


def test_days_in_a_row_are_one_run() -> None:
    values = quality(Quality.MEASURED, Quality.MISSING, Quality.MISSING)
    first, second = day_runs(compute_days(values, everything_due(), YEAR))
    assert (first.days, second.days, second.missing) == (1, 2, 188)
    assert (second.first, second.last) == (date(2026, 3, 29), date(2026, 3, 30))


def test_no_time_has_no_days() -> None:
    nothing = Timeline(YEAR.starts_at, 0, "Europe/Paris")
    assert compute_days(np.empty(0, dtype=np.uint8), np.empty(0, dtype=np.bool_), nothing) == []

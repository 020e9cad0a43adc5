"""Putting readings of any step on the 15-minute grid."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from energy_synergy.errors import InvalidValue
from energy_synergy.metering.resample import to_slots
from energy_synergy.metering.series import Quality, Series

MIDNIGHT = datetime(2025, 6, 9, tzinfo=UTC)
FIRST = int(MIDNIGHT.timestamp()) // 900


def series(values: list[float], minutes: int, starts_at: datetime | None = MIDNIGHT) -> Series:
    energy = np.array(values)
    quality = np.where(np.isnan(energy), Quality.MISSING, Quality.MEASURED).astype(np.uint8)
    return Series("m", "consumption", starts_at, timedelta(minutes=minutes), energy, quality)


def test_it_works() -> None:
    slotted = to_slots(series([1.0, 2.0], 15))
    assert slotted.first_index == FIRST
    assert slotted.energy_kwh.tolist() == [1.0, 2.0]
    assert slotted.quality.tolist() == [Quality.MEASURED] * 2


def test_it_adds_finer_readings() -> None:
    slotted = to_slots(series([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], 5))
    assert slotted.energy_kwh.tolist() == [6.0, 15.0]
    assert slotted.quality.tolist() == [Quality.MEASURED] * 2


def test_it_spreads_coarser_readings_and_says_so() -> None:
    slotted = to_slots(series([4.0], 60))
    assert slotted.energy_kwh.tolist() == [1.0] * 4
    assert slotted.quality.tolist() == [Quality.ESTIMATED] * 4
    assert [finding.code for finding in slotted.findings] == ["coarse_step"]


def test_it_splits_a_reading_over_two_slots_by_time() -> None:
    slotted = to_slots(series([2.0, 4.0, 6.0], 10))
    assert slotted.energy_kwh.tolist() == [4.0, 8.0]
    assert slotted.quality.tolist() == [Quality.ESTIMATED] * 2


def test_a_slot_with_a_missing_part_is_missing() -> None:
    slotted = to_slots(series([1.0, np.nan, 1.0, 1.0, 1.0, 1.0], 5))
    assert np.isnan(slotted.energy_kwh[0])
    assert slotted.quality.tolist() == [Quality.MISSING, Quality.MEASURED]
    assert [finding.code for finding in slotted.findings] == ["incomplete_slot"]


def test_an_edge_that_fills_no_slot_is_missing() -> None:
    slotted = to_slots(series([1.0, 1.0, 3.0, 3.0, 3.0], 5, MIDNIGHT + timedelta(minutes=5)))
    assert slotted.first_index == FIRST
    assert np.isnan(slotted.energy_kwh[0])
    assert slotted.energy_kwh[1] == 9.0


def test_it_spreads_readings_that_start_between_slots() -> None:
    slotted = to_slots(series([15.0, 15.0], 15, MIDNIGHT + timedelta(minutes=5)))
    assert slotted.energy_kwh[1] == pytest.approx(15.0)
    assert slotted.quality.tolist() == [Quality.MISSING, Quality.ESTIMATED, Quality.MISSING]


def test_a_value_marked_missing_does_not_count() -> None:
    marked_missing = Series(
        "m", "consumption", MIDNIGHT, timedelta(minutes=15), np.array([7.0]), np.array([0], dtype=np.uint8)
    )
    assert np.isnan(to_slots(marked_missing).energy_kwh[0])


def test_it_takes_an_empty_series() -> None:
    assert len(to_slots(series([], 15)).energy_kwh) == 0
    assert len(to_slots(series([], 5)).energy_kwh) == 0


@pytest.mark.parametrize(
    "bad",
    [
        series([1.0], 15, starts_at=None),
        series([1.0], 120),
        series([1.0], 15, starts_at=MIDNIGHT + timedelta(seconds=20)),
    ],
)
def test_it_refuses_what_it_cannot_place(bad: Series) -> None:
    with pytest.raises(InvalidValue):
        to_slots(bad)

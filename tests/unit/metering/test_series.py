"""Series of readings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from energy_synergy.metering.series import Series


def make_series(starts_at: datetime | None, count: int = 96) -> Series:
    """Return a series of ones."""
    return Series("m", "consumption", starts_at, timedelta(minutes=15), np.ones(count), np.ones(count, dtype=np.uint8))


def test_it_works() -> None:
    series = make_series(datetime(2025, 1, 1, tzinfo=UTC))
    assert series.is_dated
    assert series.ends_at == datetime(2025, 1, 2, tzinfo=UTC)
    assert series.total_kwh == 96


def test_it_ends_at_the_right_instant_when_the_clock_changes() -> None:
    series = make_series(datetime(2025, 3, 30, tzinfo=ZoneInfo("Europe/Paris")), 92)
    assert series.ends_at == datetime(2025, 3, 30, 22, tzinfo=UTC)


def test_a_typical_day_has_no_date() -> None:
    series = make_series(None)
    assert not series.is_dated
    assert series.ends_at is None


def test_the_total_leaves_missing_readings_out() -> None:
    series = make_series(None, 4)
    series.energy_kwh[1] = np.nan
    assert series.total_kwh == 3

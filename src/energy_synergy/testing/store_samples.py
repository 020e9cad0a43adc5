"""Datasets and questions for the suites of stores."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np

from energy_synergy.community.group import Group
from energy_synergy.metering.series import Direction, Quality, Series
from energy_synergy.ports import Dataset, SourceKind
from energy_synergy.units import SLOT

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
START = datetime(2025, 6, 1, 22, tzinfo=UTC)
BY = "owner"


def readings(
    values: list[float], *, starts_at: datetime = START, direction: Direction = "consumption", meter: str = ""
) -> Dataset:
    """Return a dataset of dated readings [kWh]; NaN is missing."""
    return Dataset(SourceKind.READINGS, (series(values, starts_at, direction, meter),))


def typical_day(value: float, *, direction: Direction = "consumption") -> Dataset:
    """Return a dataset of one flat undated day."""
    return Dataset(SourceKind.TYPICAL_DAY, (series([value] * 96, None, direction, ""),))


def series(values: list[float], starts_at: datetime | None, direction: Direction, meter: str) -> Series:
    """Return measured readings of 15 minutes."""
    energy_kwh = np.array(values)
    quality = np.where(np.isnan(energy_kwh), Quality.MISSING, Quality.MEASURED).astype(np.uint8)
    return Series(meter, direction, starts_at, SLOT, energy_kwh, quality)


def value_at(group: Group, moment: datetime, *, member: int = 0) -> float:
    """Return what the first series of a member says at an instant; NaN outside it."""
    found = group.members[member].series[0]
    assert found.starts_at is not None
    slot = (moment - found.starts_at) // SLOT
    return float(found.energy_kwh[slot]) if 0 <= slot < len(found.energy_kwh) else float("nan")

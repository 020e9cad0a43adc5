"""Series to check: a year of an office and of a solar roof in Paris, simple but with nights and noons."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from energy_synergy.metering.series import Direction, Energies, Quality, Series

NEW_YEAR = datetime(2024, 12, 31, 23, tzinfo=UTC)
MakeSeries = Callable[..., Series]


@pytest.fixture
def make_series() -> MakeSeries:
    def make(
        energy_kwh: Energies, direction: Direction = "consumption", starts_at: datetime | None = NEW_YEAR
    ) -> Series:
        quality = np.where(np.isnan(energy_kwh), Quality.MISSING, Quality.MEASURED).astype(np.uint8)
        return Series("M1", direction, starts_at, timedelta(minutes=15), energy_kwh, quality)

    return make


@pytest.fixture
def solar_kwh() -> Energies:
    """A year of solar quarter-hours on the winter clock, no two days the same."""
    hours = (np.arange(365 * 96) % 96) / 4
    weather = np.random.default_rng(3).uniform(0.2, 1.0, 365 * 96)
    return np.asarray(np.maximum(np.sin((hours - 6.5) / 12.5 * np.pi), 0) * (hours > 6.5) * (hours < 19) * weather)


@pytest.fixture
def office_kwh() -> Energies:
    """A year of noisy consumption, no value twice."""
    return np.random.default_rng(4).uniform(1.0, 9.0, 365 * 96)

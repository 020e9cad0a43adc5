"""What holds for every series put on the grid or cut into days."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from energy_synergy.metering.blocks import from_blocks, pack, to_blocks, unpack_many
from energy_synergy.metering.resample import to_slots
from energy_synergy.metering.series import Quality, Series

ENERGIES = st.floats(0, 1e6, allow_nan=False)
READINGS = st.lists(st.one_of(ENERGIES, st.just(float("nan"))), min_size=1, max_size=300)


@given(st.lists(ENERGIES, min_size=1, max_size=120), st.sampled_from([15, 20, 30, 45, 60]), st.integers(0, 10_000))
def test_coarse_readings_keep_their_energy(values: list[float], minutes: int, start_slot: int) -> None:
    starts_at = datetime(2025, 3, 29, tzinfo=UTC) + start_slot * timedelta(minutes=15)
    # Whole slots only: a tail that fills no slot counts as missing and is reported.
    values = values * (3 if minutes == 20 else 1)
    energy = np.array(values)
    slotted = to_slots(
        Series("m", "production", starts_at, timedelta(minutes=minutes), energy, np.ones(len(energy), dtype=np.uint8))
    )
    assert slotted.energy_kwh.sum() == pytest.approx(energy.sum(), rel=1e-12)


@given(st.lists(ENERGIES, min_size=1, max_size=100), st.sampled_from([1, 3, 5, 10]))
def test_fine_readings_keep_their_energy(values: list[float], minutes: int) -> None:
    energy = np.array(values * (30 // minutes))
    slotted = to_slots(
        Series(
            "m",
            "production",
            datetime(2025, 3, 29, tzinfo=UTC),
            timedelta(minutes=minutes),
            energy,
            np.ones(len(energy), dtype=np.uint8),
        )
    )
    assert slotted.energy_kwh.sum() == pytest.approx(energy.sum(), rel=1e-12)


@given(READINGS, st.integers(0, 60), st.integers(1, 60))
def test_energy_is_reported_where_it_is_lost(values: list[float], start: int, minutes: int) -> None:
    energy = np.array(values)
    quality = np.where(np.isnan(energy), Quality.MISSING, Quality.MEASURED).astype(np.uint8)
    starts_at = datetime(2025, 1, 1, tzinfo=UTC) + start * timedelta(minutes=1)
    slotted = to_slots(Series("m", "consumption", starts_at, timedelta(minutes=minutes), energy, quality))
    lost = sum(
        float(str(finding.values["energy_kwh"])) for finding in slotted.findings if finding.code == "incomplete_slot"
    )
    assert np.nansum(slotted.energy_kwh) + lost == pytest.approx(np.nansum(energy), rel=1e-8, abs=1e-8)
    assert np.array_equal(np.isnan(slotted.energy_kwh), slotted.quality == Quality.MISSING)


@given(READINGS, st.integers(0, 10_000_000))
def test_blocks_come_back_the_same(values: list[float], first_index: int) -> None:
    energy = np.array(values)
    quality = np.where(np.isnan(energy), Quality.MISSING, Quality.MEASURED).astype(np.uint8)
    blocks = to_blocks(first_index, energy, quality)
    energies, qualities = unpack_many(*zip(*map(pack, blocks), strict=True))
    laid, codes = from_blocks(
        [block.day_index for block in blocks], energies, qualities, first_index=first_index, slots=len(energy)
    )
    assert np.array_equal(laid, energy, equal_nan=True)
    assert np.array_equal(codes, quality)

"""What is mended counts as substituted, and only what was asked is mended."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from energy_synergy.metering.mend import with_filled_gaps, with_thousandths, without_spikes
from energy_synergy.metering.series import Quality, Series
from energy_synergy.units import SLOT

NAN = float("nan")


def series(values: list[float]) -> Series:
    energy = np.array(values)
    quality = np.where(np.isnan(energy), Quality.MISSING, Quality.MEASURED).astype(np.uint8)
    return Series("m", "consumption", datetime(2025, 6, 1, tzinfo=UTC), SLOT, energy, quality)


def test_it_fills_short_gaps_between_readings() -> None:
    filled, count = with_filled_gaps(series([NAN, 1.0, NAN, 3.0, *[NAN] * 9, 1.0, NAN]))
    assert count == 1
    assert filled.energy_kwh[2] == 2.0
    assert filled.quality[2] == Quality.SUBSTITUTED
    assert int(np.isnan(filled.energy_kwh).sum()) == 11


@pytest.mark.parametrize("values", [[NAN, NAN], [1.0, 2.0], []])
def test_it_leaves_what_has_nothing_to_fill(values: list[float]) -> None:
    one = series(values)
    assert with_filled_gaps(one) == (one, 0)


def test_it_leaves_a_typical_day() -> None:
    one = replace(series([1.0, NAN, 3.0]), starts_at=None)
    assert with_filled_gaps(one)[1] == 0


def test_a_longer_gap_may_be_allowed() -> None:
    assert with_filled_gaps(series([1.0, *[NAN] * 9, 2.0]), timedelta(hours=3))[1] == 9


def test_values_far_above_become_missing_or_a_thousandth() -> None:
    one = series([*[1.0, 2.0, 3.0] * 10, 4000.0])
    missing, small = without_spikes(one), with_thousandths(one)
    assert (missing[1], small[1]) == (1, 1)
    assert np.isnan(missing[0].energy_kwh[-1])
    assert (small[0].energy_kwh[-1], small[0].quality[-1]) == (4.0, Quality.SUBSTITUTED)
    assert small[0].quality[0] == Quality.MEASURED

"""A meter that stands still is named."""

from dataclasses import replace

import numpy as np

from energy_synergy.metering.checks.frozen import Frozen
from energy_synergy.metering.series import Quality


def test_a_moving_series_is_fine(make_series, office_kwh) -> None:
    assert Frozen().check(make_series(office_kwh), timezone="Europe/Paris") == ()


def test_it_finds_the_longest(make_series, office_kwh) -> None:
    office_kwh[96 : 96 * 3] = 2.0
    (finding,) = Frozen(hours=12).check(make_series(office_kwh), timezone="Europe/Paris")
    assert finding.count == 192
    assert "from 2025-01-02 00:00 to 2025-01-04 00:00 (2 kWh)" in finding.message


def test_zero_may_last(make_series, office_kwh) -> None:
    office_kwh[96 : 96 * 30] = 0.0
    assert Frozen().check(make_series(office_kwh), timezone="Europe/Paris") == ()


def test_a_typical_day_may_be_flat(make_series) -> None:
    assert Frozen(hours=1).check(make_series(np.ones(96), starts_at=None), timezone="Europe/Paris") == ()


def test_an_estimate_may_be_flat(make_series) -> None:
    estimated = replace(make_series(np.ones(960)), quality=np.full(960, Quality.ESTIMATED, dtype=np.uint8))
    assert Frozen().check(estimated, timezone="Europe/Paris") == ()

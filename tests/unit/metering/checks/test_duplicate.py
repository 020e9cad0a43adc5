"""Copied days are named."""

import numpy as np

from energy_synergy.metering.checks.duplicate import Duplicate


def test_different_days_are_fine(make_series, office_kwh) -> None:
    assert Duplicate().check(make_series(office_kwh), timezone="Europe/Paris") == ()


def test_it_finds_a_copied_day(make_series, office_kwh) -> None:
    office_kwh[96 * 7 : 96 * 8] = office_kwh[:96]
    (finding,) = Duplicate().check(make_series(office_kwh), timezone="Europe/Paris")
    assert finding.count == 1
    assert "from 2025-01-08 00:00 that from 2025-01-01 00:00" in finding.message


def test_days_of_zero_may_repeat(make_series) -> None:
    assert Duplicate().check(make_series(np.zeros(960)), timezone="Europe/Paris") == ()


def test_days_with_gaps_do_not_count(make_series, office_kwh) -> None:
    office_kwh[::10] = np.nan
    assert Duplicate().check(make_series(office_kwh), timezone="Europe/Paris") == ()

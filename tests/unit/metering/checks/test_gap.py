"""Missing readings are named."""

import numpy as np

from energy_synergy.metering.checks.gap import Gap


def test_a_whole_series_is_fine(make_series, office_kwh) -> None:
    assert Gap().check(make_series(office_kwh), timezone="Europe/Paris") == ()


def test_it_names_each_gap_with_its_place(make_series, office_kwh) -> None:
    office_kwh[4:8] = np.nan
    office_kwh[100] = np.nan
    first, second = Gap().check(make_series(office_kwh), timezone="Europe/Paris")
    assert first.message == "M1: readings are missing from 2025-01-01 01:00 to 2025-01-01 02:00 (4 in all)."
    assert (first.count, second.count) == (4, 1)


def test_it_sums_up_the_shorter_gaps(make_series, office_kwh) -> None:
    office_kwh[::10] = np.nan
    findings = Gap(listed=3).check(make_series(office_kwh), timezone="Europe/Paris")
    assert len(findings) == 4
    assert sum(finding.count for finding in findings) == 3504


def test_it_works_on_a_series_without_any_reading(make_series) -> None:
    (finding,) = Gap().check(make_series(np.full(96, np.nan)), timezone="Europe/Paris")
    assert finding.count == 96

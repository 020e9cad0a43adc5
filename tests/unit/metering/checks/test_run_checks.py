"""All checks together, over anything a series may hold."""

from datetime import date, timedelta
from time import perf_counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from energy_synergy.metering.checks.base import run_checks
from energy_synergy.metering.series import Quality, Series
from energy_synergy.registry import options
from energy_synergy.timeline import first_instant


def test_every_check_is_found() -> None:
    assert options("checks") == [
        "clock_change",
        "duplicate",
        "frozen",
        "gap",
        "negative",
        "night_production",
        "shifted_clock",
        "spike",
        "standstill",
        "unit_step",
        "wrong_direction",
    ]


def test_findings_come_by_series(make_series, office_kwh) -> None:
    office_kwh[3], office_kwh[9] = np.nan, -1.0
    findings = run_checks([make_series(office_kwh), make_series(office_kwh)], "Europe/Paris")
    assert [finding.code for finding in findings] == ["gap", "negative"] * 2


def test_no_series_no_finding(make_series) -> None:
    assert run_checks([], "Europe/Paris") == ()
    assert run_checks([make_series(np.empty(0))], "Europe/Paris") == ()


def test_a_year_takes_a_few_milliseconds(make_series, solar_kwh) -> None:
    series = [make_series(solar_kwh, "production")]
    run_checks(series, "Europe/Paris")
    took = []
    for _ in range(5):
        begun = perf_counter()
        run_checks(series, "Europe/Paris")
        took.append(perf_counter() - begun)
    assert min(took) < 0.02


@given(
    st.lists(st.floats(-1e9, 1e9) | st.just(float("nan")), max_size=250),
    st.sampled_from([1, 7, 15, 60]),
    st.booleans(),
    st.sampled_from(["production", "consumption"]),
)
def test_no_reading_makes_a_check_fail(values, minutes, is_dated, direction) -> None:
    energy = np.array(values)
    quality = np.where(np.isnan(energy), Quality.MISSING, Quality.MEASURED).astype(np.uint8)
    starts_at = first_instant(date(2025, 3, 30), "Europe/Paris") if is_dated else None
    series = Series("m", direction, starts_at, timedelta(minutes=minutes), energy, quality)
    for finding in run_checks([series], "Europe/Paris"):
        assert finding.message

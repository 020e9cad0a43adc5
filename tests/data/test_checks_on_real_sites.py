"""The checks over the years of twelve real sites: hardly any alarm, and the same mistakes made in them are found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from energy_synergy.formats.detect import read_file
from energy_synergy.metering.checks.base import run_checks
from energy_synergy.metering.series import Quality, Series
from energy_synergy.usecases.beside import compare_levels

SITES = Path(__file__).parents[3] / "shared" / "data" / "sites"
PARIS = "Europe/Paris"
# The wind curve of the benchmark is made of days that come again; that is true, and the only thing to be told.
TRUE_ALARMS = {"S12_prod": ["duplicate"]}

pytestmark = pytest.mark.skipif(not SITES.is_dir(), reason=f"real sites are not beside the checkout: no folder {SITES}")


@pytest.fixture(scope="module")
def sites() -> dict[str, Series]:
    found = {}
    for path in sorted(SITES.glob("*.csv.gz")):
        with path.open("rb") as stream:
            (series,) = read_file(stream, "long_csv", file_name=path.name, timezone=PARIS).series
        found[path.name.removesuffix(".csv.gz")] = series
    return found


def codes(series: Series) -> list[str]:
    return [one.code for one in run_checks([series], PARIS)]


def changed(series: Series, energy_kwh: np.ndarray) -> Series:
    quality = np.where(np.isnan(energy_kwh), Quality.MISSING, Quality.MEASURED).astype(np.uint8)
    return replace(series, energy_kwh=energy_kwh, quality=quality)


def test_there_is_hardly_any_alarm(sites: dict[str, Series]) -> None:
    found = {name: codes(series) for name, series in sites.items()}
    assert {name: ones for name, ones in found.items() if ones} == TRUE_ALARMS


def test_a_unit_wrong_by_a_thousand_is_found_in_every_site(sites: dict[str, Series]) -> None:
    for name, series in sites.items():
        energy_kwh = series.energy_kwh.copy()
        energy_kwh[17_000:] *= 1000
        assert "unit_step" in codes(changed(series, energy_kwh)), name


def test_mean_power_read_as_energy_is_found_more_often_than_not(sites: dict[str, Series]) -> None:
    finds = []
    for series in sites.values():
        for day in range(40, 320, 40):
            energy_kwh = series.energy_kwh.copy()
            energy_kwh[day * 96 :] *= 4
            finds.append("unit_step" in codes(changed(series, energy_kwh)))
    assert np.mean(finds) > 0.6


def test_swapped_columns_are_found_for_the_sun_alone(sites: dict[str, Series]) -> None:
    other = {"production": "consumption", "consumption": "production"}
    found = {name: codes(replace(one, direction=other[one.direction])) for name, one in sites.items()}
    suns = {name for name, one in sites.items() if one.direction == "production"} - {"S12_prod"}
    assert {name for name, ones in found.items() if "wrong_direction" in ones} == suns


def test_month_after_month_raises_no_alarm_about_the_unit(sites: dict[str, Series]) -> None:
    month = 96 * 30
    for name, series in sites.items():
        for first in range(month, len(series.energy_kwh) - month, month):
            new, old = part(series, first, first + month), part(series, 0, first)
            assert compare_levels(new, old, timezone=PARIS) == (), (name, first)


def part(series: Series, first: int, end: int) -> Series:
    assert series.starts_at is not None
    kept = changed(series, series.energy_kwh[first:end])
    return replace(kept, starts_at=series.starts_at + first * series.step)

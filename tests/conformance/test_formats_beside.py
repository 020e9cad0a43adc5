"""Layouts of real exports and filled templates, against the readings that they hold.

The files lie beside the checkout, in ../shared, and are not ours to copy; without them these tests are skipped.
"""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from energy_synergy.files.refused import FileRefused
from energy_synergy.formats.detect import read_file
from energy_synergy.metering.series import Series
from energy_synergy.timeline import SLOT_SECONDS

SHARED = Path(__file__).parents[3] / "shared"
FORMATS = SHARED / "formats"
TEMPLATES = sorted((SHARED / "data" / "profiles" / "seed_template").glob("*.csv"))
SITES = sorted((SHARED / "data" / "sites").glob("*.csv.gz"))
OTHERS = sorted(path for path in FORMATS.glob("*.*") if ".expected" not in path.name)
READABLE = {
    "at_linz_netz.csv": "Europe/Vienna",
    "at_netz_noe.csv": "Europe/Vienna",
    "at_netz_ooe.csv": "Europe/Vienna",
    "de_lastgang_kw.csv": "Europe/Berlin",
    "fr_enedis_linky_cdc.csv": "Europe/Paris",
    "inv_fronius_solarweb.csv": "Europe/Paris",
    "it_edistribuzione_quarti.csv": "Europe/Rome",
    "pt_eredes_monthly.xlsx": "Europe/Lisbon",
    "uk_hh_wide.csv": "Europe/London",
    "uk_octopus.csv": "Europe/London",
}

pytestmark = pytest.mark.skipif(not FORMATS.is_dir(), reason=f"the samples are not beside the checkout: no {FORMATS}")


def readings(series: Series) -> dict[float, float]:
    first = series.starts_at
    assert first is not None
    starts = first.timestamp() + np.arange(len(series.energy_kwh)) * series.step.total_seconds()
    return {s: kwh for s, kwh in zip(starts.tolist(), series.energy_kwh.tolist(), strict=True) if not np.isnan(kwh)}


def expected(path: Path, direction: str) -> dict[float, float]:
    with path.with_suffix(".expected.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["direction"] == direction and row["kwh"]]
    return {datetime.fromisoformat(row["start_utc"]).timestamp(): float(row["kwh"]) for row in rows}


@pytest.mark.parametrize("name", READABLE)
def test_the_common_formats_read_this_layout_as_it_is_meant(name: str) -> None:
    path = FORMATS / name
    result = read_file(path, timezone=READABLE[name], direction="consumption")
    assert result.bad_rows == 0
    for series in result.series:
        found, meant = readings(series), expected(path, series.direction)
        assert found.keys() == meant.keys()
        assert list(found.values()) == pytest.approx([meant[start] for start in found], abs=1e-3)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_filled_template_holds_100_kwh(path: Path) -> None:
    result = read_file(path)
    (series,) = result.series
    assert (result.format, result.findings) == ("template_csv", ())
    assert (series.direction, series.starts_at, len(series.energy_kwh)) == ("consumption", None, 96)
    assert series.total_kwh == pytest.approx(100, abs=1e-3)


@pytest.mark.parametrize("path", SITES, ids=lambda path: path.name)
def test_a_year_of_a_real_site_is_read_without_loss(path: Path) -> None:
    result = read_file(path)
    (series,) = result.series
    assert (result.rows in (35_040, 35_136), result.bad_rows) == (True, 0)
    assert series.step.total_seconds() == SLOT_SECONDS
    assert len(series.energy_kwh) == result.rows


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.name)
def test_a_layout_of_its_own_kind_is_read_or_refused_but_never_breaks(path: Path) -> None:
    try:
        result = read_file(path, timezone="Europe/Paris", direction="consumption")
    except FileRefused as error:
        refused = error
    else:
        assert result.format
        return
    assert refused.findings

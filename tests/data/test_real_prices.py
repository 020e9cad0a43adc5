"""Three real years of day-ahead prices, as the portal exported them, against lists that were made elsewhere.

The files lie beside the checkout, in ../shared/data, and are not ours to copy; without them these tests are skipped.
"""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from energy_synergy.tariffs.price_files.detect import read_price_file

DATA = Path(__file__).parents[3] / "shared" / "data" / "prices"
YEARS = (("DE_2024", 8_784, 6_647, "DE-LU"), ("FR_2021", 8_760, 8_760, "FR"), ("FR_2023", 8_760, 8_760, ""))

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"real prices are not beside the checkout: no folder {DATA}")


def clean_hours(name: str) -> dict[datetime, float]:
    with (DATA / f"dayahead_{name}_hourly.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {datetime.fromisoformat(row["start_utc"]): float(row["eur_per_mwh"] or "nan") for row in rows}


@pytest.mark.parametrize(("name", "hours", "known", "area"), YEARS)
def test_a_real_year_of_the_portal_is_read_whole(name: str, hours: int, known: int, area: str) -> None:
    truth = clean_hours(name)
    assert len(truth) == hours
    spot = read_price_file(DATA / f"raw_entsoe_{name}.csv").prices[0]
    assert (spot.area, spot.currency, spot.known_slots) == (area, "EUR", known * 4)
    for at, price in truth.items():
        first = round((at - spot.starts_at) / timedelta(minutes=15))
        np.testing.assert_allclose(spot.price_per_kwh[first : first + 4], price / 1_000, atol=1e-12)


@pytest.mark.parametrize(("name", "hours", "known", "area"), YEARS)
def test_a_clean_list_holds_the_same(name: str, hours: int, known: int, area: str) -> None:
    raw = read_price_file(DATA / f"raw_entsoe_{name}.csv").prices[0]
    listed = read_price_file(DATA / f"dayahead_{name}_hourly.csv", area="FR").prices[0]
    assert listed.first_index == raw.first_index
    np.testing.assert_allclose(listed.price_per_kwh, raw.price_per_kwh, atol=1e-12)


def test_the_invented_price_of_the_skipped_hour_is_told() -> None:
    findings = read_price_file(DATA / "raw_entsoe_FR_2023.csv", area="FR").findings
    assert [(finding.code, finding.place.line) for finding in findings] == [("time_never_shown", 2_020)]


def test_prices_below_zero_are_kept() -> None:
    prices = read_price_file(DATA / "raw_entsoe_FR_2023.csv", area="FR").prices[0].price_per_kwh
    assert prices.min() == pytest.approx(min(clean_hours("FR_2023").values()) / 1_000)
    assert (prices < 0).sum() == 4 * sum(price < 0 for price in clean_hours("FR_2023").values())

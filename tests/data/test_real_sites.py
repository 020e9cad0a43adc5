"""Twelve real sites and nine filled templates through the command line, against sums computed elsewhere.

The files lie beside the checkout, in ../shared/data, and are not ours to copy; without them these tests are skipped.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from energy_synergy.timeline import first_instant
from energy_synergy.usecases.analyse import analyse
from energy_synergy.usecases.manifest import load_group

DATA = Path(__file__).parents[3] / "shared" / "data"
TEMPLATES = sorted((DATA / "profiles" / "seed_template").glob("*.csv"))
DIRECTIONS = {"cons": "consumption", "prod": "production"}
CENT_KWH = 0.01

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"real sites are not beside the checkout: no folder {DATA}")


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "energy_synergy.cli.main", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def run_json(*words: str | Path) -> dict[str, Any]:
    done = run(*words, "--json")
    assert done.returncode == 0, done.stderr
    described: dict[str, Any] = json.loads(done.stdout)
    return described


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    sums: dict[str, Any] = json.loads((DATA / "expected_2025.json").read_text(encoding="utf-8"))
    return sums


def member_table(site: str, name: str, sources: dict[str, str]) -> str:
    lines = "".join(f"{direction} = {source}\n" for direction, source in sources.items())
    return f'[[member]]\nname = "{site} {name}"\n{lines}\n'


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, dict[str, str]]]:
    """Write a file for each meter of the year 2025 and return name and sources of each site."""
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is needed to unpack the real sites")
    folder = tmp_path_factory.mktemp("sites")
    table = parquet.read_table(DATA / "group_2025.parquet")
    stamps = [moment.strftime("%Y-%m-%dT%H:%M:%SZ") for moment in table["start_utc"].to_pylist()]
    with (DATA / "sites.csv").open(encoding="utf-8", newline="") as stream:
        names = {row["id"]: row["name"] for row in csv.DictReader(stream)}
    found: dict[str, tuple[str, dict[str, str]]] = {site: (name, {}) for site, name in names.items()}
    for column in table.column_names:
        if column != "start_utc":
            site, direction = column.split(".")
            path = folder / f"{site}_{direction}.csv"
            rows = "".join(f"{stamp},{value}\n" for stamp, value in zip(stamps, table[column].to_pylist(), strict=True))
            path.write_text(f"start_utc,{DIRECTIONS[direction]}_kwh\n{rows}", encoding="utf-8")
            found[site][1][DIRECTIONS[direction]] = json.dumps(str(path))
    return found


def write_manifest(folder: Path, sites: dict[str, tuple[str, dict[str, str]]]) -> Path:
    path = folder / "group.toml"
    members = "".join(member_table(site, name, sources) for site, (name, sources) in sites.items())
    path.write_text(f'name = "Twelve sites"\ntimezone = "Europe/Paris"\n{members}', encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory, sites: dict[str, tuple[str, dict[str, str]]]) -> Path:
    return write_manifest(tmp_path_factory.mktemp("manifest"), sites)


@pytest.fixture(scope="module")
def year(manifest: Path) -> dict[str, Any]:
    return run_json("analyse", manifest, "--from", "2025-01-01", "--to", "2026-01-01", "--tolerance", "0")


def test_the_year_has_its_quarter_hours(year, expected) -> None:
    assert year["slots"] == expected["intervals"]
    assert year["quality"]["measured"] == 1.0


@pytest.mark.parametrize("name", ["consumption", "production", "surplus", "deficit"])
def test_the_group_sums_are_those_computed_elsewhere(year, expected, name) -> None:
    assert year["totals"][f"{name}_kwh"] == pytest.approx(expected[name], abs=CENT_KWH)


def test_what_is_shared_is_that_computed_elsewhere(year, expected) -> None:
    totals = year["totals"]
    assert totals["shared_kwh"] == pytest.approx(expected["pooled_exchange"], abs=CENT_KWH)
    assert totals["self_consumed_kwh"] + totals["shared_kwh"] == pytest.approx(expected["shared"], abs=CENT_KWH)


def test_the_sums_of_the_members_are_those_computed_elsewhere(year, expected) -> None:
    surplus = sum(member["surplus_kwh"] for member in year["members"])
    deficit = sum(member["deficit_kwh"] for member in year["members"])
    assert surplus == pytest.approx(expected["individual_surplus"], abs=CENT_KWH)
    assert deficit == pytest.approx(expected["individual_deficit"], abs=CENT_KWH)


def test_the_indicators_are_those_computed_elsewhere(year, expected) -> None:
    indicators = year["indicators"]
    assert indicators["self_consumption"] == pytest.approx(expected["self_consumption_rate"], abs=1e-6)
    assert indicators["self_sufficiency"] == pytest.approx(expected["coverage_rate"], abs=1e-6)
    assert indicators["peak_import_kw"] == pytest.approx(expected["peak_net_import_kw"], abs=1e-3)
    assert indicators["peak_export_kw"] == pytest.approx(expected["peak_net_export_kw"], abs=1e-3)


def test_the_periods_hold_all_surplus_and_deficit(year, expected) -> None:
    for state in ("surplus", "deficit"):
        energy = sum(period["energy_kwh"] for period in year["periods"] if period["state"] == state)
        assert energy == pytest.approx(expected[state], abs=CENT_KWH)
    peaks = {
        state: max(p["peak_kw"] for p in year["periods"] if p["state"] == state) for state in ("surplus", "deficit")
    }
    assert peaks["deficit"] == pytest.approx(expected["peak_net_import_kw"], abs=1e-3)
    assert peaks["surplus"] == pytest.approx(expected["peak_net_export_kw"], abs=1e-3)


def test_each_month_is_that_computed_elsewhere(manifest, expected) -> None:
    group = load_group(manifest)
    firsts = [date(2025, month, 1) for month in range(1, 13)] + [date(2026, 1, 1)]
    bounds = [first_instant(first, "Europe/Paris") for first in firsts]
    for month in range(12):
        analysis = analyse(group, starts_at=bounds[month], ends_at=bounds[month + 1])
        sums = expected["monthly_surplus"][str(month + 1)], expected["monthly_deficit"][str(month + 1)]
        found = analysis.totals["surplus_kwh"], analysis.totals["deficit_kwh"]
        assert found == pytest.approx(sums, abs=CENT_KWH)


@pytest.mark.parametrize("day", ["2025-03-30", "2025-10-26"])
def test_days_of_clock_changes_have_their_quarter_hours(manifest, expected, day) -> None:
    end = date.fromisoformat(day).toordinal() + 1
    described = run_json("analyse", manifest, "--from", day, "--to", date.fromordinal(end).isoformat())
    assert described["slots"] == expected["intervals_per_day"][day]
    assert described["quality"]["missing"] == 0


def test_a_site_known_by_its_annual_total_is_estimated(tmp_path, sites, expected) -> None:
    estimated = {"consumption": '{ profile = "office", annual_kwh = 68164 }'}
    path = write_manifest(tmp_path, {**sites, "S03": (sites["S03"][0], estimated)})
    described = run_json("analyse", path, "--from", "2025-01-01", "--to", "2026-01-01")
    office = next(member for member in described["members"] if member["name"].startswith("S03"))
    assert office["consumption_kwh"] == pytest.approx(68164)
    assert described["quality"]["estimated"] == pytest.approx(1 / 15)
    assert "estimated_readings" in {finding["code"] for finding in described["findings"]}
    assert described["totals"]["production_kwh"] == pytest.approx(expected["production"], abs=CENT_KWH)


def test_the_tables_for_people_show_the_same_year(manifest) -> None:
    shown = run("analyse", manifest, "--from", "2025-01-01", "--to", "2026-01-01")
    assert shown.returncode == 0, shown.stderr
    assert "4,194.8" in shown.stdout
    assert "S12 Eolienne" in shown.stdout


def test_the_packed_years_read_as_they_are() -> None:
    with (DATA / "sites.csv").open(encoding="utf-8", newline="") as stream:
        site = next(csv.DictReader(stream))
    described = run_json("inspect", DATA / "sites" / f"{site['id']}_{site['direction']}.csv.gz")
    (series,) = described["series"]
    assert series["readings"] == int(site["native_rows"])
    assert series["energy_kwh"] == pytest.approx(float(site["native_annual_kwh"]), abs=0.05)
    assert series["direction"] == "consumption"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_filled_template_reads_to_the_last_digit(path) -> None:
    with path.open(encoding="utf-8", newline="") as stream:
        total = sum(float(row["Consommation"]) for row in csv.DictReader(stream))
    described = run_json("inspect", path)
    (series,) = described["series"]
    assert described["format"] == "template_csv"
    assert (series["direction"], series["starts_at"], series["readings"]) == ("consumption", None, 96)
    assert series["energy_kwh"] == pytest.approx(total, abs=1e-9)


def test_filled_templates_make_a_typical_day(tmp_path) -> None:
    members = "".join(member_table("T", path.stem, {"consumption": json.dumps(str(path))}) for path in TEMPLATES)
    roof = '[[member]]\nname = "Roof"\nproduction = { profile = "photovoltaic", annual_kwh = 200000 }\n'
    manifest = tmp_path / "group.toml"
    manifest.write_text(f'name = "Nine"\ntimezone = "Europe/Paris"\n{members}{roof}', encoding="utf-8")
    described = run_json("analyse", manifest, "--typical-day")
    assert (described["slots"], len(described["members"])) == (96, len(TEMPLATES) + 1)
    assert described["totals"]["consumption_kwh"] == pytest.approx(100.0 * len(TEMPLATES), abs=0.05)
    assert described["totals"]["production_kwh"] == pytest.approx(200000 / 365, rel=0.01)
    assert described["totals"]["shared_kwh"] > 0

"""The verb that looks into a file."""

import csv
import json
from pathlib import Path

import pytest

from energy_synergy.cli.main import main

ROWS = [f"2025-06-09T{row // 4:02}:{row % 4 * 15:02}:00Z,{row}.5" for row in range(96)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "workshop.csv"
    path.write_text("\n".join(["start_utc,consumption_kwh", *ROWS, ""]))
    return path


@pytest.fixture
def bad_file(tmp_path: Path) -> Path:
    path = tmp_path / "bad.csv"
    path.write_text("\n".join(["start_utc,consumption_kwh", *ROWS[:50], "2025-06-09T12:30:00Z,1_0", *ROWS[51:], ""]))
    return path


def test_it_shows_what_a_file_holds(file, capsys) -> None:
    assert main(["inspect", str(file)]) == 0
    shown = capsys.readouterr().out
    assert "consumption" in shown
    assert "4,608.0 kWh" in shown


def test_programs_get_one_json_object(file, capsys) -> None:
    assert main(["inspect", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["series"][0]["readings"] == 96


def test_a_hint_counts(file, capsys) -> None:
    assert main(["inspect", str(file), "--unit", "kW", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["series"][0]["energy_kwh"] == pytest.approx(1152)


def test_a_bad_row_is_named_and_written(bad_file, tmp_path, capsys) -> None:
    bad_rows = tmp_path / "bad_rows.csv"
    assert main(["inspect", str(bad_file), "--bad-rows", str(bad_rows)]) == 2
    assert "Line 52" in capsys.readouterr().out
    with bad_rows.open(encoding="utf-8", newline="") as stream:
        (row,) = [row for row in csv.DictReader(stream) if row["line"] == "52"]
    assert row["value"] == "1_0"
    assert row["reason"]


def test_a_file_that_is_not_there_is_refused(capsys) -> None:
    assert main(["inspect", "nowhere.csv"]) == 2
    assert "nowhere.csv" in capsys.readouterr().err


def test_a_mistyped_file_names_the_nearest(file, capsys) -> None:
    assert main(["inspect", str(file.with_name(f"x{file.name}"))]) == 2
    assert f"Did you mean {file.name}?" in capsys.readouterr().err


def test_a_wrong_hint_is_refused(file, capsys) -> None:
    assert main(["inspect", str(file), "--unit", "kwh"]) == 2
    assert "kWh" in capsys.readouterr().err


def test_an_unknown_format_names_the_nearest(file, capsys) -> None:
    assert main(["inspect", str(file), "--format", "longcsv"]) == 2
    assert "long_csv" in capsys.readouterr().err

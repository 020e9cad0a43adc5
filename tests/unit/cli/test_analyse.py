"""The verb that analyses a manifest."""

import json
from pathlib import Path

import pytest

from energy_synergy.cli.main import main

MANIFEST = """
name = "Parc"
timezone = "Europe/Paris"
[[member]]
name = "Roof"
production = { profile = "photovoltaic", annual_kwh = 300000 }
[[member]]
name = "Office"
consumption = { profile = "office", annual_kwh = 68000 }
[[member]]
name = "Bakery"
consumption = { profile = "bakery", annual_kwh = 90000 }
"""


@pytest.fixture
def manifest(tmp_path: Path) -> str:
    path = tmp_path / "group.toml"
    path.write_text(MANIFEST)
    return str(path)


def analysed(capsys, *words: str) -> dict:
    assert main(["analyse", *words, "--json"]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    return json.loads(captured.out)


def test_it_shows_tables(manifest, capsys) -> None:
    assert main(["analyse", manifest]) == 0
    shown = capsys.readouterr().out
    assert all(word in shown for word in ("Parc", "one typical day", "Roof", "Bakery", "self-sustaining", "estimated"))
    assert "\x1b[" not in shown


def test_undated_sources_make_a_typical_day(manifest, capsys) -> None:
    described = analysed(capsys, manifest)
    assert (described["slots"], described["starts_at"]) == (96, None)


def test_dates_make_a_calendar_period(manifest, capsys) -> None:
    described = analysed(capsys, manifest, "--from", "2025-03-30", "--to", "2025-03-31")
    assert described["slots"] == 92
    assert described["starts_at"] == "2025-03-30T00:00:00+01:00"
    assert described["ends_at"] == "2025-03-31T00:00:00+02:00"


def test_a_key_takes_its_fields(manifest, capsys) -> None:
    described = analysed(capsys, manifest, "--key", "static", "--set", "shares=0,1,0")
    assert [member["received_kwh"] > 0 for member in described["members"]] == [False, True, False]


def test_what_a_missing_reading_leaves_out_is_shown(tmp_path, capsys) -> None:
    used = "".join(f"2025-06-09T{hour:02}:00:00Z,{2.0}\n" for hour in range(24))
    (tmp_path / "used.csv").write_text(f"start_utc,consumption_kwh\n{used}")
    (tmp_path / "made.csv").write_text("start_utc,production_kwh\n2025-06-09T00:00:00Z,1.0\n2025-06-09T01:00:00Z,1.0\n")
    manifest = tmp_path / "group.toml"
    member = '[[member]]\nname = "A"\nconsumption = "used.csv"\nproduction = "made.csv"\n'
    manifest.write_text(f'name = "G"\ntimezone = "UTC"\n{member}')
    assert main(["analyse", str(manifest)]) == 0
    (line,) = [row for row in capsys.readouterr().out.splitlines() if "no production known" in row]
    assert line.split()[-1] == "44.0"


def test_time_of_which_nothing_is_known_is_shown(tmp_path, capsys) -> None:
    (tmp_path / "used.csv").write_text("start_utc,consumption_kwh\n2025-06-09T00:00:00Z,1\n2025-06-09T01:00:00Z,1\n")
    manifest = tmp_path / "group.toml"
    manifest.write_text('name = "G"\ntimezone = "UTC"\n[[member]]\nname = "A"\nconsumption = "used.csv"\n')
    assert main(["analyse", str(manifest)]) == 0
    (line,) = [row for row in capsys.readouterr().out.splitlines() if "not known" in row]
    assert line.split()[2:4] == ["22.0", "h"]


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["--from", "yesterday", "--to", "2025-01-02"], "2025-01-01"),
        (["--from", "2025-01-01"], "both the start and the end"),
        (["--from", "2025-02-01", "--to", "2025-01-01"], "before it starts"),
        (["--from", "2025-01-01", "--to", "9999-12-31"], "longer than 20 years"),
        (["--from", "2025-01-01T06:07", "--to", "2025-01-02"], "not a quarter of an hour"),
        (["--key", "prorata"], "pro_rata"),
        (["--key", "static", "--set", "shares=0.5,0.4,0.2"], "sum"),
        (["--key", "static", "--set", "shares=0.5,0.5"], "3 members"),
        (["--tolerance", "-1"], "tolerance"),
        (["--tolerance", "much"], "--tolerance"),
    ],
)
def test_what_cannot_be_done_is_explained(manifest, capsys, words, part) -> None:
    assert main(["analyse", manifest, *words]) == 2
    captured = capsys.readouterr()
    assert part in captured.err
    assert captured.out == ""


def test_a_manifest_that_is_not_there_is_refused(capsys) -> None:
    assert main(["analyse", "nowhere.toml", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["code"] == "manifest_refused"

"""The verb that looks into a file of prices, and fetches them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from energy_synergy.cli.main import main
from energy_synergy.tariffs.areas import area
from energy_synergy.testing.entsoe_server import TOKEN, Platform, running

SAMPLES = Path(__file__).parents[2] / "data" / "price_files"
LEGACY = str(SAMPLES / "eu_entsoe_dayahead_legacy.csv")


def price_of(hour: datetime) -> float:
    return float(hour.hour)


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch) -> Iterator[Platform]:
    with running(Platform({area("FR").eic: price_of})) as one:
        monkeypatch.setenv("ES_ENTSOE_TOKEN", TOKEN)
        monkeypatch.setenv("ES_ENTSOE_URL", one.address)
        yield one


def test_it_works(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prices", LEGACY]) == 0
    shown = capsys.readouterr().out
    assert "Read as entsoe_legacy_csv" in shown
    assert "2023-10-28 22:00" in shown


def test_programs_get_one_json_object(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prices", LEGACY, "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)["areas"]
    assert (told["area"], told["known_slots"], told["highest_per_kwh"]) == ("FR", 100, pytest.approx(0.06421))


def test_what_it_writes_holds_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written = tmp_path / "prices.csv"
    assert main(["prices", LEGACY, "--write", str(written), "--json"]) == 0
    first = json.loads(capsys.readouterr().out)["areas"]
    assert main(["prices", str(written), "--area", "FR", "--json"]) == 0
    again = json.loads(capsys.readouterr().out)
    assert again["areas"] == [pytest.approx(first[0], abs=1e-9)] or again["areas"] == first
    assert again["format"] == "price_list"


def test_the_file_that_was_read_is_not_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "prices.csv"
    file.write_bytes(Path(LEGACY).read_bytes())
    assert main(["prices", str(file), "--write", str(file)]) == 2
    assert "is the file that was read" in capsys.readouterr().err
    assert file.read_bytes() == Path(LEGACY).read_bytes()


def test_prices_are_shown_with_their_unit_in_lines_that_fit(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prices", LEGACY]) == 0
    shown = capsys.readouterr().out
    assert "100 of 100 quarter-hours have a price" in shown
    assert "EUR/kWh, lowest " in shown
    assert "below zero in 0 h" in shown


def test_a_file_that_says_too_little_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "bare.csv"
    file.write_text("time,price\n2025-06-01T00:00Z,50\n2025-06-01T01:00Z,60\n")
    assert main(["prices", str(file)]) == 2
    assert "per MWh or per kWh" in capsys.readouterr().err
    assert main(["prices", str(file), "--unit", "MWh", "--currency", "EUR", "--area", "FR"]) == 0


def test_prices_are_fetched(platform: Platform, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["prices", "--fetch", "--area", "FR", "--from", "2025-03-30", "--to", "2025-03-31", "--json"]
    assert main(words) == 0
    (told,) = json.loads(capsys.readouterr().out)["areas"]
    assert told["known_slots"] == 92


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--fetch", "--area", "FR"],
        ["--fetch", "--area", "FR", "--from", "2025-01-01", "--to", "2025-01-02"],
        ["no.csv"],
    ],
)
def test_what_cannot_be_done_is_refused(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("ES_ENTSOE_TOKEN", raising=False)
    assert main(["prices", *words]) == 2


def test_a_refused_token_is_not_shown(
    platform: Platform, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ES_ENTSOE_TOKEN", "wrong-secret")
    assert main(["prices", "--fetch", "--area", "FR", "--from", "2025-03-30", "--to", "2025-03-31", "--json"]) == 2
    shown = capsys.readouterr()
    assert "refuses the token" in shown.err
    assert "wrong-secret" not in shown.out + shown.err

"""A file goes through the page whole or not at all, and the page says why."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from energy_synergy.web.db.models import DayBlock, Import, TypicalDay
from energy_synergy.web.db.stores import DatabaseStore

URL = "/g/river/data/import/"
SEED_FILES = sorted((Path(__file__).resolve().parents[3] / "shared/data/profiles/seed_template").glob("*.csv"))


def upload(client: Client, company: int, text: str | bytes, **fields: str) -> HttpResponse:
    content = text if isinstance(text, bytes) else text.encode()
    return client.post(URL, {"company": company, "file": SimpleUploadedFile("mill.csv", content), **fields})


def test_it_works(client: Client, store: DatabaseStore, mill: int, template: str) -> None:
    answer = upload(client, mill, template)
    page = client.get(answer.headers["Location"]).content.decode()
    assert answer.status_code == 302
    assert "Saved for Mill" in page
    assert "48.00" in page
    assert store.load_group("river").members[0].series[0].total_kwh == 48.0


def test_it_takes_dated_readings(client: Client, store: DatabaseStore, mill: int, dated: str) -> None:
    answer = upload(client, mill, dated)
    page = client.get(answer.headers["Location"]).content.decode()
    assert "decimal mark" in page
    assert "Days: 2 new, 0 replaced, 0 unchanged." in page
    assert store.load_group("river").members[0].series[0].total_kwh == 144.0


def test_it_names_ten_bad_rows_and_saves_nothing(client: Client, store: DatabaseStore, mill: int, dated: str) -> None:
    bad = ("1_0", "nan", "inf", "1e999", "-3", "abc", "0x1", "<b>", "1..2", "=1+1")
    rows = dated.splitlines()
    for line, value in enumerate(bad, start=10):
        rows[line] = f"{rows[line].partition(';')[0]};{value}"
    answer = upload(client, mill, "\n".join(rows))
    lines = [line.line for line in answer.context["blocking"]]
    page = answer.content.decode()
    assert (answer.status_code, lines) == (200, list(range(11, 21)))
    assert "Rows to correct: 10." in page
    assert "&lt;b&gt;" in page
    assert "%27%3D1%2B1" in page
    assert not Import.objects.exists()
    assert not DayBlock.objects.exists()


def test_it_keeps_the_choice_of_a_refused_form(client: Client, store: DatabaseStore, mill: int) -> None:
    forge = store.company_id("river", "Forge")
    page = upload(client, forge, b"\x00\x01", unit="kW").content.decode()
    assert f'<option value="{forge}" selected>' in page
    assert '<option value="kW" selected>' in page


def test_it_reads_as_told(client: Client, store: DatabaseStore, mill: int, dated: str) -> None:
    upload(client, mill, dated.replace("kWh", ""), unit="kW")
    assert store.load_group("river").members[0].series[0].total_kwh == pytest.approx(36.0)


@pytest.mark.parametrize("content", [b"", b"\x00" * 1000, b"PK\x03\x04not a zip", b"hello"])
def test_it_refuses_what_is_no_table_with_one_sentence(
    client: Client, store: DatabaseStore, mill: int, content: bytes
) -> None:
    answer = upload(client, mill, content)
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert not Import.objects.exists()


def test_it_stops_an_upload_at_the_limit(client: Client, store: DatabaseStore, mill: int, settings: object) -> None:
    settings.MAX_UPLOAD_BYTES = 100_000  # type: ignore[attr-defined]
    answer = upload(client, mill, b"0" * 1_000_000)
    assert answer.status_code == 200
    assert "The file is larger than" in answer.content.decode()


def test_it_refuses_a_company_of_another_group(client: Client, store: DatabaseStore, template: str) -> None:
    assert upload(client, 999_999, template).status_code == 200
    assert not TypicalDay.objects.exists()


def test_it_replaces_and_goes_back(client: Client, store: DatabaseStore, mill: int, template: str, dated: str) -> None:
    upload(client, mill, dated)
    upload(client, mill, template)
    assert "Use this" in client.get("/g/river/data/").content.decode()
    choice = {"company": mill, "direction": "consumption", "kind": "readings"}
    assert client.post("/g/river/data/source/", choice).status_code == 302
    assert store.load_group("river").members[0].series[0].is_dated


def test_it_takes_an_annual_total(client: Client, store: DatabaseStore, mill: int) -> None:
    fields = {"company": mill, "profile": "office", "annual_kwh": "68 000,5"}
    answer = client.post("/g/river/data/annual-total/", fields)
    (estimate,) = store.load_group("river").members[0].estimates
    assert (estimate.profile.name, estimate.annual_kwh) == ("office", 68_000.5)
    assert "spread by Office" in client.get(answer.headers["Location"]).content.decode()


@pytest.mark.parametrize("written", ["", "0", "-5", "nan", "inf", "1e9", "1_000", "1,000,000", "x"])
def test_it_refuses_a_total_that_is_no_number(client: Client, store: DatabaseStore, mill: int, written: str) -> None:
    fields = {"company": mill, "profile": "office", "annual_kwh": written}
    assert client.post("/g/river/data/annual-total/", fields).status_code == 200
    assert not Import.objects.exists()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_template_comes_back_filled_in(client: Client, store: DatabaseStore, mill: int, language: str) -> None:
    given = client.get(f"/template/{language}.csv").content.decode("utf-8-sig")
    filled = given.replace(",0,0", ",0,0.25").replace(";0;0", ";0;0,25")
    assert upload(client, mill, filled).status_code == 302
    assert store.load_group("river").members[0].series[0].total_kwh == pytest.approx(24.0)


@pytest.mark.skipif(not SEED_FILES, reason="the folder shared/data does not lie beside the checkout")
@pytest.mark.parametrize("path", SEED_FILES, ids=lambda path: path.stem)
def test_a_template_filled_by_hand_gives_its_numbers(
    client: Client, store: DatabaseStore, mill: int, path: Path
) -> None:
    rows = [line.split(",") for line in path.read_text().splitlines()[1:]]
    assert upload(client, mill, path.read_bytes()).status_code == 302
    (series,) = store.load_group("river").members[0].series
    assert series.energy_kwh.tolist() == [float(row[2]) for row in rows]

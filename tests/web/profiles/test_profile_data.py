"""Curves as data: to start from, from files, to files, and the measured days of a company."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from energy_synergy.ports import AnnualTotal
from energy_synergy.profiles.calendar_csv import read_calendar
from energy_synergy.usecases.ingest import ingest_file
from energy_synergy.web.db.models import OwnProfile
from energy_synergy.web.db.own_profiles import calendar_of_version
from energy_synergy.web.db.stores import DatabaseStore
from tests.web.conftest import NOW, People
from tests.web.profiles.conftest import LIBRARY, seasons, sent


def read(client: Client, data: bytes, name: str = "p.csv", **told: str) -> tuple[int, dict[str, object]]:
    """Send a file to the editor's reader."""
    answer = client.post(f"{LIBRARY}read/", {"file": SimpleUploadedFile(name, data), **told})
    return answer.status_code, json.loads(answer.content)


def test_it_gives_the_curves_to_start_from(people: People, shared: OwnProfile) -> None:
    for key, count in (("catalogue:photovoltaic", 12), (f"own:{shared.pk}", 1)):
        told = people.mill_viewer.get(f"{LIBRARY}start/?from={key}").json()
        assert (len(told["seasons"]), len(told["mean_day"])) == (count, 96)
    assert people.mill_viewer.get(f"{LIBRARY}start/?from=own:99").status_code == 404


def test_it_reads_a_file_and_saves_nothing(people: People) -> None:
    code, told = read(people.mill_editor, b"kWh\n" + b"2\n" * 24)
    assert (code, OwnProfile.objects.count()) == (200, 0)
    assert sum(told["seasons"][0]["weekday"]["values"]) == pytest.approx(1)  # type: ignore[index]


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"kWh\n" + b"1\n" * 23, "curve_refused", "23 rows"),
        (b"kWh\n" + b"1\n" * 4 + b"-2\n" + b"1\n" * 19, "curve_refused", "Line 6, column kWh"),
        (b"", "no_file", "holds nothing"),
        (b"PK\x03\x04", "curve_refused", "Excel workbook"),
        (b"\x89PNG\r\n\x1a\n" + bytes(90), "file_refused", "not text"),
    ],
)
def test_it_refuses_a_file_by_name(people: People, data: bytes, code: str, words: str) -> None:
    status, told = read(people.mill_editor, data)
    assert (status, told["code"]) == (422, code)
    assert words in str(told["message"])


def test_it_says_it_in_french(people: People) -> None:
    people.mill_editor.post("/language/", {"language": "fr", "next": "/"})
    assert read(people.mill_editor, b"kWh\n" + b"1\n" * 23)[0] == 422


def test_a_profile_comes_back_from_its_file(people: People, shared: OwnProfile) -> None:
    day = {"values": [1.0, 2.0] * 12, "weight": 0.25}
    curve = [{**seasons()[0], "name": "All year", "saturday": day, "sunday": {**day, "weight": 0.0}}]
    people.mill_editor.post(f"{LIBRARY}{shared.pk}/", sent(curve=curve))
    shared.refresh_from_db()
    fields = shared.versions.get(version=2).fields
    for language in ("en", "fr"):
        people.forge_editor.post("/language/", {"language": language, "next": "/"})
        answer = people.forge_editor.get(f"{LIBRARY}{shared.pk}/curve.csv")
        assert answer.headers["Content-Disposition"] == 'attachment; filename="shift.csv"'
        assert read_calendar(answer.content.decode()).fields() == fields
        assert read(people.mill_editor, answer.content)[1]["seasons"] == fields["seasons"]
    first = people.mill_editor.get(f"{LIBRARY}{shared.pk}/curve.csv?version=1").content.decode()
    assert read_calendar(first).fields() == calendar_of_version(shared.versions.get(version=1)).fields()
    assert people.mill_editor.get(f"{LIBRARY}catalogue/wind/curve.csv").content.startswith(b"\xef\xbb\xbfTime,(1)")


@pytest.fixture
def measured(store: DatabaseStore, mill: int, dated: str) -> int:
    """Mill with one measured Monday, 2 June 2025, now estimated."""
    ingest_file(
        BytesIO(dated.encode()), store=store, company_id=mill, timezone="Europe/Paris", now=NOW, recorded_by="o"
    )
    store.save_annual_total(mill, AnnualTotal("consumption", "office", 1000.0), now=NOW, recorded_by="owner")
    return mill


def test_it_gives_the_measured_days_of_a_company(people: People, measured: int) -> None:
    told = people.mill_viewer.get(f"{LIBRARY}measured/?company={measured}&direction=consumption").json()
    assert (told["days"][5], sum(map(sum, told["days"]))) == ([1, 0, 0], 1)
    assert told["energy_kwh"][5] == [[1.5] * 96, None, None]
    nothing = people.mill_viewer.get(f"{LIBRARY}measured/?company={measured}&direction=production").json()
    assert sum(map(sum, nothing["days"])) == 0


def test_it_gives_them_to_those_alone_who_see_the_company(people: People, measured: int) -> None:
    query = f"{LIBRARY}measured/?company={measured}&direction=consumption"
    roles = (people.manager, people.analyst, people.mill_editor, people.forge_editor, people.stranger)
    assert [one.get(query).status_code for one in roles] == [200, 200, 200, 404, 404]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "company=1",
        "company=x&direction=consumption",
        "company=1&direction=up",
        "company=99999999999999999999&direction=consumption",
        "company=-1&direction=production",
    ],
)
def test_it_gives_nothing_for_a_question_that_makes_no_sense(people: People, query: str) -> None:
    assert people.manager.get(f"{LIBRARY}measured/?{query}").status_code == 404


def test_a_page_offers_companies_that_the_visitor_sees_to_compare_with(
    people: People, measured: int, shared: OwnProfile
) -> None:
    option = f'<option value="{measured}:consumption"'
    pages = [one.get(f"{LIBRARY}{shared.pk}/").content.decode() for one in (people.analyst, people.forge_editor)]
    assert [option in page for page in pages] == [True, False]
    office = people.mill_viewer.get(f"{LIBRARY}catalogue/office/").content.decode()
    assert f"{option} selected" in office, "the company that uses it comes first"

"""Files that programs send: checked, imported, refused with each row named, undone."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest

from energy_synergy.web.db.models import AuditEntry, Import
from tests.web.api.conftest import API, Caller

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def to_mill(mill: int) -> str:
    """Where files of Mill go."""
    return f"/groups/river/companies/{mill}/imports"


@pytest.fixture
def two_bad_rows(dated: str) -> bytes:
    """A file in which line 3 holds no number and line 5 a value below zero."""
    return dated.replace("00:15;1,5", "00:15;x").replace("00:45;1,5", "00:45;-2").encode()


def test_it_works(manager: Caller, to_mill: str, dated: str) -> None:
    answer = manager.send(f"{to_mill}?file_name=june.csv", dated.encode())
    saved = answer.json()
    assert answer.status_code == 201
    assert (saved["file_name"], saved["rows"], saved["days_added"], saved["series"][0]["total_kwh"]) == (
        "june.csv",
        96,
        2,
        144.0,
    )
    assert manager.get(answer.headers["Location"].removeprefix(API)).json() == saved
    entry = AuditEntry.objects.get(action="import.saved")
    assert (entry.door, entry.actor, entry.details) == ("api", "manager@example.org", {"number": saved["id"]})


def test_a_form_may_carry_the_file(manager: Caller, to_mill: str, dated: str) -> None:
    file = BytesIO(dated.encode())
    file.name = "june.csv"
    answer = manager.client.post(API + to_mill, {"file": file})
    assert (answer.status_code, answer.json()["file_name"]) == (201, "june.csv")


def test_a_form_carries_nothing_else(manager: Caller, to_mill: str, dated: str) -> None:
    answer = manager.client.post(API + to_mill, {"file": BytesIO(dated.encode()), "unit": "kW"})
    assert (answer.status_code, answer.json()["findings"][0]["place"]["field"]) == (422, "body.unit")


@pytest.mark.parametrize("body", [b"", {}])
def test_it_says_that_there_is_no_file(manager: Caller, to_mill: str, body: Any) -> None:
    kind = {"content_type": "text/csv"} if body == b"" else {}
    answer = manager.client.post(API + to_mill, body, **kind)
    assert (answer.status_code, answer.json()["code"]) in {(422, "no_file"), (415, "unsupported_media_type")}


def test_it_names_each_bad_row_and_saves_nothing(manager: Caller, to_mill: str, two_bad_rows: bytes) -> None:
    answer = manager.send(to_mill, two_bad_rows)
    assert (answer.status_code, answer.json()["code"]) == (422, "rows_refused")
    found = {one["place"]["line"]: one for one in answer.json()["findings"] if one["severity"] == "error"}
    assert {line: (one["place"]["column"], one["value"]) for line, one in found.items()} == {
        3: ("consumption kWh", "x"),
        5: ("consumption kWh", "-2"),
    }
    assert all(one["expected"] for one in found.values())
    assert not Import.objects.exists()


def test_it_takes_the_good_rows_on_request(manager: Caller, to_mill: str, two_bad_rows: bytes) -> None:
    saved = manager.send(f"{to_mill}?good_rows_only=true", two_bad_rows).json()
    assert (saved["left_out"], saved["series"][0]["missing"], saved["series"][0]["total_kwh"]) == (2, 2, 141.0)


def test_a_dry_run_tells_what_was_found_and_saves_nothing(manager: Caller, to_mill: str, two_bad_rows: bytes) -> None:
    answer = manager.send(f"{to_mill}?dry_run=true", two_bad_rows)
    check = answer.json()
    assert answer.status_code == 200
    assert (check["is_ready"], check["can_import_good_rows"], check["rows_bad"]) == (False, True, 2)
    assert {one["code"]: one["count"] for one in check["problems"] if one["severity"] == "error"} == {
        "bad_value": 1,
        "negative_value": 1,
    }
    assert not Import.objects.exists()


def test_a_dry_run_tells_what_would_be_replaced(manager: Caller, to_mill: str, dated: str) -> None:
    manager.send(to_mill, dated.encode())
    replacement = manager.send(f"{to_mill}?dry_run=true", dated.replace("10:00;1,5", "10:00;9").encode()).json()[
        "replacement"
    ]
    assert (replacement["slots_replaced"], replacement["slots_equal"]) == (1, 95)
    assert replacement["examples"][0]["starts_at"] == "2025-06-02T10:00:00+02:00"


def test_a_remedy_is_a_parameter(manager: Caller, to_mill: str, dated: str) -> None:
    file = dated.replace("00:45;1,5", "00:45;-2").encode()
    (problem,) = (
        one for one in manager.send(f"{to_mill}?dry_run=true", file).json()["problems"] if one["severity"] == "error"
    )
    assert {"negatives"} <= {one["kind"] for one in problem["remedies"]}
    assert manager.send(f"{to_mill}?negatives=absolute", file).json()["series"][0]["total_kwh"] == 144.5


def test_a_hint_tells_how_to_read(manager: Caller, to_mill: str, dated: str) -> None:
    saved = manager.send(f"{to_mill}?unit=kW", dated.replace("consumption kWh", "consumption").encode()).json()
    assert saved["series"][0]["total_kwh"] == 36.0


@pytest.mark.parametrize("file", [b"hello world", b"\x00\x01\x02", b"PK\x03\x04", b"a;b\n1;2\n"])
@pytest.mark.parametrize("query", ["", "?good_rows_only=true"])
def test_it_refuses_what_is_no_table_of_readings(manager: Caller, to_mill: str, file: bytes, query: str) -> None:
    answer = manager.send(to_mill + query, file, "application/octet-stream")
    assert answer.status_code == 422
    assert answer.json()["findings"][0]["advice"]


def test_it_stops_at_the_limit_of_size(manager: Caller, to_mill: str, settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = 1_000_000
    answer = manager.send(to_mill, b"0" * 1_000_001)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    form = manager.client.post(API + to_mill, {"file": BytesIO(b"0" * 1_000_001)})
    assert (form.status_code, form.json()["code"]) == (413, "too_large")


def test_an_import_is_undone_once(manager: Caller, to_mill: str, dated: str) -> None:
    number = manager.send(to_mill, dated.encode()).json()["id"]
    path = f"/groups/river/imports/{number}"
    assert manager.post(f"{path}/undo").json()["days_removed"] == 2
    again = manager.post(f"{path}/undo")
    assert (again.status_code, again.json()["code"]) == (409, "undo_refused")
    known = manager.get(path).json()
    assert (known["undone_by"], known["undo_until"]) == ("manager@example.org", None)
    assert [one["undoes"] for one in manager.get("/groups/river/imports").json()["items"]] == [number, None]


def test_findings_stay_with_their_import(manager: Caller, to_mill: str, two_bad_rows: bytes) -> None:
    number = manager.send(f"{to_mill}?good_rows_only=true", two_bad_rows).json()["id"]
    of_import = manager.get(f"/groups/river/imports/{number}/findings?severity=warning").json()["items"]
    of_group = manager.get("/groups/river/findings?code=bad_value").json()["items"]
    assert {one["code"] for one in of_import} >= {"bad_value", "negative_value", "rows_left_out"}
    assert [(one["import_id"], one["place"]["line"]) for one in of_group] == [(number, 3)]


def test_an_annual_total_is_spread_by_a_profile(manager: Caller, to_mill: str) -> None:
    path = to_mill.replace("imports", "annual-totals")
    saved = manager.post(path, {"annual_kwh": 68000.0, "profile": "office"}).json()
    assert (saved["kind"], saved["series"][0]["direction"], saved["series"][0]["total_kwh"]) == (
        "estimate",
        "consumption",
        68000.0,
    )
    assert manager.post(path, {"annual_kwh": 68000.0, "profile": "offic"}).json()["code"] == "unknown_name"
    assert manager.post(path, {"annual_kwh": 0.0, "profile": "office"}).status_code == 422

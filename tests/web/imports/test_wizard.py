"""A file goes through four steps; nothing is written before the last."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from energy_synergy.web.db.models import AuditEntry, ColumnMapping, DayBlock, Import, Upload
from energy_synergy.web.db.stores import DatabaseStore
from tests.web.imports.conftest import FILES, bad, begin, confirm, fix, page, send, step

TEN = ("1_0", "nan", "inf", "1e999", "-3", "abc", "0x1", "<b>", "1..2", "=1+1")


def total(store: DatabaseStore) -> float:
    return store.load_group("river").members[0].series[0].total_kwh


def test_it_works(client: Client, store: DatabaseStore, mill: int, dated: str, uploads_dir: Path) -> None:
    upload = begin(client, dated, name="mill 2025.csv")
    assert (upload.state, upload.company_id) == (Upload.State.CHECKED, mill)
    assert "Every row can be imported." in page(client, upload, "check")
    assert not Import.objects.exists()
    answer = confirm(client, upload)
    result = client.get(answer.headers["Location"]).content.decode()
    assert "Saved for Mill" in result
    assert "It can be undone until" in result
    assert total(store) == 144.0
    assert list(uploads_dir.iterdir()) == []
    assert AuditEntry.objects.filter(action="import.saved", company_id=mill).count() == 1


def test_it_takes_a_filled_template(client: Client, store: DatabaseStore, mill: int, template: str) -> None:
    upload = begin(client, template, company=mill)
    assert "rows read, a typical day" in page(client, upload, "check")
    confirm(client, upload)
    assert total(store) == 48.0


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_template_comes_back_filled_in(client: Client, store: DatabaseStore, mill: int, language: str) -> None:
    given = client.get(f"/template/{language}.csv").content.decode("utf-8-sig")
    filled = given.replace(",0,0", ",0,0.25").replace(";0;0", ";0;0,25")
    confirm(client, begin(client, filled, company=mill))
    assert total(store) == pytest.approx(24.0)


def test_nothing_is_written_before_the_confirmation(client: Client, mill: int, dated: str) -> None:
    upload = begin(client, bad(dated, TEN), company=mill)
    for name in ("columns", "check", "confirm"):
        client.get(step(upload, name))
    fix(client, upload, "leave_out", "bad_value")
    client.post(step(upload, "good-rows"))
    client.get(f"{FILES}{upload.token}/bad-rows.csv")
    assert (Import.objects.count(), DayBlock.objects.count(), ColumnMapping.objects.count()) == (0, 0, 0)


def test_ten_bad_rows_show_line_column_value_and_what_to_do(client: Client, mill: int, dated: str) -> None:
    upload = begin(client, bad(dated, TEN), company=mill)
    answer = client.get(step(upload, "check"))
    rows = [row for block in answer.context["page"].blocking for row in block.rows]
    text = answer.content.decode()
    assert sorted(row.finding.line for row in rows) == list(range(11, 21))
    assert {row.finding.value for row in rows} == set(TEN)
    assert all(row.finding.column == "consumption kWh" and row.finding.expected for row in rows)
    assert "&lt;b&gt;" in text
    assert "<b>" not in text.split("&lt;b&gt;")[0][-40:]
    assert "Import the 86 good rows only" in text
    assert client.get(step(upload, "confirm")).status_code == 302


def test_bad_rows_come_as_a_file_that_reads_back_in(
    client: Client, store: DatabaseStore, mill: int, dated: str
) -> None:
    upload = begin(client, bad(dated, TEN), company=mill)
    answer = client.get(f"{FILES}{upload.token}/bad-rows.csv")
    text = answer.content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[0] == ["time", "consumption kWh", "Problem"]
    assert len(rows) == 11
    assert rows[1][:2] == ["02/06/2025 02:15", "1_0"]
    assert "Line 11" in rows[1][2]
    assert rows[10][1] == "'=1+1"
    assert rows[5][1] == "-3"
    for value in TEN:
        text = text.replace(f";{value};", ";2,5;").replace(f";'{value};", ";2,5;")
    client.post(step(upload, "good-rows"))
    confirm(client, upload)
    confirm(client, begin(client, text, company=mill))
    assert total(store) == pytest.approx(86 * 1.5 + 10 * 2.5)


def test_good_rows_alone_leave_the_others_missing(client: Client, store: DatabaseStore, mill: int, dated: str) -> None:
    upload = begin(client, bad(dated, TEN), company=mill)
    answer = client.post(step(upload, "good-rows"))
    assert answer.headers["Location"] == step(upload, "confirm")
    confirm(client, upload)
    row = Import.objects.get()
    assert (row.left_out, row.rows) == (10, 96)
    assert total(store) == 86 * 1.5
    assert DayBlock.objects.get(day_index=20241).missing_slots == 8 + 10
    assert "10 rows left out" in client.get(f"{FILES}{row.pk}/").content.decode()


def test_a_cell_is_corrected_in_the_page(client: Client, store: DatabaseStore, mill: int, dated: str) -> None:
    upload = begin(client, bad(dated, ("12;4"[:2] + "O",)), company=mill)
    answer = client.get(step(upload, "check"))
    (row,) = answer.context["page"].blocking[0].rows
    assert row.suggestion == "120"
    fix(client, upload, "cell", "12,0", row.key)
    assert "cells were corrected" in page(client, upload, "check")
    confirm(client, upload)
    assert total(store) == pytest.approx(95 * 1.5 + 12)


def test_a_remedy_is_shown_and_taken_back(client: Client, mill: int, dated: str) -> None:
    upload = begin(client, bad(dated, ("-3", "-4")), company=mill)
    fix(client, upload, "negatives", "absolute")
    assert "Drop the minus sign" in page(client, upload, "check")
    upload.refresh_from_db()
    assert upload.report["checked"]["rows_bad"] == 0
    fix(client, upload, "negatives", "absolute", back="1")
    upload.refresh_from_db()
    assert upload.report["checked"]["rows_bad"] == 2


def test_a_remedy_that_is_not_there_is_refused(client: Client, mill: int, dated: str) -> None:
    upload = begin(client, dated, company=mill)
    answer = client.post(step(upload, "fix"), {"kind": "unit", "to": "horse"}, follow=True)
    assert "There is no remedy" in answer.content.decode()


def test_replaced_values_are_shown_before(client: Client, store: DatabaseStore, mill: int, dated: str) -> None:
    confirm(client, begin(client, dated, company=mill))
    upload = begin(client, dated.replace("12:00;1,5", "12:00;9,5"), company=mill)
    text = page(client, upload, "confirm")
    replaced = client.get(step(upload, "confirm")).context["page"].replacement
    assert (replaced.slots_replaced, replaced.slots_equal, replaced.slots_added) == (1, 95, 0)
    assert "1.500" in text
    assert "9.500" in text
    assert total(store) == 144.0


def test_a_second_press_imports_once(client: Client, store: DatabaseStore, mill: int, dated: str) -> None:
    upload = begin(client, dated, company=mill)
    seal = client.get(step(upload, "confirm")).context["seal"]
    first, second = (client.post(step(upload, "confirm"), {"seal": seal}) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Import.objects.count() == 1
    assert client.get(step(upload, "check")).headers["Location"] == first.headers["Location"]


def test_it_confirms_only_what_was_shown(client: Client, mill: int, dated: str) -> None:
    upload = begin(client, dated, company=mill)
    seal = client.get(step(upload, "confirm")).context["seal"]
    fix(client, upload, "unit", "Wh")
    answer = client.post(step(upload, "confirm"), {"seal": seal}, follow=True)
    assert "The file was told something else since" in answer.content.decode()
    assert not Import.objects.exists()
    assert confirm(client, upload).status_code == 302


def test_columns_are_told_and_remembered(client: Client, store: DatabaseStore, mill: int, dated: str) -> None:
    plain = dated.replace("consumption kWh", "Wert")
    upload = begin(client, plain, company=mill, name="x.csv")
    assert "Nothing says whether column Wert is production or consumption." in page(client, upload, "columns")
    told = {"company": mill, "role_0": "time", "role_1": "production", "unit": "kW"}
    assert client.post(step(upload, "columns"), told).headers["Location"] == step(upload, "check")
    confirm(client, upload)
    (series,) = store.load_group("river").members[0].series
    assert (series.direction, series.total_kwh) == ("production", 36.0)
    again = begin(client, plain.replace("02/06", "03/06"), name="y.csv")
    assert (again.company_id, again.told["columns"]["Wert"], again.told["hints"]["unit"]) == (mill, "production", "kW")
    assert "as it was for the company’s last file" in page(client, again, "columns")
    client.post(step(again, "columns"), {"again": "1"})
    again.refresh_from_db()
    assert again.told["columns"] == {}
    assert not ColumnMapping.objects.exists()


@pytest.mark.parametrize(
    ("roles", "sentence"),
    [
        ({"role_0": "ignore", "role_1": "consumption"}, "Say which column holds the date and time."),
        ({"role_0": "time", "role_1": "ignore"}, "Say which column holds production or consumption."),
        ({"role_0": "clock", "role_1": "meter"}, "A time of day needs a date beside it."),
    ],
)
def test_columns_that_make_no_table_are_refused(
    client: Client, mill: int, dated: str, roles: dict[str, str], sentence: str
) -> None:
    upload = begin(client, dated, company=mill)
    answer = client.post(step(upload, "columns"), {"company": mill, **roles})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_file_of_nobody_asks_whose_it_is(client: Client, store: DatabaseStore, mill: int, dated: str) -> None:
    upload = begin(client, dated, name="export.csv")
    assert upload.company_id is None
    assert client.get(f"{FILES}{upload.token}/").headers["Location"] == step(upload, "columns")
    assert "Whose readings are these?" in page(client, upload, "check")
    assert client.get(step(upload, "confirm")).status_code == 302
    client.post(step(upload, "company"), {"company": mill})
    confirm(client, upload)
    assert Import.objects.get().company_id == mill


@pytest.mark.parametrize("content", [b"\x00" * 1000, b"PK\x03\x04not a zip", b"hello", b"%PDF-1.7"])
def test_what_is_no_table_is_refused_with_one_sentence(client: Client, mill: int, content: bytes) -> None:
    upload = begin(client, content, company=mill)
    answer = client.get(step(upload, "check"))
    assert 'role="alert"' in answer.content.decode()
    assert "Nothing was saved." in answer.content.decode()
    assert (upload.state, client.get(step(upload, "confirm")).status_code) == (Upload.State.REFUSED, 302)
    assert client.get(step(upload, "columns")).status_code == 302


def test_an_empty_file_is_refused(client: Client, store: DatabaseStore) -> None:
    answer = send(client, b"")
    assert answer.status_code == 422
    assert "empty" in answer.content.decode()


def test_a_file_that_was_removed_is_gone(client: Client, mill: int, dated: str, uploads_dir: Path) -> None:
    upload = begin(client, dated, company=mill)
    answer = client.post(step(upload, "remove"), follow=True)
    assert "Nothing of it was imported." in answer.content.decode()
    assert list(uploads_dir.iterdir()) == []
    assert client.get(step(upload, "check")).headers["Location"] == FILES
    seal = {"seal": "x"}
    assert client.post(step(upload, "confirm"), seal).headers["Location"] == FILES
    assert not Import.objects.exists()


def test_the_preview_is_a_table_and_a_file_too(client: Client, mill: int, dated: str) -> None:
    upload = begin(client, dated, company=mill)
    chart = client.get(step(upload, "check")).context["chart"]
    assert chart["series"] == [{"direction": "consumption", "energy_kwh": [144.0]}]
    text = client.get(f"{FILES}{upload.token}/preview.csv").content.decode("utf-8-sig")
    assert text.splitlines()[1] == "2025-06-02,144.00"


def test_a_step_takes_few_queries(
    client: Client, store: DatabaseStore, mill: int, dated: str, django_assert_max_num_queries: Any
) -> None:
    upload = begin(client, bad(dated, TEN), company=mill)
    for name in ("columns", "check"):
        with django_assert_max_num_queries(10):
            client.get(step(upload, name))
    client.post(step(upload, "good-rows"))
    with django_assert_max_num_queries(10):
        client.get(step(upload, "confirm"))

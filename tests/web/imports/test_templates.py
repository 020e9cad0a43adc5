"""Sheets to fill in come back in as they are, in both languages and both kinds."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.test import Client

from energy_synergy.web.db.stores import DatabaseStore
from tests.web.conftest import People
from tests.web.imports.conftest import FILES, begin, confirm

URL = f"{FILES}template/"


def total(store: DatabaseStore) -> float:
    return store.load_group("river").members[0].series[0].total_kwh


@pytest.mark.parametrize(("language", "empty", "filled"), [("en", ",,", ",,0.5"), ("fr", ";;", ";;0,5")])
@pytest.mark.parametrize(("month", "slots"), [("2026-03", 31 * 96 - 4), ("2025-10", 31 * 96 + 4)])
def test_a_filled_sheet_goes_in(
    client: Client, store: DatabaseStore, mill: int, language: str, empty: str, filled: str, month: str, slots: int
) -> None:
    client.cookies["django_language"] = language
    answer = client.get(URL, {"company": mill, "month": month})
    assert f'filename="mill-{month}.csv"' in answer.headers["Content-Disposition"]
    text = answer.content.decode("utf-8-sig").replace(empty, filled)
    upload = begin(client, text, name=f"mill-{month}.csv")
    checked = upload.report["checked"]
    assert (upload.company_id, checked["rows"], checked["rows_bad"]) == (mill, slots, 0)
    confirm(client, upload)
    assert total(store) == slots * 0.5


def test_a_filled_workbook_goes_in(client: Client, store: DatabaseStore, mill: int) -> None:
    answer = client.get(URL, {"company": mill, "month": "2025-10", "kind": "xlsx"})
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    for row in book.active.iter_rows(min_row=2):
        row[1].value = 0.25
    filled = io.BytesIO()
    book.save(filled)
    upload = begin(client, filled.getvalue(), name="mill-2025-10.xlsx")
    confirm(client, upload)
    (series,) = store.load_group("river").members[0].series
    assert (series.direction, series.total_kwh) == ("production", (31 * 96 + 4) * 0.25)


@pytest.mark.parametrize("query", ["", "month=2025-10", "company=x&month=2025-10", "company=1&month=2025-13"])
def test_what_is_not_there_is_not_found(client: Client, mill: int, query: str) -> None:
    assert client.get(f"{URL}?{query}").status_code == 404


def test_only_those_who_import_get_it(people: People, mill: int) -> None:
    path = f"{URL}?company={mill}&month=2025-10"
    clients = (people.mill_editor, people.mill_viewer, people.forge_editor, people.stranger)
    assert [client.get(path).status_code for client in clients] == [200, 403, 404, 404]

"""The page of reports and its files: who gets which, in which language, and what is written down of it."""

from __future__ import annotations

import pytest
from django.test import Client

from energy_synergy.web.db.models import AuditEntry, Company
from energy_synergy.web.db.stores import DatabaseStore
from tests.web.conftest import People

from .conftest import WEEK, YEAR, rows_of, workbook

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def company(name: str) -> int:
    return Company.objects.get(name=name).pk


def test_the_page_offers_every_file_of_a_month(client: Client, stored: DatabaseStore) -> None:
    page = client.get("/g/river/reports/").content.decode()
    for kind in ("pdf", "xlsx"):
        assert f"/g/river/reports/group.{kind}?lang=en&amp;period=month&amp;on=2025-12-01&amp;tolerance=0.05" in page
        assert f"/g/river/reports/company-{company('Mill')}.{kind}?lang=en" in page
    assert page.count("company-") == 6


@pytest.mark.parametrize(("kind", "content_type", "start"), [("pdf", PDF, b"%PDF"), ("xlsx", XLSX, b"PK")])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_sends_a_file(
    client: Client, stored: DatabaseStore, kind: str, content_type: str, start: bytes, language: str
) -> None:
    answer = client.get(f"/g/river/reports/group.{kind}?{WEEK}&lang={language}")
    assert (answer.status_code, answer["Content-Type"]) == (200, content_type)
    assert answer["Content-Disposition"] == f'attachment; filename="river-week-2025-06-09-{language}.{kind}"'
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer.content.startswith(start)


@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_a_browser_that_has_the_file_gets_no_body_again(client: Client, stored: DatabaseStore, kind: str) -> None:
    address = f"/g/river/reports/company-{company('Mill')}.{kind}?{WEEK}"
    tag = client.get(address)["ETag"]
    again = client.get(address, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("query", ["period=day&on=2025-03-30", WEEK, "period=month", YEAR, "period=typical", "on=x"])
@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_there_is_a_file_of_every_period(client: Client, stored: DatabaseStore, query: str, kind: str) -> None:
    for name in ("group", f"company-{company('Forge')}"):
        assert client.get(f"/g/river/reports/{name}.{kind}?{query}").status_code == 200


@pytest.mark.parametrize("address", ["group.exe", "group.pdf?lang=de", "company-999999.pdf", "company-0.xlsx"])
def test_there_is_nothing_else(client: Client, stored: DatabaseStore, address: str) -> None:
    assert client.get(f"/g/river/reports/{address}").status_code == 404


@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_a_group_without_readings_has_a_report_that_says_so(client: Client, store: DatabaseStore, kind: str) -> None:
    assert client.get(f"/g/river/reports/group.{kind}").status_code == 200
    assert client.get(f"/g/river/reports/company-{company('Mill')}.{kind}").status_code == 200


def test_the_workbook_has_its_sheets_in_each_language(client: Client, stored: DatabaseStore) -> None:
    found = workbook(client, f"/g/river/reports/group.xlsx?{WEEK}")
    expected = ["Summary", "Companies", "Day by day", "Quarter-hours", "Flows", "Periods", "Data quality"]
    assert found.sheetnames == [*expected, "Needs attention", "Method"]
    assert found["Quarter-hours"].max_row == 1 + 672
    assert len(workbook(client, f"/g/river/reports/group.xlsx?{WEEK}&lang=fr").sheetnames) == 9


def test_the_year_holds_every_quarter(client: Client, stored: DatabaseStore) -> None:
    assert (
        workbook(client, f"/g/river/reports/company-{company('Mill')}.xlsx?{YEAR}")["Quarter-hours"].max_row == 35_041
    )


def test_a_name_is_no_formula_in_any_sheet(client: Client, stored: DatabaseStore) -> None:
    Company.objects.filter(name="Mill").update(name="=cmd()|x", sector="+1")
    found = workbook(client, f"/g/river/reports/group.xlsx?{WEEK}")
    kinds = {cell.data_type for page in found for row in page.iter_rows() for cell in row}
    assert "f" not in kinds
    assert "=cmd()|x" in rows_of(found["Companies"])


def test_a_download_is_written_down(client: Client, stored: DatabaseStore) -> None:
    client.get(f"/g/river/reports/group.pdf?{WEEK}")
    client.head(f"/g/river/reports/group.pdf?{WEEK}")
    client.get(f"/g/river/reports/company-{company('Mill')}.xlsx?{WEEK}")
    entries = list(AuditEntry.objects.filter(action="report.downloaded").values_list("company_id", "details"))
    files = ["river-week-2025-06-09-en.pdf", "river-mill-week-2025-06-09-en.xlsx"]
    assert entries == [(None, {"file": files[0]}), (company("Mill"), {"file": files[1]})]


@pytest.mark.parametrize("address", ["", "group.pdf", "group.xlsx", "company-{mill}.pdf", "company-{mill}.xlsx"])
@pytest.mark.parametrize("who", ["stranger", "nobody"])
def test_a_stranger_finds_nothing(people: People, mill: int, address: str, who: str) -> None:
    answer = getattr(people, who).get(f"/g/river/reports/{address.format(mill=mill)}")
    assert answer.status_code in ((404,) if who == "stranger" else (302, 404))
    assert b"River" not in answer.content
    assert AuditEntry.objects.filter(action="report.downloaded").count() == 0


@pytest.mark.parametrize(
    ("who", "of_mill", "of_forge"),
    [
        ("admin", 200, 200),
        ("manager", 200, 200),
        ("analyst", 200, 200),
        ("mill_editor", 200, 404),
        ("mill_viewer", 200, 404),
        ("forge_editor", 404, 200),
    ],
)
def test_a_company_has_its_report_for_those_who_see_its_pages(
    people: People, store: DatabaseStore, mill: int, who: str, of_mill: int, of_forge: int
) -> None:
    client, forge = getattr(people, who), store.company_id("river", "Forge")
    answers = [client.get(f"/g/river/reports/company-{one}.pdf").status_code for one in (mill, forge)]
    assert answers == [of_mill, of_forge]
    page = client.get("/g/river/reports/").content.decode()
    assert [f"company-{one}.pdf" in page for one in (mill, forge)] == [of_mill == 200, of_forge == 200]

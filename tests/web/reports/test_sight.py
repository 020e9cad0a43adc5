"""What a member finds in the files: its own company, totals, and nothing that gives another one away."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from energy_synergy.usecases.ingest import ingest_file
from energy_synergy.web.db.models import Company
from energy_synergy.web.db.stores import DatabaseStore
from tests.web.conftest import NOW, TIMES
from tests.web.test_sight import DAY, JUNE, agree, member

from .conftest import rows_of, workbook

__all__ = ["member"]

FILES = ["group.xlsx", "group.pdf", "company-{mill}.xlsx", "company-{mill}.pdf"]


def company(name: str) -> int:
    return Company.objects.get(name=name).pk


def texts(found: Any) -> str:
    return "\n".join(str(cell) for page in found for row in page.iter_rows(values_only=True) for cell in row if cell)


@pytest.mark.parametrize("name", ["group.xlsx", "group.pdf"])
def test_a_day_leads_back_with_the_reason(member: Client, name: str) -> None:
    address = f"/g/river/reports/{name.format(mill=company('Mill'))}?{DAY}"
    page = member.get(address, follow=True)
    assert page.redirect_chain[0][0].startswith("/g/river/reports/?lang=en&period=month&on=2025-06-01")
    assert "nothing finer" in page.content.decode()


def test_a_month_is_told_as_one_value(member: Client) -> None:
    found = workbook(member, f"/g/river/reports/group.xlsx?{JUNE}")
    assert not {"Quarter-hours", "Periods", "Day by day"} & set(found.sheetnames)
    assert found["Month by month"].max_row == 3
    assert "nothing finer than a month" in texts(found)


@pytest.mark.parametrize("query", [JUNE, "period=year&on=2025-06-01"])
@pytest.mark.parametrize("name", FILES)
def test_there_is_a_file_of_months(member: Client, name: str, query: str) -> None:
    assert member.get(f"/g/river/reports/{name.format(mill=company('Mill'))}?{query}").status_code == 200


def test_the_others_are_pooled(member: Client) -> None:
    found = workbook(member, f"/g/river/reports/group.xlsx?{JUNE}")
    assert {"Mill", "Other companies"} <= set(rows_of(found["Companies"]))
    assert "Forge" not in texts(found)
    assert "Kiln" not in texts(found)


def test_its_own_report_names_nobody_else(member: Client) -> None:
    agree("Forge")
    found = workbook(member, f"/g/river/reports/company-{company('Mill')}.xlsx?{JUNE}")
    assert found["Quarter-hours"].max_row == 1 + 30 * 96
    assert "Forge" not in texts(found)
    assert "Other companies" in texts(found)


def heads_of(found: Any, name: str) -> list[str]:
    return [cell.value for cell in found[name][1]]


def test_what_it_exchanges_is_not_told_by_quarters_where_that_is_the_curve_of_another(member: Client) -> None:
    agree("Kiln", "quarter_hour")
    found = workbook(member, f"/g/river/reports/company-{company('Mill')}.xlsx?{DAY}")
    for name in ("Quarter-hours", "Hour by hour"):
        heads = heads_of(found, name)
        assert "From the group or the grid (kWh)" in heads
        assert not [head for head in heads if "Received" in head or "Given" in head or "Bought" in head]
    assert found["Quarter-hours"].max_row == 97
    assert "Partners" not in found.sheetnames
    assert "shown by the month only" in texts(found)
    summary = rows_of(found["Summary"])
    assert (summary["From the group"][0], summary["Used"][0]) == (None, 120.0)


def test_months_tell_what_it_exchanges(member: Client) -> None:
    agree("Kiln", "quarter_hour")
    found = workbook(member, f"/g/river/reports/company-{company('Mill')}.xlsx?period=year&on=2025-06-01")
    assert "Received from the group (kWh)" in heads_of(found, "Month by month")
    assert "Received from the group (kWh)" not in heads_of(found, "Quarter-hours")


def test_the_quarters_of_others_stay_with_them_once_the_group_is_shown(member: Client) -> None:
    agree("Forge")
    found = workbook(member, f"/g/river/reports/group.xlsx?{JUNE}")
    heads = [cell.value for cell in found["Quarter-hours"][1]]
    assert "Mill: consumption (kWh)" in heads
    assert "Other companies: consumption (kWh)" in heads
    assert not [head for head in heads if "Forge" in head or "Kiln" in head]


def test_a_company_that_shows_hours_gives_no_quarter_away(member: Client) -> None:
    lines = "".join(f"02/06/2025 {time};{1 + int(time[3:]) / 15}\n" for time in TIMES)
    body = io.BytesIO(f"time;consumption kWh\n{lines}".encode())
    ingest_file(
        body,
        store=DatabaseStore(),
        company_id=company("Forge"),
        timezone="Europe/Paris",
        now=NOW + timedelta(days=1),
        recorded_by="owner",
    )
    agree("Kiln")
    for visibility, expected in (("quarter_hour", [1.0, 2.0, 3.0, 4.0]), ("hourly", [2.5] * 4)):
        agree("Forge", visibility)
        found = workbook(member, f"/g/river/reports/group.xlsx?{DAY}")["Quarter-hours"]
        place = [cell.value for cell in found[1]].index("Forge: consumption (kWh)")
        rows = [row[place] for row in found.iter_rows(min_row=2, values_only=True)]
        assert rows == 24 * expected


@pytest.mark.parametrize("name", ["Forge", "Kiln"])
@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_the_report_of_another_company_is_not_there(member: Client, name: str, kind: str) -> None:
    agree(name, "quarter_hour")
    assert member.get(f"/g/river/reports/company-{company(name)}.{kind}?{JUNE}").status_code == 404

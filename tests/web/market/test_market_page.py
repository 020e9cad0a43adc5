"""The market page: what it tells whom, and what it says where there is nothing to tell."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from energy_synergy.web.db.models import Company, CompanyTariff, Group
from energy_synergy.web.db.stores import DatabaseStore
from tests.web.conftest import People
from tests.web.market.conftest import DAY

PAGE = "/g/river/market/"
SHARED = 96 * 2.5
# Half way between the feed-in price and what the grid asks less the fees inside.
PRICE = (0.06 + 0.22) / 2


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def chart_of(text: str) -> dict:
    return json.loads(re.search(r'id="market-data"[^>]*>(.*?)</script>', text, re.DOTALL)[1])


def rows_of(client: Client, address: str) -> list[list[str]]:
    body = client.get(address).content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(body)))


def test_it_tells_what_the_group_gains(traded: Group, client: Client) -> None:
    text = text_of(client, f"{PAGE}?{DAY}")
    assert "At <b>€0.140/kWh</b> inside the group" in text
    assert f"Together they gain <b>€{SHARED * 0.16:.2f}</b>" in text
    assert "a proposal: no agreement is in force" in text


def test_it_takes_few_queries(traded: Group, client: Client, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(10):
        client.get(f"{PAGE}?{DAY}")


def test_its_chart_has_the_prices_of_every_slot(traded: Group, client: Client) -> None:
    prices = chart_of(text_of(client, f"{PAGE}?{DAY}"))["prices"]
    assert prices["group"] == [pytest.approx(PRICE)] * 96
    assert (prices["grid"][0], prices["feed_in"][0]) == (pytest.approx(0.25), pytest.approx(0.06))
    assert sum(prices["traded_kwh"]) == pytest.approx(SHARED)


def test_the_matrix_adds_up_to_the_table(traded: Group, client: Client) -> None:
    rows = rows_of(client, f"{PAGE}table/matrix.csv?{DAY}")
    assert [row[:2] for row in rows[1:]] == [["Forge", "Mill"], ["Forge", "Kiln"], ["Total", ""]]
    assert float(rows[-1][2]) == pytest.approx(SHARED)
    assert float(rows[-1][3]) == pytest.approx(SHARED * PRICE, abs=0.01)


def test_a_cell_leads_to_its_quarters(traded: Group, client: Client) -> None:
    forge, mill = (Company.objects.get(name=name).pk for name in ("Forge", "Mill"))
    address = f"?{DAY}&seller={forge}&buyer={mill}"
    assert "paid Forge <b>€20.16</b>" in text_of(client, f"{PAGE}trades/{address}")
    rows = rows_of(client, f"{PAGE}trades.csv{address}")
    assert len(rows) == 98
    assert sum(float(row[3]) for row in rows[1:-1]) == pytest.approx(float(rows[-1][3]), abs=0.01)


def test_it_says_why_nothing_is_traded(store: DatabaseStore, bring, traded: Group, client: Client) -> None:
    CompanyTariff.objects.filter(company__name="Forge").delete()
    text = text_of(client, f"{PAGE}?{DAY}")
    assert "a price of the grid is not known" in text
    assert "Forge has no tariff" in text
    assert "Nothing was traded inside the group" in text


def test_without_tariffs_it_says_what_to_do(store: DatabaseStore, client: Client) -> None:
    text = text_of(client, PAGE)
    assert "No company has a tariff yet." in text
    assert "/g/river/market/tariffs/" in text


def test_without_readings_it_leads_to_the_import(traded: Group, client: Client) -> None:
    assert "No readings for" in text_of(client, f"{PAGE}?period=day&on=1999-06-02")


@pytest.mark.parametrize("query", ["period=decade", "on=tomorrow", "step=second", "show=everything"])
def test_it_says_what_it_does_not_understand(traded: Group, client: Client, query: str) -> None:
    assert client.get(f"{PAGE}?{query}").status_code == 200


@pytest.mark.parametrize("query", ["", "seller=1", "seller=0&buyer=0", "seller=x&buyer=y", "seller=99999&buyer=1"])
def test_a_pair_that_is_not_there_is_not_found(traded: Group, client: Client, query: str) -> None:
    assert client.get(f"{PAGE}trades/?{DAY}&{query}").status_code == 404


def test_a_member_sees_its_own_amounts_and_the_totals(roles: People) -> None:
    text = text_of(roles.mill_editor, f"{PAGE}?{DAY}")
    assert "Together they gain" in text
    rows = rows_of(roles.mill_editor, f"{PAGE}table/members.csv?{DAY}")
    assert [row[0] for row in rows[1:]] == ["Mill", "Group"]
    assert rows[2][5] == ""


def test_a_member_sees_its_own_prices_and_cells_only(roles: People) -> None:
    CompanyTariff.objects.filter(company__name="Kiln").delete()
    chart = chart_of(text_of(roles.mill_editor, f"{PAGE}?{DAY}"))
    assert chart["prices"]["grid"][0] == pytest.approx(0.25)
    assert chart["matrix"]["names"] == ["Mill", "Other companies"]
    assert chart["matrix"]["kwh"][1][1] is None


def test_a_member_reads_no_pair_of_companies_that_it_does_not_see(roles: People) -> None:
    forge, kiln = (Company.objects.get(name=name).pk for name in ("Forge", "Kiln"))
    address = f"{PAGE}trades/?{DAY}&seller={forge}&buyer={kiln}"
    assert roles.mill_editor.get(address).status_code == 404
    assert roles.analyst.get(address).status_code == 200


def test_where_a_total_gives_a_company_away_only_months_of_the_own_company_are_told(
    traded: Group, people: People
) -> None:
    assert people.mill_editor.get(f"{PAGE}?{DAY}").status_code == 302
    text = text_of(people.mill_editor, f"{PAGE}?period=month&on=2025-06-01")
    assert "Together they gain" not in text
    assert "Mill pays" in text
    assert "market-data" in text
    assert chart_of(text) == {**chart_of(text), "prices": None, "matrix": None}


def test_it_says_that_a_month_that_is_not_over_is_left_out(
    traded: Group, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = f"{PAGE}?period=month&on=2025-06-01"
    assert "is told once the month is over" not in people.mill_viewer.get(page).content.decode()
    june = datetime(2025, 6, 1, tzinfo=ZoneInfo("Europe/Paris"))
    monkeypatch.setattr("energy_synergy.web.queries.seen._running_month", lambda _: june)
    text = people.mill_viewer.get(page).content.decode()
    assert "What Mill trades in a month is told once the month is over." in text
    assert "traded nothing" not in text
    explained = people.mill_viewer.get(f"{PAGE}explain/?period=month&on=2025-06-01").content.decode()
    assert "Months that are not over are left out." in explained

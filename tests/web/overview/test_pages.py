"""The overview answers at its address: the page, the values, the tables and the files."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime

import orjson
import pytest
from django.test import Client

from energy_synergy.community.group import Group
from energy_synergy.formats.detect import read_file
from energy_synergy.ports import AnnualTotal, NewGroup, NewMember
from energy_synergy.usecases.manage_group import save_group
from energy_synergy.web.db.models import Company, Estimate
from energy_synergy.web.db.stores import DatabaseStore
from energy_synergy.web.queries.group_window import GroupWindow
from energy_synergy.web.queries.overview_charts import chart_json, compute_chart

from .conftest import ZONE

Window = Callable[..., GroupWindow]
NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
JUNE = "on=2025-06-11"
CHARTS = ["balance", "heatmap", "members", "flows", "states"]


@pytest.fixture
def stored(db: None, river: Group) -> DatabaseStore:
    """A database with the year of three companies as `river`."""
    store = DatabaseStore()
    save_group(river, slug="river", store=store, now=NOW, recorded_by="owner")
    return store


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize("query", [JUNE, "period=day", "period=month", "period=year", "period=typical", ""])
def test_it_shows_the_page(client: Client, query: str) -> None:
    answer = client.get(f"/g/river/?{query}")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count('<script id="overview-data" type="application/json">') == 1
    assert answer.context["overview"].kpis.consumption_kwh > 0


@pytest.mark.usefixtures("stored")
def test_the_page_and_its_json_hold_the_same(client: Client) -> None:
    page = client.get(f"/g/river/?{JUNE}").content.decode()
    inner = page.partition('<script id="overview-data" type="application/json">')[2].partition("</script>")[0]
    assert orjson.loads(inner) == orjson.loads(client.get(f"/g/river/overview.json?{JUNE}").content)


def test_the_database_changes_no_number(client: Client, stored: DatabaseStore, river: Group, window_of: Window) -> None:
    served = orjson.loads(client.get("/g/river/overview.json?period=year").content)
    expected = orjson.loads(chart_json(compute_chart(window_of(river, {"period": "year"}))))
    ids = list(Company.objects.order_by("pk").values_list("pk", flat=True))
    assert [member.pop("id") for member in served["members"]] == ids
    for member in expected["members"]:
        member.pop("id")
    assert served == expected


@pytest.mark.usefixtures("stored")
def test_it_compares_with_the_week_before(client: Client) -> None:
    this = client.get(f"/g/river/?{JUNE}").context["overview"].kpis
    before = client.get("/g/river/?on=2025-06-04").context["overview"].kpis
    assert this.previous_consumption_kwh == pytest.approx(before.consumption_kwh)
    assert client.get("/g/river/?on=2025-01-01").context["overview"].kpis.previous_consumption_kwh is None


@pytest.mark.usefixtures("stored")
def test_it_says_what_it_could_not_understand(client: Client) -> None:
    page = client.get("/g/river/?period=fortnight&on=x").content.decode()
    assert "period=fortnight" in page
    assert "on=x" in page


@pytest.mark.parametrize("members", [1, 12])
def test_it_answers_with_a_fixed_number_of_queries(
    client: Client, stored: DatabaseStore, river: Group, members: int, django_assert_max_num_queries: object
) -> None:
    many = Group(
        "Many", ZONE, tuple(river.members[0].__class__(f"M{n}", river.members[2].series) for n in range(members))
    )
    save_group(many, slug="many", store=stored, now=NOW, recorded_by="owner")
    total = AnnualTotal("production", "photovoltaic", 10_000.0)
    stored.add_company("many", NewMember("Estimated", annual_totals=(total,)), now=NOW, recorded_by="owner")
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        client.get("/g/many/?period=month&on=2025-06-01")
    with django_assert_max_num_queries(7):  # type: ignore[operator]
        client.get("/g/many/overview.json?period=month&on=2025-06-01")


@pytest.mark.usefixtures("stored")
def test_the_values_are_sent_once(client: Client) -> None:
    first = client.get(f"/g/river/overview.json?{JUNE}")
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = client.get(f"/g/river/overview.json?{JUNE}", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/g/river/overview.json?on=2025-06-18", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


def test_the_values_are_sent_anew_after_an_upload(client: Client, stored: DatabaseStore) -> None:
    etag = client.get(f"/g/river/overview.json?{JUNE}").headers["ETag"]
    mill, total = stored.company_id("river", "Mill"), AnnualTotal("consumption", "office", 9_000.0)
    stored.save_annual_total(mill, total, now=NOW, recorded_by="owner")
    assert client.get(f"/g/river/overview.json?{JUNE}", headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize("chart", CHARTS)
def test_each_chart_has_a_table_and_a_file(client: Client, chart: str) -> None:
    table = client.get(f"/g/river/overview/{chart}.html?{JUNE}")
    assert table.status_code == 200
    assert table.context["table"].rows
    file = client.get(f"/g/river/overview/{chart}.csv?{JUNE}&lang=fr")
    assert file.headers["Content-Disposition"] == f'attachment; filename="river-{chart}-week-2025-06-09.csv"'
    assert b";" in file.content.splitlines()[0]


@pytest.mark.usefixtures("stored")
def test_the_file_of_the_balance_can_be_read_again(client: Client) -> None:
    body = client.get("/g/river/overview/balance.csv?period=month&on=2025-10-01&lang=en").content
    found = read_file(io.BytesIO(body), timezone=ZONE, file_name="balance.csv")
    kpis = client.get("/g/river/?period=month&on=2025-10-01").context["overview"].kpis
    totals = {one.direction: one.total_kwh for one in found.series}
    assert totals == pytest.approx({"production": kpis.production_kwh, "consumption": kpis.consumption_kwh})


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize(
    "url",
    [
        "/g/nowhere/",
        "/g/nowhere/overview.json",
        "/g/nowhere/overview/balance.csv",
        "/g/river/overview/pie.csv",
        "/g/river/overview/pie.html",
        "/g/river/overview/balance.csv?lang=de",
    ],
)
def test_it_says_not_found(client: Client, url: str) -> None:
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("query", ["", "period=week", "period=year&on=2025-01-01"])
def test_it_shows_a_group_without_companies(client: Client, db: None, query: str) -> None:
    DatabaseStore().create_group(NewGroup("empty", "Empty", ZONE), now=NOW, recorded_by="owner")
    assert client.get(f"/g/empty/?{query}").status_code == 200
    for chart in CHARTS:
        assert client.get(f"/g/empty/overview/{chart}.html?{query}").status_code == 200
        assert client.get(f"/g/empty/overview/{chart}.csv?{query}").status_code == 200


@pytest.mark.parametrize("query", ["", "period=week"])
def test_it_shows_a_group_that_knows_only_annual_totals(client: Client, db: None, query: str) -> None:
    totals = (AnnualTotal("consumption", "office", 36_500.0), AnnualTotal("production", "photovoltaic", 10_000.0))
    group = NewGroup("plan", "Plan", ZONE, (NewMember("Office", annual_totals=totals),))
    DatabaseStore().create_group(group, now=NOW, recorded_by="owner")
    overview = client.get(f"/g/plan/?{query}").context["overview"]
    assert overview.kpis.consumption_kwh > 0
    assert overview.completeness.estimated == 1.0


def test_it_tells_why_a_group_cannot_be_computed(client: Client, db: None) -> None:
    totals = (AnnualTotal("consumption", "office", 36_500.0),)
    group = NewGroup("plan", "Plan", ZONE, (NewMember("Office", annual_totals=totals),))
    DatabaseStore().create_group(group, now=NOW, recorded_by="owner")
    Estimate.objects.update(profile="not_installed")
    page = client.get("/g/plan/", follow=True)
    assert page.redirect_chain == [("/g/plan/data/", 302)]
    assert "not_installed" in page.content.decode()
    for address in ("overview.json", "overview/balance.csv", "overview/members.html"):
        answer = client.get(f"/g/plan/{address}")
        assert (answer.status_code, answer.json()["code"]) == (422, "unknown_name")

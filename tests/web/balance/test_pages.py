"""Surplus and deficit answer at their address: the page, the values, the tables and the files."""

from __future__ import annotations

from typing import Any

import numpy as np
import orjson
import pytest
from django.test import Client

from energy_synergy.community.group import Group, Member
from energy_synergy.ports import AnnualTotal, NewGroup, NewMember
from energy_synergy.usecases.manage_group import save_group
from energy_synergy.web.db.models import Estimate
from energy_synergy.web.db.stores import DatabaseStore
from tests.web.balance.conftest import NOW
from tests.web.conftest import People
from tests.web.overview.conftest import YEAR, ZONE, series

JUNE = "period=month&on=2025-06-01"
ADDRESSES = [
    "",
    "values.json",
    "periods.json",
    "periods.csv",
    "duration.csv",
    "carpet.html",
    "period/?at=2025-06-01T00:00Z",
]


def page_of(client: Client, query: str = "") -> Any:
    """Return the record behind the page."""
    return client.get(f"/g/river/balance/?{query}").context["page"]


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize("query", ["", "period=day&on=2025-06-11", "period=week&on=2025-06-11", JUNE])
def test_it_shows_the_page(client: Client, query: str) -> None:
    answer = client.get(f"/g/river/balance/?{query}")
    assert answer.status_code == 200
    assert answer.content.decode().count('<script id="balance-data" type="application/json">') == 1
    assert answer.context["listed"].rows


@pytest.mark.usefixtures("stored")
def test_it_begins_with_the_year(client: Client) -> None:
    period = page_of(client).overview.period
    assert (period.kind, period.starts_on.isoformat()) == ("year", "2025-01-01")


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize("path", ["balance/", "data/quality/"])
def test_a_day_without_a_date_has_no_place_here(client: Client, path: str) -> None:
    assert "period=typical" not in client.get(f"/g/river/{path}").content.decode()


@pytest.mark.usefixtures("stored")
def test_figures_are_those_of_the_overview(client: Client) -> None:
    overview = client.get(f"/g/river/?{JUNE}").context["overview"]
    page = page_of(client, JUNE)
    assert page.overview.kpis.surplus_kwh == overview.kpis.surplus_kwh
    assert page.overview.states == overview.states


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize(("on", "hours"), [("2025-03-24", 167), ("2025-10-20", 169), ("2025-06-09", 168)])
def test_hours_are_those_of_the_period_when_the_clock_changes(client: Client, on: str, hours: int) -> None:
    page = page_of(client, f"period=week&on={on}&state=all")
    assert page.listed.hours + page.overview.unknown_hours == hours
    duration = client.get(f"/g/river/balance/?period=week&on={on}").context["duration"]
    assert duration.hours[-1] == hours


@pytest.mark.usefixtures("stored")
def test_the_areas_of_the_curve_are_the_energies_of_the_page(client: Client) -> None:
    kpis = page_of(client).overview.kpis
    curve = client.get("/g/river/balance/values.json").json()["duration"]
    areas = np.diff(curve["hours"]) * curve["net_kw"]
    assert areas[areas > 0].sum() == pytest.approx(kpis.surplus_kwh, rel=1e-3)
    assert -areas[areas < 0].sum() == pytest.approx(kpis.deficit_kwh, rel=1e-3)


@pytest.mark.usefixtures("stored")
def test_the_page_and_its_json_hold_the_same(client: Client) -> None:
    page = client.get(f"/g/river/balance/?{JUNE}").content.decode()
    inner = page.partition('<script id="balance-data" type="application/json">')[2].partition("</script>")[0]
    answer = client.get(f"/g/river/balance/values.json?{JUNE}")
    assert orjson.loads(inner) == answer.json()
    again = client.get(f"/g/river/balance/values.json?{JUNE}", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.usefixtures("stored")
def test_the_carpet_of_a_year_has_hours_and_that_of_a_month_quarters(client: Client) -> None:
    year = client.get("/g/river/balance/values.json").json()["carpet"]
    month = client.get("/g/river/balance/values.json?period=month&on=2025-10-01").json()["carpet"]
    assert (year["step_minutes"], len(year["dates"]), {len(row) for row in year["net_kw"]}) == (60, 365, {24})
    assert (month["step_minutes"], len(month["net_kw"]), len(month["net_kw"][0])) == (15, 31, 96)
    assert year["skipped"] == [[88, 2]]
    assert month["twice"] == [[25, quarter] for quarter in range(8, 12)]


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize("chart", ["duration", "carpet", "multiples", "months", "periods"])
def test_each_chart_has_a_table_and_a_file(client: Client, chart: str) -> None:
    table = client.get(f"/g/river/balance/{chart}.html?{JUNE}").context["table"]
    file = client.get(f"/g/river/balance/{chart}.csv?{JUNE}&lang=fr")
    assert len(file.content.decode("utf-8-sig").splitlines()) == len(table.rows) + 1
    assert file.headers["Content-Disposition"] == f'attachment; filename="river-{chart}-month-2025-06-01.csv"'


@pytest.mark.usefixtures("stored")
def test_the_table_of_the_mean_days_holds_what_the_chart_draws(client: Client) -> None:
    drawn = client.get(f"/g/river/balance/values.json?{JUNE}").json()["multiples"]
    rows = client.get(f"/g/river/balance/multiples.html?{JUNE}").context["table"].rows
    assert drawn["seasons"] == ["Jun–Aug"]
    saturday = [float(row[3].replace(",", "")) for row in rows if row[1] == "Saturday"]
    assert saturday == drawn["panels"][0][1]["production_kw"]


@pytest.mark.usefixtures("stored")
def test_each_weekday_stands_alone_if_asked(client: Client) -> None:
    drawn = client.get("/g/river/balance/values.json?multiples=seven").json()["multiples"]
    assert drawn["days"][0] == "Monday"
    assert sum(panel["days"] for panel in drawn["panels"][0]) == 90


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize(
    "query",
    [
        "period=typical",
        "on=x",
        "state=rich",
        "min_kwh=-1",
        "min_hours=nan",
        "min_kwh=1e999",
        "from=24",
        "to=0",
        "company=x",
        "sort=name",
        "order=left",
        "page=0",
        "page=1.5",
        "days=monday",
        "multiples=four",
        "tolerance=2",
        "at=noon",
    ],
)
def test_it_says_what_it_could_not_understand(client: Client, query: str) -> None:
    answer = client.get(f"/g/river/balance/?{query}")
    assert answer.status_code == 200
    assert query in answer.content.decode()


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_stranger_finds_nothing(people: People, address: str) -> None:
    assert people.stranger.get(f"/g/river/balance/{address}").status_code == 404
    assert people.nobody.get(f"/g/river/balance/{address}").status_code in (302, 404)


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize(
    "address", ["pie.csv", "pie.html", "duration.csv?lang=de", "period/", "period/?at=2031-01-01T00:00Z"]
)
def test_it_says_not_found(client: Client, address: str) -> None:
    assert client.get(f"/g/river/balance/{address}").status_code == 404


@pytest.mark.parametrize("members", [1, 12])
def test_it_answers_with_a_fixed_number_of_queries(
    client: Client, stored: DatabaseStore, river: Group, members: int, django_assert_max_num_queries: object
) -> None:
    many = Group("Many", ZONE, tuple(Member(f"M{n}", river.members[2].series) for n in range(members)))
    save_group(many, slug="many", store=stored, now=NOW, recorded_by="owner")
    total = AnnualTotal("production", "photovoltaic", 10_000.0)
    stored.add_company("many", NewMember("Estimated", annual_totals=(total,)), now=NOW, recorded_by="owner")
    for address in ("", "periods.json", "carpet.html"):
        with django_assert_max_num_queries(10):  # type: ignore[operator]
            assert client.get(f"/g/many/balance/{address}?{JUNE}").status_code == 200


def test_the_page_of_a_year_of_twenty_companies_stays_small(client: Client, db: None) -> None:
    random = np.random.default_rng(5)
    members = tuple(
        Member(
            f"Company {n}",
            (
                series("production", random.uniform(0, 40, YEAR.slots)),
                series("consumption", random.uniform(0, 40, YEAR.slots)),
            ),
        )
        for n in range(20)
    )
    save_group(Group("Large", ZONE, members), slug="large", store=DatabaseStore(), now=NOW, recorded_by="owner")
    assert len(client.get("/g/large/balance/?multiples=seven").content) < 1_000_000


@pytest.mark.parametrize("query", ["", "period=week"])
def test_it_shows_a_group_without_companies(client: Client, db: None, query: str) -> None:
    DatabaseStore().create_group(NewGroup("empty", "Empty", ZONE), now=NOW, recorded_by="owner")
    for address in ("", "values.json", "periods.csv", "periods.json", "duration.html", "carpet.html", "multiples.csv"):
        assert client.get(f"/g/empty/balance/{address}?{query}").status_code == 200


def test_it_shows_a_group_that_knows_only_annual_totals(client: Client, db: None) -> None:
    totals = (AnnualTotal("consumption", "office", 36_500.0), AnnualTotal("production", "photovoltaic", 40_000.0))
    group = NewGroup("plan", "Plan", ZONE, (NewMember("Office", annual_totals=totals),))
    DatabaseStore().create_group(group, now=NOW, recorded_by="owner")
    page = client.get("/g/plan/balance/").context["page"]
    assert page.figures.surplus_periods > 300
    assert page.overview.completeness.estimated == 1.0


def test_it_tells_why_a_group_cannot_be_computed(client: Client, db: None) -> None:
    totals = (AnnualTotal("consumption", "office", 36_500.0),)
    group = NewGroup("plan", "Plan", ZONE, (NewMember("Office", annual_totals=totals),))
    DatabaseStore().create_group(group, now=NOW, recorded_by="owner")
    Estimate.objects.update(profile="not_installed")
    page = client.get("/g/plan/balance/", follow=True)
    assert page.redirect_chain == [("/g/plan/data/", 302)]
    assert "not_installed" in page.content.decode()
    answer = client.get("/g/plan/balance/periods.json")
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_name")


@pytest.mark.usefixtures("stored")
def test_a_period_without_readings_leads_to_those_that_are_there(client: Client) -> None:
    page = client.get("/g/river/balance/?period=week&on=2031-03-03").content.decode()
    assert "No readings for" in page
    assert "balance-data" not in page

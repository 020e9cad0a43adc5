"""What a member sees of a group, on the pages and in the files of the overview."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from energy_synergy.ports import NewMember
from energy_synergy.usecases.ingest import ingest_file
from energy_synergy.web.db.models import CompanyRole, Group, Membership, User
from energy_synergy.web.db.stores import DatabaseStore
from tests.web.conftest import NOW, TIMES

JUNE = "period=month&on=2025-06-01"
DAY = "period=day&on=2025-06-02"


def bring(store: DatabaseStore, company: int, direction: str, kwh: float) -> None:
    lines = "".join(f"{day:02}/06/2025 {time};{kwh}\n" for day in range(1, 31) for time in TIMES)
    ingest_file(
        BytesIO(f"time;{direction} kWh\n{lines}".encode()),
        store=store,
        company_id=company,
        timezone="Europe/Paris",
        now=NOW,
        recorded_by="owner",
    )


@pytest.fixture
def member(store: DatabaseStore, mill: int) -> Client:
    """A viewer of Mill, which consumes beside Forge and Kiln; Forge alone produces."""
    forge = store.company_id("river", "Forge")
    kiln = store.add_company("river", NewMember("Kiln"), now=NOW, recorded_by="owner")
    for company, kwh in ((mill, 1.25), (forge, 2.5), (kiln, 3.75)):
        bring(store, company, "consumption", kwh)
    bring(store, forge, "production", 5.5)
    user = User.objects.create_user("viewer@example.org")
    CompanyRole.objects.create(company_id=mill, user=user, role="viewer")
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def agree(company: str, visibility: str = "totals") -> None:
    Membership.objects.filter(company__name=company).update(agreed_at=NOW, visibility=visibility)


def members_of(client: Client, query: str) -> dict[str, dict[str, object]]:
    return {one["name"]: one for one in client.get(f"/g/river/overview.json?{query}").json()["members"]}


def test_it_refuses_days_where_one_company_stands_behind_the_production(member: Client) -> None:
    answer = member.get(f"/g/river/overview.json?{DAY}")
    assert (answer.status_code, answer.json()["code"]) == (422, "too_few_contributors")


def test_it_leads_the_page_to_the_month_and_says_why(member: Client) -> None:
    page = member.get(f"/g/river/?{DAY}", follow=True)
    assert page.redirect_chain[0][0].startswith("/g/river/?period=month&on=2025-06-01")
    assert "nothing finer" in page.content.decode()


def test_it_gives_out_a_month_as_one_value(member: Client) -> None:
    chart = member.get(f"/g/river/overview.json?{JUNE}").json()
    assert (len(chart["labels"]), chart["ribbon"], chart["heatmap"]["rows"]) == (1, [], [])
    assert member.get(f"/g/river/overview/balance.csv?{JUNE}").content.count(b"\n") == 2


def test_it_pools_the_others(member: Client) -> None:
    assert list(members_of(member, JUNE)) == ["Mill", "Other companies"]


def test_it_shows_days_once_the_company_has_agreed(member: Client) -> None:
    agree("Forge")
    members = members_of(member, DAY)
    assert members["Other companies"]["consumption_kwh"][0] == 6.25  # type: ignore[index]
    assert "Forge" not in member.get(f"/g/river/?{DAY}").content.decode()


def test_it_shows_a_curve_as_far_as_the_company_grants(member: Client) -> None:
    agree("Forge", "quarter_hour")
    agree("Kiln")
    assert list(members_of(member, DAY)) == ["Mill", "Forge", "Other companies"]


def test_it_protects_whoever_is_alone_with_the_visitor(member: Client) -> None:
    agree("Forge", "quarter_hour")
    # Kiln is all that is left of the consumption once Mill and Forge are subtracted.
    assert member.get(f"/g/river/overview.json?{DAY}").status_code == 422


def test_it_shows_the_manager_everything(member: Client) -> None:
    group = Group.objects.get(slug="river")
    user = User.objects.create_user("manager@example.org")
    group.roles.create(user=user, role="manager")
    manager = Client()
    manager.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert list(members_of(manager, DAY)) == ["Mill", "Forge", "Kiln"]


@pytest.fixture(params=[(20, False), (30, True)])
def is_over(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether June is over: it is on the clock of Paris on 30 June at 23:00 UTC."""
    day, is_over = request.param
    clock = SimpleNamespace(now=lambda: datetime(2025, 6, day, 23, tzinfo=UTC))
    monkeypatch.setattr("energy_synergy.web.queries.seen.timezone", clock)
    return bool(is_over)


@pytest.mark.parametrize("query", [JUNE, JUNE.replace("month", "year")])
def test_it_tells_what_others_did_in_a_month_once_that_is_over(member: Client, is_over: bool, query: str) -> None:
    members: dict[str, Any] = members_of(member, query)
    # What grows by the day would tell the day.
    told = {name: any(one["production_kwh"] or []) for name, one in members.items()}
    assert told == {"Mill": False, "Other companies": is_over}
    assert sum(filter(None, members["Mill"]["consumption_kwh"])) == 1.25 * 96 * 30


def test_what_a_company_received_is_told_once_a_month_is_over(member: Client, mill: int, is_over: bool) -> None:
    agree("Kiln", "quarter_hour")
    curve = member.get(f"/g/river/members/{mill}/company.json?{JUNE}").json()
    page = member.get(f"/g/river/members/{mill}/?{JUNE}").context["page"]
    assert curve["curve"]["received_kwh"] is None
    assert (page.figures.consumption_kwh, bool(page.figures.received_kwh)) == (3600.0, is_over)

"""Groups: made, listed, changed, archived and deleted, and the checklist of a new one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from energy_synergy.ports import AnnualTotal, NewMember
from energy_synergy.tariffs.tariff import read_tariff
from energy_synergy.web.db.models import AuditEntry, Company, Group, GroupRole, Membership, User
from energy_synergy.web.db.stores import DatabaseStore
from energy_synergy.web.db.tariffs import save_tariff
from tests.web.conftest import NOW, People

SETTINGS = {"name": "River", "country": "FR", "timezone": "Europe/Paris", "currency": "EUR", "tolerance": "5"}


def give_total(store: DatabaseStore, company: int, kwh: float = 1000.0) -> None:
    total = AnnualTotal("consumption", "office", kwh)
    store.save_annual_total(company, total, now=NOW, recorded_by="owner")


def test_a_new_group_begins_in_the_country_of_the_browser(client: Client, store: DatabaseStore) -> None:
    page = client.get("/groups/new/", headers={"Accept-Language": "fr-BE,fr;q=0.9"}).content.decode()
    assert 'value="BE" selected' in page
    assert 'value="Europe/Brussels"' in page


def test_a_country_brings_its_zone_and_its_currency(client: Client, store: DatabaseStore) -> None:
    client.post("/groups/new/", {"name": "Alps", "country": "CH"})
    group = Group.objects.get(slug="alps")
    assert (group.timezone, group.currency) == ("Europe/Zurich", "CHF")


def test_whoever_makes_a_group_manages_it(people: People) -> None:
    answer = people.stranger.post("/groups/new/", {"name": "Mine", "country": "FR"})
    assert answer.headers["Location"] == "/g/mine/"
    role = GroupRole.objects.get(group__slug="mine")
    assert (role.user.email, role.role) == ("stranger@example.org", "manager")
    assert AuditEntry.objects.filter(action="group.created", actor="stranger@example.org").exists()


def test_a_refused_form_keeps_its_text(client: Client, store: DatabaseStore) -> None:
    answer = client.post("/groups/new/", {"name": "Lost <b>", "timezone": "Mars/Base"})
    assert answer.status_code == 422
    assert 'value="Lost &lt;b&gt;"' in answer.content.decode()


def test_it_lists_groups_with_what_needs_a_look(client: Client, store: DatabaseStore, mill: int) -> None:
    give_total(store, mill)
    page = client.get("/").content.decode()
    assert "1 to look at" in page
    assert 'data-figures="/g/river/figures.json"' in page


def test_it_asks_no_more_for_more_groups(
    people: People, store: DatabaseStore, mill: int, django_assert_max_num_queries: object
) -> None:
    for number in range(12):
        group = Group.objects.create(slug=f"g{number}", name=f"G {number}", timezone="UTC", created_at=NOW)
        Membership.objects.create(group=group, company_id=mill)
    for client in (people.admin, people.mill_viewer):
        with django_assert_max_num_queries(10):  # type: ignore[operator]
            assert client.get("/").status_code == 200


def test_it_finds_a_group_by_its_name(client: Client, store: DatabaseStore) -> None:
    for number in range(9):
        Group.objects.create(slug=f"g{number}", name=f"Parc {number}", timezone="UTC", created_at=NOW)
    page = client.get("/?q=parc+7").content.decode()
    assert ("Parc 7" in page, "Parc 6" in page.partition("<main")[2]) == (True, False)


def test_a_member_hears_of_no_problem_of_others(people: People) -> None:
    assert "to look at" in people.manager.get("/").content.decode()
    assert "to look at" not in people.mill_viewer.get("/").content.decode()


def test_the_figures_of_a_group_are_those_of_twelve_months(client: Client, store: DatabaseStore, mill: int) -> None:
    give_total(store, mill, 12_000.0)
    figures = client.get("/g/river/figures.json").json()
    assert figures["consumption"]["text"] == "12.0"
    assert figures["self_sufficiency"]["text"] == "0%"
    assert figures["production"] == {"text": "–", "sort": ""}


def test_a_stranger_gets_no_figures(people: People) -> None:
    assert people.stranger.get("/g/river/figures.json").status_code == 404


def test_it_changes_a_group_and_writes_it_down(people: People) -> None:
    told = {**SETTINGS, "name": "Rivière", "currency": "CHF", "tolerance": "7,5"}
    assert people.manager.post("/g/river/settings/", told).status_code == 302
    group = Group.objects.get(slug="river")
    assert (group.name, group.currency, group.tolerance) == ("Rivière", "CHF", 0.075)
    details = AuditEntry.objects.get(action="group.changed").details
    assert details == {
        "name": ["River", "Rivière"],
        "country": ["", "FR"],
        "currency": ["EUR", "CHF"],
        "tolerance": ["5", "7.5"],
    }


@pytest.mark.parametrize(
    ("field", "text"), [("tolerance", "101"), ("tolerance", "nan"), ("timezone", "Mars/Base"), ("currency", "XXX")]
)
def test_it_refuses_what_no_group_can_be(people: People, field: str, text: str) -> None:
    answer = people.manager.post("/g/river/settings/", {**SETTINGS, field: text})
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()


def test_it_says_what_another_zone_changes_before_it_does(people: People) -> None:
    Membership.objects.filter(company__name="Mill").update(active_from=datetime(2025, 5, 31, 22, tzinfo=UTC))
    told = {**SETTINGS, "timezone": "Europe/Lisbon"}
    asked = people.manager.post("/g/river/settings/", told)
    assert asked.status_code == 422
    assert "From Europe/Paris to Europe/Lisbon" in asked.content.decode()
    assert Group.objects.get(slug="river").timezone == "Europe/Paris"

    people.manager.post("/g/river/settings/", {**told, "confirm_timezone": "on"})
    assert Group.objects.get(slug="river").timezone == "Europe/Lisbon"
    # Still from 1 June, at midnight of the new clock.
    assert Membership.objects.get(company__name="Mill").active_from == datetime(2025, 5, 31, 23, tzinfo=UTC)


def test_an_archived_group_is_read_and_not_changed(people: People) -> None:
    people.manager.post("/g/river/archive/")
    assert people.manager.get("/g/river/settings/").status_code == 200
    posts = ("settings/", "archive/", "members/new/", "members/existing/")
    assert [people.manager.post(f"/g/river/{path}", SETTINGS).status_code for path in posts] == [403] * 4
    listed = people.manager.get("/").content.decode()
    assert "1 archived group" in listed
    people.manager.post("/g/river/unarchive/")
    assert people.manager.post("/g/river/settings/", SETTINGS).status_code == 302


def test_the_demo_goes_in_one_click(client: Client, store: DatabaseStore) -> None:
    Group.objects.filter(slug="river").update(is_demo=True)
    page = client.get("/g/river/data/").content.decode()
    assert 'action="/g/river/delete/"' in page
    gone = client.post("/g/river/delete/", follow=True).content.decode()
    assert "You can make it again at any time." in gone
    assert not Company.objects.exists()
    assert AuditEntry.objects.get(action="group.deleted").group_name == "River"


def test_the_banner_offers_it_to_those_alone_who_may(people: People) -> None:
    Group.objects.filter(slug="river").update(is_demo=True)
    assert b'action="/g/river/delete/"' in people.manager.get("/g/river/data/").content
    assert b'action="/g/river/delete/"' not in people.mill_viewer.get("/g/river/data/").content


def test_the_checklist_is_ticked_from_the_data(client: Client, store: DatabaseStore, mill: int) -> None:
    def done() -> int:
        return client.get("/g/river/members/").content.decode().count('<li class="done">')

    assert done() == 1
    give_total(store, mill)
    assert done() == 2
    give_total(store, store.company_id("river", "Forge"))
    assert done() == 3


def test_the_checklist_goes_when_it_is_done(people: People, store: DatabaseStore, mill: int) -> None:
    assert b"First steps" in people.manager.get("/g/river/").content
    for name in ("Mill", "Forge"):
        company = Company.objects.get(pk=store.company_id("river", name))
        give_total(store, company.pk)
        assert b"First steps" in people.manager.get("/g/river/").content
        save_tariff(company, read_tariff({"energy": 0.2}), now=NOW, recorded_by="owner")
    # Both companies have an account, so nobody is left to invite.
    assert b"First steps" not in people.manager.get("/g/river/").content


def test_the_checklist_can_be_put_away(people: People) -> None:
    assert b"First steps" in people.manager.get("/g/river/members/").content
    assert people.manager.post("/g/river/checklist/").headers["Location"] == "/g/river/"
    assert b"First steps" not in people.manager.get("/g/river/members/").content


def test_a_member_sees_no_checklist(people: People) -> None:
    assert b"First steps" not in people.mill_editor.get("/g/river/members/").content


def test_a_broken_cookie_does_no_harm(client: Client, store: DatabaseStore) -> None:
    client.cookies["es-checklist-away"] = "x.-1." + "9" * 300
    assert client.get("/g/river/members/").status_code == 200


def test_a_group_made_by_the_local_owner_has_no_manager(client: Client, store: DatabaseStore) -> None:
    client.post("/groups/new/", {"name": "Alone", "country": "FR"})
    assert not GroupRole.objects.exists()
    assert not User.objects.exists()


def test_the_list_of_companies_elsewhere_is_empty_for_one_group(people: People) -> None:
    assert b'action="/g/river/members/existing/"' not in people.manager.get("/g/river/members/new/").content


def test_a_company_that_is_elsewhere_too_stays(store: DatabaseStore, client: Client, mill: int) -> None:
    client.post("/groups/new/", {"name": "Second", "country": "FR"})
    client.post("/g/second/members/existing/", {"company": mill})
    store.add_company("second", NewMember("Kiln"), now=NOW, recorded_by="owner")
    client.post("/g/second/delete/")
    assert set(Company.objects.values_list("name", flat=True)) == {"Mill", "Forge"}

"""Companies of a group: listed, described, placed, metered, dated, removed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from energy_synergy.ports import AnnualTotal, NewMember
from energy_synergy.web.db.loading import load_group
from energy_synergy.web.db.models import AuditEntry, Company, CompanyRole, Group, Membership, Meter, Site
from energy_synergy.web.db.stores import DatabaseStore
from tests.web.conftest import NOW, People

TOLD = {"name": "Mill", "sector": "Food", "size_class": "small", "country": "FR", "registration_id": "732 829 320"}
SITE = {"name": "Works", "postcode": "69001", "municipality": "Lyon", "latitude": "45,7578", "longitude": "4.8320"}


@pytest.fixture
def at(mill: int) -> str:
    """Where the pages of Mill are."""
    return f"/g/river/members/{mill}/"


def meter_of(company: int, name: str = "A", direction: str = "consumption") -> Meter:
    return Meter.objects.create(company_id=company, name=name, direction=direction)


def test_it_lists_companies_to_a_manager_and_its_own_to_a_member(people: People) -> None:
    pages = [client.get("/g/river/members/").content.decode() for client in (people.manager, people.mill_viewer)]
    assert ["Forge" in page for page in pages] == [True, False]
    assert people.stranger.get("/g/river/members/").status_code == 404


def test_it_asks_no_more_for_more_companies(
    people: People, store: DatabaseStore, mill: int, at: str, django_assert_max_num_queries: object
) -> None:
    for number in range(12):
        company = store.add_company("river", NewMember(f"Shop {number}"), now=NOW, recorded_by="owner")
        meter_of(company)
        meter_of(mill, f"M{number}")
        Site.objects.create(company_id=mill, name=f"S{number}")
    meter, site = Meter.objects.filter(company=mill).first(), Site.objects.first()
    assert meter
    assert site
    paths = ("edit/", "sharing/", "remove/", "sites/new/", f"sites/{site.pk}/", f"meters/{meter.pk}/")
    for path in ("/g/river/members/", "/g/river/members/new/", *(at + one for one in paths)):
        with django_assert_max_num_queries(10):  # type: ignore[operator]
            assert people.manager.get(path).status_code == 200


def test_it_adds_companies_one_after_the_other(people: People) -> None:
    again = people.manager.post("/g/river/members/new/", {"name": "Kiln", "country": "DE", "again": "1"})
    last = people.manager.post("/g/river/members/new/", {"name": "Quarry", "size_class": "large"})
    assert again.headers["Location"] == "/g/river/members/new/"
    assert last.headers["Location"] == "/g/river/members/"
    assert Company.objects.get(name="Quarry").size_class == "large"
    assert Company.objects.get(name="Kiln").color_index == 2


@pytest.mark.parametrize(
    ("field", "text", "reason"),
    [
        ("name", "forge", "named forge in the group already"),
        ("name", "  ", "required"),
        ("registration_id", "732 829 321", "no SIREN or SIRET"),
        ("size_class", "huge", "not one of the available choices"),
        ("country", "ZZ", "not one of the available choices"),
    ],
)
def test_it_refuses_beside_the_field_and_saves_nothing(
    people: People, at: str, mill: int, field: str, text: str, reason: str
) -> None:
    answer = people.manager.post(f"{at}edit/", {**TOLD, "sector": "Bakery", field: text})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert reason in page.partition(f'id="id_{field}_error"')[2][:300]
    assert 'value="Bakery"' in page
    assert Company.objects.get(pk=mill).sector == "Food"


def test_it_saves_a_company_and_writes_it_down(people: People, at: str, mill: int) -> None:
    assert people.mill_editor.post(f"{at}edit/", TOLD).status_code == 302
    company = Company.objects.get(pk=mill)
    assert (company.registration_id, company.size_class) == ("732829320", "small")
    entry = AuditEntry.objects.get(action="company.changed")
    assert entry.details["registration_id"] == ["", "732829320"]


def test_a_viewer_changes_nothing(people: People, at: str) -> None:
    paths = ("edit/", "leave/", "sites/new/", "meters/new/", "sharing/")
    assert [people.mill_viewer.post(at + path, TOLD).status_code for path in paths] == [403] * 5


def test_the_editor_of_another_company_gets_404(people: People, at: str) -> None:
    paths = ("edit/", "leave/", "sites/new/", "meters/new/", "sharing/")
    assert [people.forge_editor.post(at + path, TOLD).status_code for path in paths] == [404] * 5


def test_it_places_a_company(people: People, at: str, mill: int) -> None:
    people.mill_editor.post(f"{at}sites/new/", SITE)
    site = Site.objects.get(company=mill)
    assert (site.name, site.latitude, site.longitude) == ("Works", 45.7578, 4.832)
    assert "69001 Lyon" in people.mill_editor.get(f"{at}edit/").content.decode()
    people.mill_editor.post(f"{at}sites/{site.pk}/", {**SITE, "name": "Old works", "latitude": "", "longitude": ""})
    site.refresh_from_db()
    assert (site.name, site.latitude) == ("Old works", None)


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"latitude": "91"}, "latitude", "between -90 and 90"),
        ({"longitude": "-180.5"}, "longitude", "between -180 and 180"),
        ({"latitude": ""}, "latitude", "The latitude is missing"),
        ({"longitude": ""}, "longitude", "The longitude is missing"),
        ({"latitude": "45°45"}, "latitude", "such as 48.8566"),
        ({"latitude": "nan"}, "latitude", "such as 48.8566"),
        ({"name": "works"}, "name", "named works already"),
    ],
)
def test_it_refuses_a_place_that_is_none(
    people: People, at: str, mill: int, change: dict[str, str], field: str, reason: str
) -> None:
    Site.objects.create(company_id=mill, name="Works")
    answer = people.manager.post(f"{at}sites/new/", {**SITE, "name": "Yard", **change})
    assert answer.status_code == 422
    assert reason in answer.content.decode().partition(f'id="id_{field}_error"')[2][:300]
    assert Site.objects.count() == 1


def test_a_meter_outlives_its_site(people: People, at: str, mill: int) -> None:
    site = Site.objects.create(company_id=mill, name="Works")
    people.manager.post(f"{at}meters/new/", {"name": "PRM 1", "direction": "production", "site": site.pk})
    meter = Meter.objects.get(company=mill)
    assert meter.site == site
    people.manager.post(f"{at}sites/{site.pk}/remove/")
    meter.refresh_from_db()
    assert meter.site is None


def test_a_site_of_another_company_is_no_choice(people: People, at: str, store: DatabaseStore) -> None:
    site = Site.objects.create(company_id=store.company_id("river", "Forge"), name="Secret works")
    answer = people.manager.post(f"{at}meters/new/", {"name": "A", "direction": "production", "site": site.pk})
    assert answer.status_code == 422
    assert people.manager.get(f"{at}sites/{site.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("told", "field", "reason"),
    [
        ({"name": "a", "direction": "consumption"}, "name", "named a in this direction already"),
        ({"name": "", "direction": "consumption"}, "name", "give this one a name"),
        ({"name": "B", "direction": "sideways"}, "direction", "not one of the available choices"),
    ],
)
def test_it_refuses_a_meter_that_would_be_mistaken(
    people: People, at: str, mill: int, told: dict[str, str], field: str, reason: str
) -> None:
    meter_of(mill)
    answer = people.manager.post(f"{at}meters/new/", told)
    assert answer.status_code == 422
    assert reason in answer.content.decode().partition(f'id="id_{field}_error"')[2][:300]


def test_a_meter_with_data_keeps_its_direction_and_stays(
    people: People, at: str, mill: int, store: DatabaseStore
) -> None:
    total = AnnualTotal("consumption", "office", 1000.0)
    store.save_annual_total(mill, total, now=NOW, recorded_by="owner")
    meter = Meter.objects.get(company=mill)
    turned = people.manager.post(f"{at}meters/{meter.pk}/", {"name": "A", "direction": "production"})
    assert turned.status_code == 422
    gone = people.manager.post(f"{at}meters/{meter.pk}/remove/", follow=True).content.decode()
    assert "Something is stored for this meter" in gone
    assert people.manager.post(f"{at}meters/{meter.pk}/", {"name": "A", "direction": "consumption"}).status_code == 302
    assert Meter.objects.get().name == "A"


def test_an_empty_meter_goes(people: People, at: str, mill: int) -> None:
    meter = meter_of(mill)
    people.manager.post(f"{at}meters/{meter.pk}/remove/")
    assert not Meter.objects.exists()


def test_a_membership_is_dated_on_the_clock_of_the_group(people: People, at: str, mill: int) -> None:
    people.manager.post(f"{at}membership/", {"first_on": "2025-03-30", "last_on": "2025-10-26"})
    bond = Membership.objects.get(company=mill)
    # From midnight of winter time until midnight of winter time; both days change the clock.
    assert bond.active_from == datetime(2025, 3, 29, 23, tzinfo=UTC)
    assert bond.active_to == datetime(2025, 10, 26, 23, tzinfo=UTC)
    page = people.manager.get(f"{at}edit/").content.decode()
    assert 'value="2025-03-30"' in page
    assert 'value="2025-10-26"' in page


@pytest.mark.parametrize("last_on", ["2025-03-29", "yesterday"])
def test_it_refuses_a_membership_that_ends_before_it_begins(people: People, at: str, last_on: str) -> None:
    answer = people.manager.post(f"{at}membership/", {"first_on": "2025-03-30", "last_on": last_on})
    assert answer.status_code == 422
    assert 'id="id_last_on_error"' in answer.content.decode()


def test_a_company_takes_part_with_a_part_of_its_energy(people: People, at: str, mill: int) -> None:
    people.manager.post(f"{at}membership/", {"participation_percent": "40"})
    bond = Membership.objects.get(company=mill, group__slug="river")
    assert bond.participation == pytest.approx(0.4)
    assert load_group("river").taking_part == (0.4, *[1.0] * (len(load_group("river").members) - 1))
    assert 'value="40"' in people.manager.get(f"{at}edit/").content.decode()


def test_it_refuses_more_than_all_of_a_companys_energy_in_several_groups(people: People, at: str, mill: int) -> None:
    second = Group.objects.create(slug="second", name="Second", timezone="Europe/Paris", created_at=NOW)
    Membership.objects.create(group=second, company_id=mill, participation=0.7)
    answer = people.manager.post(f"{at}membership/", {"participation_percent": "40"})
    assert answer.status_code == 422
    assert "sum to 1.1" in answer.content.decode()
    assert people.manager.post(f"{at}membership/", {"participation_percent": "30"}).status_code == 302


@pytest.mark.parametrize("percent", ["0", "101", "-5", "much"])
def test_a_participation_is_a_percentage(people: People, at: str, percent: str) -> None:
    assert people.manager.post(f"{at}membership/", {"participation_percent": percent}).status_code == 422


def test_only_a_manager_dates_a_membership(people: People, at: str) -> None:
    assert people.mill_editor.post(f"{at}membership/", {"first_on": "2025-03-30"}).status_code == 403
    assert people.mill_editor.get(f"{at}remove/").status_code == 403


def test_a_company_leaves_by_itself(people: People, at: str, mill: int) -> None:
    assert people.mill_editor.post(f"{at}leave/", {"last_on": "2020-01-01"}).status_code == 422
    assert people.mill_editor.post(f"{at}leave/", {"last_on": "2199-12-31"}).status_code == 302
    assert Membership.objects.get(company=mill).active_to == datetime(2199, 12, 31, 23, tzinfo=UTC)
    assert people.mill_editor.get(f"{at}edit/").status_code == 200


def test_a_company_of_another_group_joins(people: People, mill: int) -> None:
    people.manager.post("/groups/new/", {"name": "Second", "country": "FR"})
    assert b"Mill (River)" in people.manager.get("/g/second/members/new/").content
    assert people.manager.post("/g/second/members/existing/", {"company": mill}).status_code == 302
    bond = Membership.objects.get(company=mill, group__slug="second")
    assert (bond.visibility, bond.agreed_at) == ("totals", None)
    assert people.manager.post("/g/second/members/existing/", {"company": mill}).status_code == 422


def test_a_company_of_a_group_of_others_does_not(people: People, mill: int) -> None:
    people.stranger.post("/groups/new/", {"name": "Theirs", "country": "FR"})
    answer = people.stranger.post("/g/theirs/members/existing/", {"company": mill})
    assert answer.status_code == 422
    assert b"Mill" not in answer.content


def test_it_says_what_goes_and_removes_it(people: People, at: str, mill: int, store: DatabaseStore) -> None:
    Site.objects.create(company_id=mill, name="Works")
    page = people.manager.get(f"{at}remove/").content.decode()
    assert "1 site" in page
    assert "the roles of 2 people" in page
    people.manager.post(f"{at}remove/")
    assert not Company.objects.filter(pk=mill).exists()
    assert AuditEntry.objects.get(action="company.removed").details == {"name": "Mill"}
    assert people.mill_editor.get("/g/river/").status_code == 404


def test_a_company_of_two_groups_only_loses_one(people: People, at: str, mill: int) -> None:
    people.manager.post("/groups/new/", {"name": "Second", "country": "FR"})
    people.manager.post("/g/second/members/existing/", {"company": mill})
    assert b"It is in another group too" in people.manager.get(f"{at}remove/").content
    people.manager.post(f"{at}remove/")
    assert list(Group.objects.filter(memberships__company=mill).values_list("slug", flat=True)) == ["second"]
    assert CompanyRole.objects.filter(company=mill).count() == 2


def test_the_local_owner_sees_all_of_it(client: Client, store: DatabaseStore, at: str) -> None:
    for path in ("edit/", "sharing/", "remove/", "sites/new/", "meters/new/"):
        assert client.get(at + path).status_code == 200


def test_a_company_does_not_stay_longer_than_it_is_let(people: People, at: str, mill: int) -> None:
    people.manager.post(f"{at}membership/", {"first_on": "", "last_on": "2199-06-30"})
    refused = people.mill_editor.post(f"{at}leave/", {"last_on": "2199-12-31"})
    assert refused.status_code == 422
    assert "Its last day in the group is 2199-06-30 already." in refused.content.decode()
    assert people.mill_editor.post(f"{at}leave/", {"last_on": "2199-01-31"}).status_code == 302

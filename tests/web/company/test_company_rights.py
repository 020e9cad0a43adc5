"""The page of one company is for its people, and tells them of the others what these agreed to."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from energy_synergy.community.group import Group, Member
from energy_synergy.ports import AnnualTotal, NewMember
from energy_synergy.usecases.manage_group import save_group
from energy_synergy.web.db.models import CompanyRole, Membership, OwnProfile, OwnProfileVersion, User
from energy_synergy.web.db.models import Group as GroupRow
from energy_synergy.web.db.stores import DatabaseStore

from .conftest import NOW, RIVER, WEEK, ZONE, signed_in, values_of


def test_an_own_profile_is_offered_to_its_maker_until_it_is_shared(store: DatabaseStore, mill: int) -> None:
    manager, other = signed_in("m@example.org", role="manager"), signed_in("a@example.org", role="analyst")
    maker = User.objects.get(email="m@example.org")
    group = GroupRow.objects.get(slug="river")
    own = OwnProfile.objects.create(group=group, name="Mill by day", maker=maker, created_at=NOW)
    fields = {"values": [1.0] * 24}
    OwnProfileVersion.objects.create(
        profile=own, version=1, option="drawn", fields=fields, recorded_at=NOW, recorded_by="m"
    )
    path = f"/g/river/members/{mill}/?{WEEK}&profile=own-{own.pk}"
    assert manager.get(path).context["days"].chosen.label == "Mill by day"
    assert f"own-{own.pk}" not in {one.key for one in other.get(path).context["days"].choices}
    OwnProfile.objects.update(is_shared=True)
    assert other.get(path).context["days"].chosen.is_own


def test_its_people_are_spoken_to(store: DatabaseStore, mill: int) -> None:
    Membership.objects.update(agreed_at=NOW)
    page = signed_in("v@example.org", company=mill).get(f"/g/river/members/{mill}/?{WEEK}").content.decode()
    assert "You covered" in page
    assert "Does my day follow my profile?" in page


def test_the_overview_leads_to_the_companies_that_may_be_opened(store: DatabaseStore, mill: int) -> None:
    Membership.objects.update(agreed_at=NOW, visibility="quarter_hour")
    farm = store.company_id("river", "Farm")
    member = signed_in("v@example.org", company=mill).get(f"/g/river/?{WEEK}").content.decode()
    assert f"/g/river/members/{mill}/?period=week" in member
    assert f"/g/river/members/{farm}/?period=week" not in member
    manager = signed_in("m@example.org", role="manager").get(f"/g/river/?{WEEK}").content.decode()
    assert f"/g/river/members/{farm}/?period=week" in manager


def test_a_member_sees_partners_as_far_as_they_agreed(store: DatabaseStore, mill: int) -> None:
    member = signed_in("v@example.org", company=mill)
    assert [one["name"] for one in values_of(member, mill, WEEK)["partners"]] == ["Other companies"]
    Membership.objects.filter(company__name="Farm").update(agreed_at=NOW, visibility="hourly")
    Membership.objects.filter(company__name="Forge").update(agreed_at=NOW)
    names = [one["name"] for one in values_of(member, mill, WEEK)["partners"]]
    assert names == ["Farm", "Other companies"]


@pytest.mark.parametrize("path", ["", "company.json", "charts/curve.html", "charts/curve.csv"])
def test_charlie_does_not_know_that_it_is_there(store: DatabaseStore, mill: int, path: str) -> None:
    farm = store.company_id("river", "Farm")
    User.objects.create_user("charlie@example.org")
    charlie = Client()
    charlie.force_login(
        User.objects.get(email="charlie@example.org"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    neighbour = signed_in("f@example.org", company=farm, role="editor")
    assert {one.get(f"/g/river/members/{mill}/{path}").status_code for one in (charlie, neighbour)} == {404}
    assert Client().get(f"/g/river/members/{mill}/{path}").status_code == 302


def test_a_company_of_another_group_is_not_there(client: Client, store: DatabaseStore, mill: int) -> None:
    save_group(Group("Lake", ZONE, RIVER[2:]), slug="lake", store=store, now=NOW, recorded_by="owner")
    assert client.get(f"/g/lake/members/{mill}/").status_code == 404
    assert client.get(f"/g/river/members/{mill}/charts/pie.csv").status_code == 404
    assert client.get(f"/g/river/members/{mill}/charts/curve.csv?lang=de").status_code == 404


@pytest.mark.parametrize("members", [2, 14])
def test_it_answers_with_a_fixed_number_of_queries(
    store: DatabaseStore, members: int, django_assert_max_num_queries: Any
) -> None:
    many = tuple(Member(f"M{n}", RIVER[n % 2].series) for n in range(members))
    save_group(Group("Many", ZONE, many), slug="many", store=store, now=NOW, recorded_by="owner")
    number = store.company_id("many", "M0")
    total = AnnualTotal("production", "photovoltaic", 10_000.0)
    store.add_company("many", NewMember("Estimated", annual_totals=(total,)), now=NOW, recorded_by="owner")
    client = signed_in("v@example.org", company=number)
    for path in (f"/g/many/members/{number}/?{WEEK}", "/g/many/?period=month&on=2025-06-01"):
        with django_assert_max_num_queries(11):
            assert client.get(path).status_code == 200


def entered(email: str) -> str:
    """Return where somebody is led who asks for the site and signs in."""
    user = User.objects.get(email=email)
    user.set_password("a mill by the river")
    user.save()
    client = Client()
    door = client.get("/").headers["Location"]
    answer = client.post(door, {"login": email, "password": "a mill by the river"})
    return str(answer.headers["Location"])


def test_signing_in_leads_somebody_with_one_company_to_it(store: DatabaseStore, mill: int) -> None:
    signed_in("v@example.org", company=mill)
    signed_in("m@example.org", role="manager")
    signed_in("both@example.org", company=mill)
    CompanyRole.objects.create(
        user=User.objects.get(email="both@example.org"), company_id=store.company_id("river", "Farm"), role="viewer"
    )
    assert entered("v@example.org") == f"/g/river/members/{mill}/"
    assert entered("m@example.org") == entered("both@example.org") == "/"

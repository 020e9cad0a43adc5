"""The page of a group's country scheme."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from energy_synergy.ports import AnnualTotal
from energy_synergy.web.db.models import AuditEntry, Company, Group, Site
from energy_synergy.web.db.stores import DatabaseStore
from tests.web.conftest import NOW, People

PAGE = "/g/river/settings/scheme/"


def main_of(client: Client, path: str = PAGE, **headers: str) -> str:
    """Return the main part of a page."""
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode().partition("<main")[2]


def follow(name: str, **answers: str) -> None:
    """Let the group follow a scheme."""
    Group.objects.filter(slug="river").update(scheme=name, scheme_answers=answers)


@pytest.fixture
def sites(store: DatabaseStore, mill: int) -> tuple[Site, Site]:
    """A site of Mill, and one of Forge three kilometres to the north."""
    forge = store.company_id("river", "Forge")
    near = Site.objects.create(company_id=mill, name="Works", latitude=45.0, longitude=5.0)
    far = Site.objects.create(company_id=forge, name="Yard", latitude=45.027, longitude=5.0)
    return near, far


def test_it_works_without_a_scheme(client: Client, store: DatabaseStore) -> None:
    page = main_of(client)
    assert "Choose a scheme" in page
    assert "To fix" not in page


def test_the_schemes_of_the_country_come_first(client: Client, store: DatabaseStore) -> None:
    Group.objects.update(country="CH")
    options = main_of(client).partition('id="id_scheme"')[2].split("<option")
    assert "Switzerland" in options[2]


def test_a_scheme_is_chosen_with_its_answers(people: People) -> None:
    people.manager.post(PAGE, {"scheme": "fr_acc_extended"})
    assert "In which area is the group?" in main_of(people.manager)
    people.manager.post(PAGE, {"scheme": "fr_acc_extended", "answer_area": "rural", "answer_mainland": "yes"})
    group = Group.objects.get(slug="river")
    assert (group.scheme, group.scheme_answers) == ("fr_acc_extended", {"area": "rural", "mainland": "yes"})
    entry = AuditEntry.objects.filter(action="group.scheme").first()
    assert entry is not None
    assert entry.details == {"before": "", "after": "fr_acc_extended"}


def test_another_scheme_forgets_the_answers(people: People) -> None:
    follow("fr_acc_extended", area="rural")
    people.manager.post(PAGE, {"scheme": "it_cer", "answer_area": "rural", "answer_mainland": "yes"})
    assert Group.objects.get(slug="river").scheme_answers == {}


def test_a_scheme_that_is_not_there_is_refused(people: People) -> None:
    assert people.manager.post(PAGE, {"scheme": "moon"}).status_code == 422


def test_an_analyst_reads_and_changes_nothing(people: People) -> None:
    follow("it_cer")
    assert "What does the scheme say?" in main_of(people.analyst)
    assert people.analyst.post(PAGE, {"scheme": ""}).status_code == 403


def test_members_do_not_see_what_is_checked_of_others(people: People) -> None:
    assert people.mill_viewer.get(PAGE).status_code == 403


def test_it_names_who_is_too_far_apart(client: Client, sites: tuple[Site, Site]) -> None:
    follow("fr_acc_extended", area="urban")
    page = main_of(client)
    assert "Mill and Forge lie 3.00 km apart." in page
    assert "2 things do not fit" not in page
    assert "1 thing does not fit" in page
    assert "source: fsmv.fr; ffie.fr; lexcity.fr; confidence H" in page


def test_it_says_what_was_measured_when_all_is_well(client: Client, sites: tuple[Site, Site]) -> None:
    follow("fr_acc_extended", area="rural")
    Site.objects.filter(name="Works").update(installed_kw=120.5)
    page = main_of(client)
    assert "Farthest apart are Mill and Forge: 3.00 km." in page
    assert "120.5 kW are told as installed in all, 120.5 kW of them at the largest plant." in page


def test_it_speaks_french(client: Client, sites: tuple[Site, Site]) -> None:
    follow("fr_acc_extended")
    page = main_of(client, **{"Accept-Language": "fr"})
    assert "Autoconsommation collective étendue" in page
    assert "Dans quelle zone se trouve le groupe" in page


def test_the_rules_are_those_of_the_day(client: Client, store: DatabaseStore) -> None:
    follow("fr_acc_extended")
    before, after = main_of(client, f"{PAGE}?on=2025-02-20"), main_of(client, f"{PAGE}?on=2025-02-21")
    assert ("at most 3 MW" in before, "at most 5 MW" in before) == (True, False)
    assert ("at most 3 MW" in after, "at most 5 MW" in after) == (False, True)


def test_a_day_that_is_none_is_told(client: Client, store: DatabaseStore) -> None:
    assert "2026-99-99" in main_of(client, f"{PAGE}?on=2026-99-99")


def test_a_scheme_before_its_first_day_does_not_fit(client: Client, store: DatabaseStore) -> None:
    follow("de_energy_sharing")
    assert "is in force from 2026-06-01 on" in main_of(client, f"{PAGE}?on=2026-05-31")


def test_who_left_before_the_day_does_not_count(client: Client, sites: tuple[Site, Site]) -> None:
    follow("fr_acc_extended", area="urban")
    Company.objects.get(name="Forge").memberships.update(active_to=NOW)
    assert "km apart" in main_of(client, f"{PAGE}?on=2026-01-04")
    assert "km apart" not in main_of(client, f"{PAGE}?on=2026-01-10")


def test_a_producer_without_power_is_asked_for_it(
    client: Client, store: DatabaseStore, mill: int, sites: tuple[Site, Site]
) -> None:
    total = AnnualTotal("production", "photovoltaic", 1000.0)
    store.save_annual_total(mill, total, now=NOW, recorded_by="owner")
    follow("it_cer")
    assert "The installed power cannot be checked for Mill." in main_of(client)


def test_it_leads_to_where_a_fact_is_entered(client: Client, sites: tuple[Site, Site], mill: int) -> None:
    follow("it_cer")
    assert f"/g/river/members/{mill}/sites/{sites[0].pk}/" in main_of(client)


def test_facts_of_a_site_are_entered_on_its_page(client: Client, sites: tuple[Site, Site], mill: int) -> None:
    told = {"name": "Works", "substation": "AC 001", "grid_level": "7", "connection_kw": "36", "installed_kw": "9,5"}
    path = f"/g/river/members/{mill}/sites/{sites[0].pk}/"
    assert client.post(path, told).status_code == 302
    saved = Site.objects.get(pk=sites[0].pk)
    assert (saved.substation, saved.grid_level, saved.connection_kw, saved.installed_kw) == ("AC 001", 7, 36.0, 9.5)
    page = client.get(path).content.decode()
    assert 'id="connection" open' in page
    assert 'value="9.5"' in page


@pytest.mark.parametrize(("name", "value"), [("connection_kw", "0"), ("installed_kw", "-1"), ("grid_level", "9")])
def test_a_fact_that_cannot_be_is_refused(
    client: Client, sites: tuple[Site, Site], mill: int, name: str, value: str
) -> None:
    path = f"/g/river/members/{mill}/sites/{sites[0].pk}/"
    assert client.post(path, {"name": "Works", name: value}).status_code == 422


def test_a_public_body_is_no_large_company(people: People, mill: int) -> None:
    follow("de_energy_sharing")
    told = {"name": "Mill", "size_class": "large"}
    people.manager.post(f"/g/river/members/{mill}/edit/", told)
    assert "Large companies may not join: Mill." in main_of(people.manager, f"{PAGE}?on=2026-07-01")
    people.manager.post(f"/g/river/members/{mill}/edit/", {**told, "is_public": "on"})
    assert "Large companies may not join" not in main_of(people.manager, f"{PAGE}?on=2026-07-01")


def test_it_tells_the_fee_on_shared_energy(client: Client, store: DatabaseStore) -> None:
    follow("ch_leg", transformation="yes")
    assert "80%" in main_of(client, f"{PAGE}?on=2026-07-01").partition("title-fees")[2]


def test_it_asks_few_questions(client: Client, sites: tuple[Site, Site], django_assert_max_num_queries: Any) -> None:
    follow("at_eeg_regional")
    with django_assert_max_num_queries(10):
        main_of(client)


def test_an_archived_group_is_read_and_not_changed(people: People) -> None:
    follow("it_cer")
    Group.objects.update(archived_at=NOW)
    assert "disabled" in main_of(people.manager)
    assert people.manager.post(PAGE, {"scheme": ""}).status_code == 403

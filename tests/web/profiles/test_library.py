"""The library of profiles: what is in it, what is found, who sees what."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from energy_synergy.ports import AnnualTotal
from energy_synergy.web.db.models import OwnProfile
from energy_synergy.web.db.stores import DatabaseStore
from energy_synergy.web.queries.profiles import ready_profiles
from tests.web.conftest import NOW, People
from tests.web.profiles.conftest import LIBRARY

Make = Callable[..., OwnProfile]


def page(client: Client, query: str = "") -> str:
    """Return the library as somebody sees it."""
    answer = client.get(LIBRARY + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_works(people: People) -> None:
    shown = page(people.mill_viewer)
    assert "Photovoltaic" in shown
    assert shown.count('class="c pcard"') == len(ready_profiles())


def test_it_is_not_there_for_a_stranger(people: People, shared: OwnProfile) -> None:
    for path in (
        "",
        "new/",
        f"{shared.pk}/",
        f"{shared.pk}/curve.csv",
        "catalogue/office/",
        "start/?from=catalogue:office",
    ):
        assert people.stranger.get(LIBRARY + path).status_code == 404, path


def test_it_shows_a_profile_to_its_maker_and_the_managers_until_it_is_shared(people: People, make: Make) -> None:
    profile = make()
    seeing = (people.mill_editor, people.manager, people.admin)
    blind = (people.analyst, people.mill_viewer, people.forge_editor)
    assert ["Night shift" in page(client) for client in (*seeing, *blind)] == [True] * 3 + [False] * 3
    assert [client.get(f"{LIBRARY}{profile.pk}/").status_code for client in blind] == [404] * 3
    OwnProfile.objects.update(is_shared=True)
    assert all("Night shift" in page(client) for client in (*seeing, *blind))


@pytest.mark.parametrize(
    ("query", "found", "count"),
    [
        ("?q=bakery", "Bakery", 1),
        ("?q=EDUCATION", "School", 1),
        ("?direction=production", "Wind", 3),
        ("?sector=I", "Restaurant", 2),
        ("?q=mill", "Office", 1),
        ("?whose=own", "Night shift", 1),
        ("?whose=mine", "Night shift", 1),
        ("?whose=catalogue&q=night", "No profile fits", 0),
        ("?whose=archived", "No profile fits", 0),
        ("?q=<b>", "No profile fits", 0),
    ],
)
def test_it_finds(
    people: People, store: DatabaseStore, mill: int, make: Make, query: str, found: str, count: int
) -> None:
    make(people.manager)
    total = AnnualTotal("consumption", "office", 1000.0)
    store.save_annual_total(mill, total, now=NOW, recorded_by="owner")
    shown = page(people.manager, query)
    assert (found in shown, shown.count('class="c pcard"')) == (True, count)


def test_a_choice_that_cannot_be_is_said_and_left_out(people: People, make: Make) -> None:
    make(people.manager)
    shown = page(people.manager, "?sector=ZZ")
    assert "cannot be shown" in shown
    assert shown.count('class="c pcard"') == len(ready_profiles()) + 1


def test_it_says_who_uses_a_profile_to_those_who_see_the_company(
    people: People, store: DatabaseStore, mill: int
) -> None:
    forge = store.company_id("river", "Forge")
    for company in (mill, forge):
        store.save_annual_total(company, AnnualTotal("consumption", "office", 1000.0), now=NOW, recorded_by="owner")
    assert "Used by Forge, Mill" in page(people.analyst)
    seen = page(people.mill_viewer)
    assert "Used by Mill and 1 other company" in seen
    assert "Forge" not in seen


def test_it_offers_to_make_profiles_to_those_who_may(people: People) -> None:
    roles = (people.mill_editor, people.manager, people.mill_viewer, people.analyst)
    assert ["/profiles/new/" in page(client) for client in roles] == [True, True, False, False]


def test_it_asks_the_database_as_often_for_many_profiles(people: People, make: Make) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            page(people.manager)
        return len(asked)

    make()
    few = queries()
    for number in range(6):
        make(name=f"Shift {number}")
    assert queries() == few <= 10


def test_it_speaks_of_itself_in_the_menu(people: People) -> None:
    assert 'href="/g/river/profiles/" aria-current="page"' in page(people.mill_viewer)

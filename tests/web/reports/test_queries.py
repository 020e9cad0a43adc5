"""The page of reports asks the database little, and no more for a larger group."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from energy_synergy.ports import NewMember
from energy_synergy.web.db.stores import DatabaseStore
from tests.web.conftest import NOW, People

MOST_QUERIES = 10


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize("who", ["manager", "mill_viewer"])
def test_the_page_asks_little(people: People, store: DatabaseStore, who: str) -> None:
    client = getattr(people, who)
    before = queries(client, "/g/river/reports/")
    for place in range(5):
        store.add_company("river", NewMember(f"Company {place}"), now=NOW, recorded_by="owner")
    assert queries(client, "/g/river/reports/") == before <= MOST_QUERIES


@pytest.mark.parametrize("name", ["group.pdf", "group.xlsx"])
def test_a_file_asks_no_more_for_more_companies(people: People, store: DatabaseStore, name: str) -> None:
    before = queries(people.manager, f"/g/river/reports/{name}")
    for place in range(5):
        store.add_company("river", NewMember(f"Company {place}"), now=NOW, recorded_by="owner")
    assert queries(people.manager, f"/g/river/reports/{name}?period=typical") <= before

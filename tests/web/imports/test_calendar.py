"""The completeness calendar says what each day rests on, in words as in colours."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from energy_synergy.ports import NewMember
from energy_synergy.testing.store_samples import readings
from energy_synergy.web.db.stores import DatabaseStore
from tests.web.conftest import NOW, People

URL = "/g/river/data/calendar/"
JUNE = datetime(2025, 5, 31, 22, tzinfo=UTC)


@pytest.fixture
def june(store: DatabaseStore, mill: int) -> None:
    """Readings of Mill for 1 to 10 June 2025, without the 4th and the morning of the 5th."""
    values = [1.0] * 96 * 3 + [float("nan")] * (96 + 24) + [1.0] * (96 * 6 - 24)
    store.save_dataset(mill, readings(values, starts_at=JUNE), now=NOW, recorded_by="owner")


def test_it_works(client: Client, june: None, mill: int) -> None:
    page = client.get(URL).content.decode()
    assert "Which days of 2025 are complete?" in page
    assert "1 Jan 2025 – 31 May 2025: missing" in page
    chosen = client.get(f"{URL}?company={mill}&year=2025")
    (source,) = chosen.context["page"].chosen
    states = {day.date.day: day.state.value for day in source.days if day.date.month == 6 and day.date.day <= 10}
    assert states == {**dict.fromkeys((1, 2, 3, 6, 7, 8, 9, 10), "measured"), 4: "missing", 5: "partial"}
    assert "5 Jun 2025: partly missing (6 h 00)" in chosen.content.decode().replace("\u00a0", " ")


def test_what_is_estimated_is_told(client: Client, store: DatabaseStore, mill: int) -> None:
    client.post("/g/river/data/annual-total/", {"company": mill, "profile": "office", "annual_kwh": "1000"})
    page = client.get(f"{URL}?year=2025").context["page"]
    assert (page.sources[0].received, page.sources[0].estimated) == (1.0, 1.0)


def test_nothing_is_due_in_the_future(client: Client, june: None) -> None:
    page = client.get(f"{URL}?year=2090").context["page"]
    assert page.sources[0].received is None
    assert {run.state.value for run in page.sources[0].runs} == {"outside"}


def test_a_group_without_sources_says_so(client: Client, store: DatabaseStore) -> None:
    assert "No company has a source yet." in client.get(URL).content.decode()


@pytest.mark.parametrize("query", ["year=x", "year=1", "year=99999999999", "company=0", "company=x"])
def test_what_is_not_there_is_not_found(client: Client, june: None, query: str) -> None:
    assert client.get(f"{URL}?{query}").status_code == 404


def test_a_company_sees_its_own(people: People, june: None, store: DatabaseStore, mill: int) -> None:
    forge = store.company_id("river", "Forge")
    store.save_dataset(forge, readings([2.0] * 96, starts_at=JUNE), now=NOW, recorded_by="owner")
    seen = [source.company.name for source in people.mill_viewer.get(URL).context["page"].sources]
    assert seen == ["Mill"]
    assert people.mill_viewer.get(f"{URL}?company={forge}").status_code == 404
    assert people.stranger.get(URL).status_code == 404
    assert len(people.analyst.get(URL).context["page"].sources) == 2


def test_more_companies_need_no_more_queries(
    client: Client, june: None, store: DatabaseStore, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(8):
        number = store.add_company("river", NewMember(f"C{n}"), now=NOW, recorded_by="owner")
        store.save_dataset(number, readings([1.0] * 96, starts_at=JUNE), now=NOW, recorded_by="owner")
    for path in (URL, "/g/river/data/", "/g/river/data/import/"):
        with django_assert_max_num_queries(10):
            assert client.get(path).status_code == 200

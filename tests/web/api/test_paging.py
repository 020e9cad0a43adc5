"""Lists in pages."""

from __future__ import annotations

import pytest

from energy_synergy.web.db.models import Company, Group, Site
from tests.web.api.conftest import Caller


@pytest.fixture
def sites(mill: int) -> str:
    """The address of a list of five sites."""
    Site.objects.bulk_create(Site(company_id=mill, name=f"Quay {number}") for number in range(5))
    return f"/groups/river/companies/{mill}/sites"


def follow(caller: Caller, path: str) -> list[list[str]]:
    pages = [caller.get(path).json()]
    while pages[-1]["next"]:
        pages.append(caller.get(pages[-1]["next"].removeprefix("/api/v1")).json())
    return [[one["name"] for one in page["items"]] for page in pages]


def test_it_works(manager: Caller, sites: str) -> None:
    assert follow(manager, sites + "?limit=2") == [["Quay 0", "Quay 1"], ["Quay 2", "Quay 3"], ["Quay 4"]]


def test_a_full_last_page_has_no_next_one(manager: Caller, sites: str) -> None:
    assert [len(page) for page in follow(manager, sites + "?limit=5")] == [5]


def test_what_comes_and_goes_meanwhile_shifts_nothing(manager: Caller, sites: str, mill: int) -> None:
    first = manager.get(sites + "?limit=2").json()
    Site.objects.filter(name="Quay 0").delete()
    Site.objects.create(company_id=mill, name="Quay 9")
    rest = follow(manager, first["next"].removeprefix("/api/v1"))
    assert [name for page in rest for name in page] == ["Quay 2", "Quay 3", "Quay 4", "Quay 9"]


def test_the_next_page_asks_for_the_same(manager: Caller, mill: int, dated: str) -> None:
    manager.send(f"/groups/river/companies/{mill}/imports", dated.encode())
    page = manager.get("/groups/river/periods?period=day&on=2025-06-02&state=deficit&limit=1&min_kwh=1").json()
    assert (len(page["items"]), page["next"]) == (1, None)
    path = f"/groups/river/companies/{mill}/readings?limit=4&starts_at=2025-06-02T00:00:00%2B02:00"
    first = manager.get(path).json()
    second = manager.get(first["next"].removeprefix("/api/v1")).json()
    assert [page["items"][0]["starts_at"] for page in (first, second)] == [
        "2025-06-02T00:00:00+02:00",
        "2025-06-02T01:00:00+02:00",
    ]


@pytest.mark.parametrize(
    "cursor", ["abc", "WzJd-", "W10", "WzEsMl0", "Wy0xXQ", "WzEuNV0", "WyJhIl0", "WzFlMzBd", "WzkwMDcxOTkyNTQ3NDA5OTJd"]
)
def test_it_refuses_a_cursor_of_somebody_else(manager: Caller, sites: str, cursor: str) -> None:
    answer = manager.get(f"{sites}?cursor={cursor}")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_cursor")


def test_a_page_takes_as_many_queries_however_long_it_is(
    manager: Caller, django_assert_max_num_queries: object, mill: int
) -> None:
    group = Group.objects.get(slug="river")
    for number in range(20):
        company = Company.objects.create(name=f"Member {number}", color_index=number)
        group.memberships.create(company=company)
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        assert len(manager.get("/groups/river/companies").json()["items"]) == 22

"""A company that has left a group: its people see all of its readings, the group those of its membership."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from energy_synergy.web.db.models import Company, CompanyRole, Group, Membership
from tests.web.api.conftest import Caller, Key
from tests.web.conftest import People

LEFT_AT = datetime(2025, 6, 1, tzinfo=UTC)
DAY = "?starts_at=2025-06-02T00:00:00%2B02:00&ends_at=2025-06-03T00:00:00%2B02:00"


@pytest.fixture
def left(mill: int, manager: Caller, readings: list[dict[str, Any]]) -> int:
    """Mill, which left the group `river` and has readings of a later day."""
    saved = manager.post(f"/groups/river/companies/{mill}/readings", {"direction": "consumption", "readings": readings})
    assert saved.status_code == 201
    Membership.objects.filter(company=mill).update(active_to=LEFT_AT)
    other = Group.objects.create(slug="sea", name="Sea", timezone="Europe/Paris", created_at=LEFT_AT)
    Membership.objects.create(group=other, company=Company.objects.get(pk=mill))
    return mill


@pytest.mark.parametrize("who", ["manager", "analyst"])
def test_readings_of_a_company_that_left_are_not_told_to_the_group(left: int, key: Key, who: str) -> None:
    items = key(who).get(f"/groups/river/companies/{left}/readings{DAY}").json()["items"]
    assert len(items) == 96
    assert {one["consumption_kwh"] for one in items} == {None}


@pytest.mark.parametrize(("who", "values"), [("manager", {1.5}), ("analyst", {None})])
def test_a_manager_keeps_the_readings_of_a_company_without_an_account(
    left: int, key: Key, who: str, values: set[float | None]
) -> None:
    CompanyRole.objects.filter(company=left).delete()
    items = key(who).get(f"/groups/river/companies/{left}/readings{DAY}").json()["items"]
    assert {one["consumption_kwh"] for one in items} == values


@pytest.mark.parametrize("who", ["manager", "analyst"])
def test_mean_days_of_a_company_that_left_are_not_told_to_the_group(left: int, people: People, who: str) -> None:
    answer = getattr(people, who).get(f"/g/river/profiles/measured/?company={left}&direction=consumption")
    assert not any(any(counts) for counts in answer.json()["days"])
    Membership.objects.filter(company=left).update(active_to=None)
    answer = getattr(people, who).get(f"/g/river/profiles/measured/?company={left}&direction=consumption")
    assert any(any(counts) for counts in answer.json()["days"])

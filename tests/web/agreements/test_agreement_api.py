"""Agreements over the programming interface."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from energy_synergy.web.db.models import Agreement, Group, Membership
from energy_synergy.web.db.stores import DatabaseStore
from tests.web.agreements.made import coming_agreement
from tests.web.conftest import People

BASE = "/api/v1/groups/river/agreements"
JSON = "application/json"
TOLD: dict[str, Any] = {
    "title": "Ours",
    "key": {"name": "pro_rata"},
    "rule": {"name": "k_split", "settings": {"k": 0.25}},
    "first_on": "2199-05-01",
    "last_on": "2199-12-31",
}


def post(client: Client, path: str = "", told: object = None, status: int = 200) -> Any:
    answer = client.post(f"{BASE}{path}", told, content_type=JSON)
    assert answer.status_code == status, answer.content
    return answer.json()


def shares(*parts: float) -> dict[str, Any]:
    numbers = Membership.objects.order_by("id").values_list("company_id", flat=True)
    entries = {str(number): part for number, part in zip(numbers, parts, strict=True)}
    return {"name": "static", "settings": {"shares": entries}}


def test_it_drafts_changes_publishes_ends_and_withdraws(people: People) -> None:
    made = post(people.manager, told=TOLD, status=201)
    path = f"/{made['id']}"
    assert (made["stage"], made["rule"], made["last_on"]) == ("draft", {"name": "k_split", "k": 0.25}, "2199-12-31")

    changed = people.manager.patch(f"{BASE}{path}", {"key": shares(0.5, 0.5)}, content_type=JSON).json()
    assert (changed["key"]["name"], changed["rule"], changed["title"]) == ("static", made["rule"], "Ours")
    assert post(people.manager, f"{path}/publish")["stage"] == "coming"
    assert post(people.manager, f"{path}/end", {"last_on": "2199-06-30"})["last_on"] == "2199-06-30"
    day = people.mill_viewer.get(f"{BASE}/in-force?on=2199-06-30").json()
    assert day["agreement"]["id"] == made["id"]
    assert people.mill_viewer.get(f"{BASE}/in-force?on=2199-07-01").json()["agreement"] is None
    assert post(people.manager, f"{path}/withdraw")["stage"] == "withdrawn"


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"key": {"name": "nothing"}}, "unknown_name"),
        ({"rule": {"name": "fixed"}}, "invalid_value"),
        ({"rule": {"name": "k_split", "settings": {"k": 3}}}, "invalid_value"),
        (
            {"key": {"name": "slot_shares", "settings": {"shares": {"by_slot": 1, "companies": []}}}},
            "agreement_lacks_member",
        ),
        ({"first_on": "2199-05-02", "last_on": "2199-05-01"}, "agreement_ends_before_start"),
    ],
)
def test_it_refuses_what_no_agreement_can_be(people: People, told: dict[str, Any], code: str) -> None:
    assert post(people.manager, told={**TOLD, **told}, status=422)["code"] == code


def test_it_refuses_shares_that_do_not_sum_and_members_that_lack(people: People) -> None:
    assert post(people.manager, told={**TOLD, "key": shares(0.5, 0.4)}, status=422)["code"] == "shares_refused"
    lone = {"name": "static", "settings": {"shares": {str(Membership.objects.latest("id").company_id): 1.0}}}
    assert post(people.manager, told={**TOLD, "key": lone}, status=422)["code"] == "agreement_lacks_member"
    stranger = {"name": "static", "settings": {"shares": {"999999": 1.0}}}
    assert post(people.manager, told={**TOLD, "key": stranger}, status=422)["code"] == "agreement_names_stranger"


def test_it_answers_a_conflict_where_somebody_was_faster(people: People, store: DatabaseStore) -> None:
    coming = coming_agreement(Group.objects.get(slug="river"))
    made = post(people.manager, told={**TOLD, "first_on": "2199-01-01"}, status=201)

    assert post(people.manager, f"/{made['id']}/publish", status=409)["code"] == "agreement_overlaps"
    assert post(people.manager, f"/{coming.pk}/publish", status=409)["code"] == "agreement_closed"
    assert (
        post(people.manager, f"/{made['id']}/end", {"last_on": "2199-02-01"}, status=409)["code"] == "agreement_closed"
    )


def test_it_needs_a_first_day_to_publish(people: People) -> None:
    made = post(people.manager, told={name: TOLD[name] for name in ("title", "key", "rule")}, status=201)

    assert post(people.manager, f"/{made['id']}/publish", status=422)["code"] == "agreement_start_missing"


def test_it_tells_a_member_no_entry_of_a_hidden_company(people: People, mill: int) -> None:
    made = post(people.manager, told={**TOLD, "key": shares(0.7, 0.3)}, status=201)
    assert people.mill_viewer.get(f"{BASE}/{made['id']}").status_code == 404
    post(people.manager, f"/{made['id']}/publish")

    (shown,) = people.mill_viewer.get(BASE).json()["items"]

    assert shown["key"] == {"name": "static", "shares": {str(mill): 0.7}}
    assert people.analyst.get(BASE).json()["items"][0]["key"]["shares"][str(mill)] == 0.7


def test_it_changes_only_what_is_still_as_it_was_read(people: People) -> None:
    made = post(people.manager, told=TOLD, status=201)
    tag = people.manager.get(f"{BASE}/{made['id']}").headers["ETag"]
    told, kind = {"title": "Theirs"}, JSON
    people.manager.patch(f"{BASE}/{made['id']}", told, content_type=kind)

    answer = people.manager.patch(
        f"{BASE}/{made['id']}", {"title": "Mine"}, content_type=kind, headers={"If-Match": tag}
    )

    assert answer.status_code == 412
    assert Agreement.objects.get().title == "Theirs"

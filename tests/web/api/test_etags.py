"""Conditional requests."""

from __future__ import annotations

from typing import Any

import pytest

from energy_synergy.web.db.models import Group
from tests.web.api.conftest import Caller, Key


def tag_of(answer: Any) -> str:
    tag: str = answer.headers["ETag"]
    return tag


def test_it_works(manager: Caller) -> None:
    first = manager.get("/groups/river")
    again = manager.get("/groups/river", headers={"If-None-Match": tag_of(first)})
    assert (again.status_code, again.content, tag_of(again)) == (304, b"", tag_of(first))


@pytest.mark.parametrize("tags", ["*", "W/{tag}", '"other", {tag}'])
def test_it_knows_a_tag_however_it_is_sent(manager: Caller, tags: str) -> None:
    known = tags.format(tag=tag_of(manager.get("/groups/river")))
    assert manager.get("/groups/river", headers={"If-None-Match": known}).status_code == 304


def test_a_change_changes_the_tag(manager: Caller) -> None:
    before = tag_of(manager.get("/groups/river"))
    Group.objects.update(tolerance=0.2)
    assert manager.get("/groups/river", headers={"If-None-Match": before}).status_code == 200


def test_an_answer_may_be_kept_by_its_caller_alone(manager: Caller) -> None:
    headers = manager.get("/groups/river").headers
    assert headers["Cache-Control"] == "private, no-cache"
    assert {"Authorization", "Cookie", "Accept-Language", "Accept"} <= set(headers["Vary"].split(", "))


def test_a_change_of_what_was_read_goes_through(manager: Caller) -> None:
    tag = tag_of(manager.get("/groups/river"))
    assert manager.patch("/groups/river", {"tolerance": 0.1}, headers={"If-Match": tag}).status_code == 200


def test_a_change_of_what_somebody_changed_is_refused(manager: Caller, key: Key) -> None:
    tag = tag_of(manager.get("/groups/river"))
    key("admin").patch("/groups/river", {"tolerance": 0.3})
    answer = manager.patch("/groups/river", {"tolerance": 0.1}, headers={"If-Match": tag})
    assert (answer.status_code, answer.json()["code"]) == (412, "changed_meanwhile")
    assert Group.objects.get(slug="river").tolerance == 0.3


def test_any_version_may_be_changed_where_no_tag_is_sent(manager: Caller) -> None:
    for headers in ({}, {"If-Match": "*"}):
        assert manager.patch("/groups/river", {"tolerance": 0.1}, headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("read", "change", "told"),
    [
        ("", "", {"sector": "Food"}),
        ("", "/membership", {"first_on": "2025-01-01"}),
        ("/sites/{site}", "/sites/{site}", {"postcode": "75001"}),
        ("/meters/{meter}", "/meters/{meter}", {"name": "East"}),
        ("/sources", "/sources", {"direction": "consumption", "kind": "readings"}),
    ],
)
def test_the_tag_of_what_is_read_is_that_of_what_is_changed(
    manager: Caller, mill: int, dated: str, read: str, change: str, told: dict[str, str]
) -> None:
    company = f"/groups/river/companies/{mill}"
    manager.send(f"{company}/imports", dated.encode())
    places = {
        "site": manager.post(f"{company}/sites", {"name": "Quay"}).json()["id"],
        "meter": manager.get(f"{company}/meters").json()["items"][0]["id"],
    }
    tag = tag_of(manager.get(company + read.format_map(places)))
    path = company + change.format_map(places)
    assert manager.patch(path, told, headers={"If-Match": '"old"'}).status_code == 412
    assert manager.patch(path, told, headers={"If-Match": tag}).status_code == 200

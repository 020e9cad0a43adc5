"""Requests that are sent again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from energy_synergy.web.db.models import AnsweredRequest, AuditEntry, Group, Import, Invitation
from tests.web.api.conftest import Caller, Key

KEY = {"Idempotency-Key": "3b6d9f5e"}


def test_it_works(manager: Caller) -> None:
    first, again = (manager.post("/groups", {"name": "New"}, headers=KEY) for _ in range(2))
    assert (again.status_code, again.content) == (first.status_code, first.content) == (201, first.content)
    assert again.headers["Location"] == first.headers["Location"]
    assert ("Idempotent-Replayed" in first.headers, again.headers["Idempotent-Replayed"]) == (False, "true")
    assert Group.objects.filter(name="New").count() == 1
    assert AuditEntry.objects.filter(action="group.created").count() == 1


def test_without_a_key_it_is_done_twice(manager: Caller) -> None:
    assert {manager.post("/groups", {"name": "New"}).json()["slug"] for _ in range(2)} == {"new", "new-2"}


def test_a_file_that_comes_again_is_imported_once(manager: Caller, mill: int, dated: str) -> None:
    path = f"/groups/river/companies/{mill}/imports"
    first, again = (manager.send(path, dated.encode(), headers=KEY) for _ in range(2))
    assert (first.status_code, again.json()) == (201, first.json())
    assert Import.objects.count() == 1


@pytest.mark.parametrize(
    ("path", "told"),
    [("/groups", {"name": "Other"}), ("/groups/river/companies", {"name": "New"}), ("/groups?x=1", {"name": "New"})],
)
def test_a_key_belongs_to_one_request(manager: Caller, path: str, told: dict[str, str]) -> None:
    manager.post("/groups", {"name": "New"}, headers=KEY)
    answer = manager.post(path, told, headers=KEY)
    assert answer.status_code == 422
    assert answer.json()["code"] in ("idempotency_key_reused", "invalid_request")


def test_a_key_belongs_to_one_caller(manager: Caller, key: Key) -> None:
    callers = (manager, key("admin"), key("manager", "manage", "read"))
    slugs = [one.post("/groups", {"name": "New"}, headers=KEY).json()["slug"] for one in callers]
    assert slugs == ["new", "new-2", "new-3"]


def test_while_one_request_is_at_it_another_waits(manager: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    inner: list[Any] = []

    def ask_again(*_one: object, **_more: object) -> bool:
        inner.append(manager.post("/groups", {"name": "New"}, headers=KEY))
        return True

    monkeypatch.setattr("energy_synergy.web.api.groups.may_create_groups", ask_again)
    assert manager.post("/groups", {"name": "New"}, headers=KEY).status_code == 201
    (waiting,) = inner
    assert (waiting.status_code, waiting.json()["code"]) == (409, "in_flight")
    assert waiting.headers["Retry-After"] == "1"


def test_a_refusal_is_judged_anew(manager: Caller) -> None:
    wrong = manager.post("/groups/river/companies", {"name": "Mill"}, headers=KEY)
    assert wrong.json()["code"] == "company_name_taken"
    assert manager.post("/groups/river/companies", {"name": "New"}, headers=KEY).status_code == 201


def test_a_bug_leaves_the_key_free(manager: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    manager.client.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr("energy_synergy.web.api.groups.create_group", lambda *_one, **_more: 1 / 0)
        assert manager.post("/groups", {"name": "New"}, headers=KEY).status_code == 500
    assert manager.post("/groups", {"name": "New"}, headers=KEY).status_code == 201


def test_after_a_day_a_key_is_new(manager: Caller) -> None:
    manager.post("/groups", {"name": "New"}, headers=KEY)
    AnsweredRequest.objects.update(asked_at=timezone.now() - timedelta(hours=24, seconds=1))
    assert manager.post("/groups", {"name": "New"}, headers=KEY).json()["slug"] == "new-2"


@pytest.mark.parametrize("word", ["", "with blank", "é", "x" * 201])
def test_it_says_what_a_key_must_be(manager: Caller, word: str) -> None:
    answer = manager.post("/groups", {"name": "New"}, headers={"Idempotency-Key": word})
    assert answer.status_code == 422
    assert answer.json()["findings"][0]["place"]["field"] == "header.Idempotency-Key"


def test_somebody_unknown_leaves_nothing_behind(people: Any) -> None:
    assert people.nobody.post("/api/v1/groups", "{}", content_type="application/json", headers=KEY).status_code == 401
    assert not AnsweredRequest.objects.exists()


def test_the_link_of_an_invitation_is_kept_nowhere(manager: Caller, mill: int) -> None:
    told = {"role": "viewer", "company_id": mill}
    first, again = (manager.post("/groups/river/invitations", told, headers=KEY).json() for _ in range(2))
    secret = first["link"].rstrip("/").rpartition("/")[2]
    assert again == {**first, "link": None}
    assert Invitation.objects.count() == 1
    assert secret.encode() not in bytes(AnsweredRequest.objects.get().body)

"""Who may call: keys, sessions that prove where they come from, and the local owner."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from energy_synergy.web.db.models import Group, User
from energy_synergy.web.db.stores import DatabaseStore
from tests.web.api.conftest import API, JSON, Key
from tests.web.conftest import People

NEW = '{"name": "New"}'


def test_it_works(key: Key) -> None:
    me = key("mill_viewer", "read").get("/me").json()
    assert me["email"] == "mill_viewer@example.org"
    assert me["key"] == {"scopes": ["read"], "group": None}
    assert me["groups"] == [
        {
            "slug": "river",
            "name": "River",
            "role": None,
            "companies": [{"company_id": 1, "company": "Mill", "role": "viewer"}],
        }
    ]


@pytest.mark.parametrize("authorization", ["Bearer es_wrong", "Bearer", "Basic YTpi", "es_manager-0", ""])
def test_it_tells_a_key_that_does_not_count(people: People, authorization: str) -> None:
    answer = people.manager.get(f"{API}/me", headers={"Authorization": authorization})
    assert (answer.status_code, answer.json()["code"]) == (401, "key_refused")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="Energy Synergy", error="invalid_token"'


def test_it_asks_for_a_key(people: People) -> None:
    answer = people.nobody.get(f"{API}/me")
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="Energy Synergy"'


@pytest.mark.parametrize("field", ["revoked_at", "expires_at"])
def test_it_takes_no_key_that_is_over(key: Key, field: str) -> None:
    assert key("manager", **{field: timezone.now() - timedelta(seconds=1)}).get("/me").status_code == 401


def test_it_takes_no_key_of_an_account_that_is_closed(key: Key) -> None:
    caller = key("manager")
    User.objects.filter(email="manager@example.org").update(is_active=False)
    assert caller.get("/me").status_code == 401


def test_it_says_which_scope_is_missing(key: Key) -> None:
    answer = key("manager", "write").patch("/groups/river", {"tolerance": 0.1})
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")


def test_it_says_that_a_group_is_archived(key: Key) -> None:
    Group.objects.update(archived_at=timezone.now())
    answer = key("manager").patch("/groups/river", {"tolerance": 0.1})
    assert (answer.status_code, answer.json()["code"]) == (403, "group_archived")


def signed_in() -> Client:
    client = Client(enforce_csrf_checks=True)
    user = User.objects.get(email="manager@example.org")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_session_reads(people: People) -> None:
    assert signed_in().get(f"{API}/groups/river").status_code == 200


def test_a_session_changes_nothing_without_the_token_of_the_pages(people: People) -> None:
    answer = signed_in().post(f"{API}/groups", NEW, content_type=JSON)
    assert (answer.status_code, answer.json()["code"]) == (403, "forged_request")


def test_a_session_with_the_token_of_the_pages_changes_things(people: People) -> None:
    client = signed_in()
    client.get("/groups/new/")
    token = client.cookies["csrftoken"].value
    answer = client.post(f"{API}/groups", NEW, content_type=JSON, headers={"X-CSRFToken": token})
    assert answer.status_code == 201


def owner_posts(client: Client, content_type: str = JSON, **headers: str) -> Any:
    return client.post(f"{API}/groups", NEW, content_type=content_type, headers=headers)


@pytest.fixture
def owner(store: DatabaseStore) -> Client:
    """Whoever sits at the machine of a site without accounts; the host is the machine's own."""
    return Client(enforce_csrf_checks=True, headers={"host": "localhost"})


def test_the_local_owner_needs_no_key(owner: Client) -> None:
    assert owner.get(f"{API}/groups/river").status_code == 200
    assert owner_posts(owner).status_code == 201


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://localhost"},
        {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_a_page_of_the_site_may_act_for_the_local_owner(owner: Client, headers: dict[str, str]) -> None:
    assert owner_posts(owner, **headers).status_code == 201


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:8001"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_page_of_another_site_may_not_act_for_the_local_owner(owner: Client, headers: dict[str, str]) -> None:
    answer = owner_posts(owner, **headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "forged_request")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_it_takes_nothing_that_a_browser_sends_unasked(owner: Client, kind: str, mill: int) -> None:
    answer = owner.post(f"{API}/groups/river/companies/{mill}/imports", "a", content_type=kind)
    assert answer.status_code in (403, 415, 422)
    assert Group.objects.count() == 1
    undo = owner.post(f"{API}/groups/river/archive", "", content_type=kind)
    assert (undo.status_code, undo.json()["code"]) == (403, "forged_request")


def test_a_name_that_leads_to_this_machine_is_not_this_machine(owner: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]
    answer = owner.get(f"{API}/groups", headers={"host": "rebound.example"})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


def test_a_site_behind_a_proxy_has_no_local_owner(owner: Client) -> None:
    assert owner.get(f"{API}/groups", headers={"X-Forwarded-For": "203.0.113.7"}).status_code == 401

"""Every refusal is `{code, message, findings}`, in the caller's language."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.web.api.conftest import API, JSON, Caller
from tests.web.conftest import People


def told(answer: Any) -> tuple[int, str]:
    refusal = answer.json()
    assert refusal.keys() == {"code", "message", "findings"}
    assert answer.headers["Content-Type"].startswith(JSON)
    return answer.status_code, refusal["code"]


def fields(answer: Any) -> dict[str, str]:
    return {one["place"]["field"]: one["code"] for one in answer.json()["findings"]}


def test_it_works(manager: Caller) -> None:
    answer = manager.post("/groups", {"name": "", "country": "France", "colour": "red"})
    assert told(answer) == (422, "invalid_request")
    assert fields(answer) == {
        "body.name": "string_too_short",
        "body.country": "string_pattern_mismatch",
        "body.colour": "extra_forbidden",
    }


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v1", "/api/v1/", "/api/v1/nothing", "/api/v2/me", "/api/v1/groups/river/"]
)
def test_an_unknown_address_is_told_as_everything_else(people: People, path: str) -> None:
    assert told(people.manager.get(path)) == (404, "not_found")
    assert told(people.nobody.post(path)) == (404, "not_found")


def test_it_says_which_methods_an_address_takes(manager: Caller) -> None:
    answer = manager.delete("/groups")
    assert told(answer) == (405, "method_not_allowed")
    assert {method.strip() for method in answer.headers["Allow"].split(",")} == {"GET", "HEAD", "POST"}


@pytest.mark.parametrize("body", [b"{", b"NaN", b'{"name": NaN}', b'{"name": "\\ud800"}', b"\xff", b"[" * 5000])
def test_it_refuses_what_is_no_json(manager: Caller, body: bytes) -> None:
    assert told(manager.client.post(f"{API}/groups", body, content_type=JSON)) == (400, "not_json")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/xml"])
def test_it_says_what_a_body_must_be(manager: Caller, kind: str) -> None:
    answer = manager.client.post(f"{API}/groups", b'{"name": "New"}', content_type=kind)
    assert told(answer) == (415, "unsupported_media_type")
    assert JSON in answer.json()["message"]


def test_it_refuses_a_body_that_is_too_large(manager: Caller) -> None:
    assert told(manager.client.post(f"{API}/groups", b" " * 1_100_000, content_type=JSON)) == (413, "too_large")


@pytest.mark.parametrize("body", [b"null", b"[]", b'"text"', b"1"])
def test_it_refuses_a_body_that_is_no_object(manager: Caller, body: bytes) -> None:
    answer = manager.client.post(f"{API}/groups", body, content_type=JSON)
    assert told(answer) == (422, "invalid_request")
    assert list(fields(answer)) == ["body"]


def test_it_refuses_a_parameter_that_it_does_not_know(manager: Caller) -> None:
    answer = manager.get("/groups/river/overview?perod=week&day=2025-06-02")
    assert told(answer) == (422, "invalid_request")
    assert fields(answer) == {"query.day": "unknown_parameter", "query.perod": "unknown_parameter"}
    assert "period" in answer.json()["findings"][0]["message"]


def test_it_names_each_wrong_part_of_an_address(manager: Caller) -> None:
    answer = manager.get("/groups/river/companies/none/readings?limit=0&starts_at=yesterday")
    assert fields(answer) == {
        "path.company": "int_parsing",
        "query.limit": "greater_than_equal",
        "query.starts_at": "datetime_parsing",
    }
    assert {one["value"] for one in answer.json()["findings"]} == {"none", "0", "yesterday"}


@pytest.mark.parametrize("value", [0, 1717286400, True, None, "2025", "2025-06-02T00:00:00", "02/06/2025"])
def test_a_time_is_one_with_its_offset(manager: Caller, mill: int, value: object) -> None:
    sent = {"direction": "production", "readings": [{"starts_at": value, "energy_kwh": 1.0}]}
    answer = manager.post(f"/groups/river/companies/{mill}/readings", sent)
    assert list(fields(answer)) == ["body.readings.0.starts_at"]
    assert "2025-06-02T00:00:00+02:00" in answer.json()["findings"][0]["message"]


@pytest.mark.parametrize("value", ["1.5", True, -1.0, 1e300])
def test_an_energy_is_a_number_of_kwh(manager: Caller, mill: int, value: object) -> None:
    sent = {"direction": "production", "readings": [{"starts_at": "2025-06-02T00:00:00Z", "energy_kwh": value}]}
    answer = manager.post(f"/groups/river/companies/{mill}/readings", sent)
    assert list(fields(answer)) == ["body.readings.0.energy_kwh"]


def test_it_speaks_the_language_of_the_caller(manager: Caller) -> None:
    answer = manager.get("/groups/nowhere", headers={"Accept-Language": "fr-BE,fr;q=0.9"})
    assert answer.headers["Content-Language"] == "fr"


def test_it_answers_a_bug_as_everything_else(manager: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("energy_synergy.web.api.me.load_own_roles", lambda *_one, **_more: 1 / 0)
    manager.client.raise_request_exception = False
    assert told(manager.get("/me")) == (500, "internal_error")


def test_a_stranger_cannot_tell_what_is_hidden_from_what_is_not_there(people: People) -> None:
    hidden, missing = (people.stranger.get(f"{API}/groups/{slug}") for slug in ("river", "nowhere"))
    assert hidden.content == missing.content


def test_it_takes_the_head_of_an_answer(manager: Caller) -> None:
    answer = manager.client.head(f"{API}/groups/river")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["ETag"] == manager.get("/groups/river").headers["ETag"]


def test_a_page_keeps_its_own_refusals(client: Client, db: None) -> None:
    assert b"<!doctype html>" in client.get("/nothing/").content


@pytest.mark.parametrize(
    "email", ["a", "a@b", "a b@c.de", "é@example.org", "a@b@c.de", "a@example.org\nBcc: x@y.de", "@.:", "a@[]x.y"]
)
def test_it_refuses_what_is_no_e_mail_address(manager: Caller, mill: int, email: str) -> None:
    answer = manager.post("/groups/river/invitations", {"role": "viewer", "company_id": mill, "email": email})
    assert told(answer) == (422, "invalid_request")
    assert list(fields(answer)) == ["body.email"]

"""Two programs at once, against a real server: what carries the same idempotency key is done once."""

from __future__ import annotations

import json
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.error import HTTPError

AT_ONCE = 8
KEY = {"Content-Type": "application/json", "Idempotency-Key": "9d1c44f0"}


def ask(site: str, path: str, told: object = None) -> tuple[int, Any]:
    body = None if told is None else json.dumps(told).encode()
    request = urllib.request.Request(f"{site}/api/v1{path}", body, KEY if body else {})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, json.loads(answer.read())
    except HTTPError as answer:
        return answer.status, json.loads(answer.read())


def test_requests_with_one_key_make_one_group(site: str) -> None:
    with ThreadPoolExecutor(AT_ONCE) as callers:
        answers = list(callers.map(lambda _n: ask(site, "/groups", {"name": "At once"}), range(AT_ONCE)))
    made = [told["slug"] for status, told in answers if status == 201]
    waiting = [told["code"] for status, told in answers if status == 409]
    assert set(made) == {"at-once"}
    assert len(made) + len(waiting) == AT_ONCE
    assert set(waiting) <= {"in_flight"}
    _status, groups = ask(site, "/groups")
    assert [one["slug"] for one in groups["items"] if one["name"] == "At once"] == ["at-once"]

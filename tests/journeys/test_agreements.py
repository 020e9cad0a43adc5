"""An agreement as people make it: drafted, tried out, published, and seen by a member; two who publish at once."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.error import HTTPError

Visit = Callable[..., Any]
AGREEMENTS = "/g/demo/market/agreements/"
JSON = {"Content-Type": "application/json"}
TOLD = {"key": {"name": "pro_rata"}, "rule": {"name": "mid_market_rate"}, "first_on": "2190-01-01"}


def ask(site: str, path: str, told: object = None) -> tuple[int, Any]:
    body = json.dumps(told or {}).encode()
    request = urllib.request.Request(f"{site}/api/v1{path}", body, JSON)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, json.loads(answer.read())
    except HTTPError as answer:
        return answer.status, json.loads(answer.read())


def test_a_draft_is_tried_out_saved_and_published(visit: Visit) -> None:
    with visit() as opened:
        page = opened.open(f"{AGREEMENTS}new/")
        page.get_by_label("Name").fill("By the journey")
        page.get_by_label("First day").fill("2180-01-01")
        page.get_by_label("Last day").fill("2180-12-31")
        assert not page.locator(".members-of").is_visible()
        page.locator("input[name=key][value=static]").check()
        assert page.locator(".members-of").is_visible()
        page.get_by_role("button", name="Compute").click()
        page.locator("#brings table").wait_for()
        assert re.search(r"every member saves at least €[\d,.]+", page.locator("#brings").inner_text())
        page.get_by_role("button", name="Save the draft").last.click()
        page.get_by_role("link", name="Publish…").click()
        page.locator("#brings table").wait_for()
        if page.get_by_label("Publish all the same").count():
            page.get_by_label("Publish all the same").check()
        page.get_by_role("button", name="Publish to all members").click()
        page.get_by_text("The agreement was published").wait_for()
        page.goto(f"{opened.base}{AGREEMENTS}")
        assert page.get_by_role("link", name="By the journey").count() == 1
        assert not opened.complaints


def test_of_two_who_publish_at_once_one_wins(site: str) -> None:
    made = [ask(site, "/groups/demo/agreements", {**TOLD, "title": title})[1]["id"] for title in ("One", "Two")]
    with ThreadPoolExecutor(2) as callers:
        answers = list(callers.map(lambda one: ask(site, f"/groups/demo/agreements/{one}/publish"), made))

    assert sorted(status for status, _told in answers) == [200, 409]
    assert [told["code"] for status, told in answers if status == 409] == ["agreement_overlaps"]

"""The description of the interface, for programs and as a page."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from energy_synergy.web.api.openapi import description
from tests.web.api.conftest import API
from tests.web.conftest import People


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    return [(path, method, one) for path, found in description()["paths"].items() for method, one in found.items()]


def test_it_works(client: Client, db: None) -> None:
    answer = client.get(f"{API}/openapi.json")
    assert answer.json()["openapi"].startswith("3.1")
    assert client.get(f"{API}/openapi.json", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_every_operation_says_what_it_does_and_every_answer_it_gives() -> None:
    for path, method, one in operations():
        assert one["summary"], path
        assert one["description"].endswith("."), path
        assert {"401", "403", "404", "422"} <= one["responses"].keys(), path
        assert ("409" in one["responses"]) == (method != "get"), path
        assert one["security"] == [{"ApiKey": []}, {"Session": []}], path


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [one["operationId"] for _path, _method, one in operations()]
    assert len(names) == len(set(names))


def test_every_name_that_is_referred_to_is_there() -> None:
    text = str(description())
    names = set(re.findall(r"#/components/schemas/([\w.-]+)", text))
    assert names <= description()["components"]["schemas"].keys()


def test_energies_say_their_unit() -> None:
    shapes = description()["components"]["schemas"]
    named = [field for shape in shapes.values() for field in shape.get("properties", {}) if "energy" in field]
    # "energy" alone is a part of a tariff, which says its own unit.
    assert {field for field in named if not field.endswith("_kwh")} <= {"energy"}


def test_the_page_shows_every_operation_and_needs_nothing_from_elsewhere(people: People) -> None:
    page = people.manager.get(f"{API}/docs").content.decode()
    assert [
        one["operationId"] for _path, _method, one in operations() if f'id="{one["operationId"]}"' not in page
    ] == []
    assert re.findall(r'(?:src|href)="(?:https?:)?//[^"]*"', page) == []
    assert re.findall(r"<script(?![^>]*\bsrc=)|\bstyle=|\bon\w+=\"", page) == []
    anchors = set(re.findall(r'href="#([^"]+)"', page))
    assert anchors <= set(re.findall(r'id="([^"]+)"', page))


def test_the_page_is_open_to_everybody(people: People) -> None:
    assert people.nobody.get(f"{API}/docs").status_code == 200
    assert people.nobody.get(f"{API}/openapi.json").status_code == 200

"""Profiles that programs make, and annual totals that they spread."""

from __future__ import annotations

import math
from typing import Any

import pytest

from energy_synergy.web.db.models import Estimate
from tests.web.api.conftest import Caller, Key

FLAT = [{"months": list(range(1, 13)), "weekday": {"values": [1.0] * 24}}]
NIGHT = [{"months": list(range(1, 13)), "weekday": {"values": [1.0] * 6 + [0.0] * 18}}]


@pytest.fixture
def made(manager: Caller) -> str:
    """The address of a profile of the manager."""
    answer = manager.post(
        "/groups/river/profiles", {"name": "Night shift", "direction": "consumption", "seasons": NIGHT}
    )
    place: str = answer.headers["Location"].removeprefix("/api/v1")
    return place


def test_it_works(manager: Caller, made: str) -> None:
    profile = manager.get(made).json()
    assert (profile["name"], profile["version"], profile["is_shared"], profile["maker"]) == (
        "Night shift",
        1,
        False,
        "manager",
    )
    assert len(profile["energy_kwh"]) == 96
    assert math.fsum(profile["energy_kwh"]) == 1.0
    assert profile["energy_kwh"][24:] == [0.0] * 72


def test_other_curves_make_a_new_version_and_another_name_does_not(manager: Caller, made: str) -> None:
    assert manager.patch(made, {"name": "Nights"}).json()["version"] == 1
    assert manager.patch(made, {"seasons": FLAT}).json()["version"] == 2


def test_it_is_its_makers_alone_until_it_is_shared(manager: Caller, key: Key, made: str) -> None:
    editor = key("mill_editor")
    assert editor.get(made).status_code == 404
    manager.patch(made, {"is_shared": True})
    assert editor.get(made).json()["may_change"] is False
    assert editor.patch(made, {"name": "Mine"}).status_code == 403


def test_what_is_put_away_is_listed_apart(manager: Caller, made: str) -> None:
    manager.patch(made, {"is_archived": True})
    names = [
        [one["name"] for one in manager.get(f"/groups/river/profiles{query}").json()["items"]]
        for query in ("", "?archived=true")
    ]
    assert names == [[], ["Night shift"]]


@pytest.mark.parametrize(
    ("seasons", "code"),
    [
        ([{"months": [1], "weekday": {"values": [1.0] * 24}}], "calendar_refused"),
        ([{"months": list(range(1, 13)), "weekday": {"values": [1.0] * 25}}], "curve_refused"),
        ([{"months": list(range(1, 13)), "weekday": {"values": [0.0] * 24}}], "curve_refused"),
        ([{"months": list(range(1, 13)), "weekday": {"values": [1.0] * 24, "weight": 0.0}}], "calendar_refused"),
    ],
)
def test_it_refuses_curves_that_make_no_year(manager: Caller, seasons: Any, code: str) -> None:
    answer = manager.post("/groups/river/profiles", {"name": "New", "seasons": seasons})
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_two_have_not_the_same_name(manager: Caller, made: str) -> None:
    answer = manager.post("/groups/river/profiles", {"name": "night SHIFT", "seasons": FLAT})
    assert (answer.status_code, answer.json()["code"]) == (409, "profile_name_taken")


def test_an_annual_total_keeps_a_copy_of_its_version(manager: Caller, made: str, mill: int) -> None:
    number = int(made.rpartition("/")[2])
    path = f"/groups/river/companies/{mill}/annual-totals"
    saved = manager.post(path, {"annual_kwh": 1000.0, "own_profile": number}).json()
    assert saved["series"][0]["direction"] == "consumption"
    estimate = Estimate.objects.get()
    assert (estimate.own_profile_id, estimate.own_version, estimate.annual_kwh) == (number, 1, 1000.0)


@pytest.mark.parametrize("told", [{}, {"profile": "office", "own_profile": 1}])
def test_an_annual_total_has_one_profile(manager: Caller, mill: int, told: dict[str, Any]) -> None:
    answer = manager.post(f"/groups/river/companies/{mill}/annual-totals", {"annual_kwh": 1000.0, **told})
    assert (answer.status_code, answer.json()["code"]) == (422, "profile_needed")

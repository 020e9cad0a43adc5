"""Tariffs over the programming interface."""

from __future__ import annotations

from typing import Any

import pytest

from energy_synergy.web.db.models import AuditEntry
from tests.web.api.conftest import Caller

FLAT = {"name": "flat", "price_per_kwh": 0.2}
BANDS = {
    "name": "time_of_use",
    "bands": [{"name": "Night", "price_per_kwh": 0.1, "times": ["22:00-06:00"], "weekdays": [6, 0], "months": []}],
    "other_price_per_kwh": 0.3,
    "holidays_of": "FR",
}
SPOT = {"name": "spot_indexed", "spread_per_kwh": -0.01, "floor_per_kwh": 0.0}


def add(manager: Caller, mill: int, **told: Any) -> dict[str, Any]:
    answer = manager.post(f"/groups/river/companies/{mill}/tariffs", told)
    assert answer.status_code == 201, answer.content
    return answer.json()  # type: ignore[no-any-return]


def test_a_tariff_is_kept_as_it_was_sent(manager: Caller, mill: int) -> None:
    made = add(manager, mill, title="Offer", first_on="2026-01-01", last_on="2026-12-31", energy=BANDS, feed_in=SPOT)
    read = manager.get(f"/groups/river/companies/{mill}/tariffs/{made['id']}").json()
    assert read == made
    assert (read["first_on"], read["last_on"], read["currency"]) == ("2026-01-01", "2026-12-31", "EUR")
    assert read["energy"]["bands"][0]["weekdays"] == [0, 6]
    assert read["feed_in"] == {**SPOT, "factor": 1.0, "cap_per_kwh": None}
    assert read["grid_fee"] == {"name": "flat", "price_per_kwh": 0.0}
    assert read["local_grid_fee"] is None


def test_a_change_is_a_new_one_and_the_history_keeps_the_old(manager: Caller, mill: int) -> None:
    made = add(manager, mill, energy=FLAT, feed_in=FLAT)
    path = f"/groups/river/companies/{mill}/tariffs"
    changed = manager.patch(f"{path}/{made['id']}", {"last_on": "2026-06-30", "feed_in": None}).json()
    assert changed["id"] != made["id"]
    assert (changed["energy"], changed["feed_in"], changed["last_on"]) == (FLAT, None, "2026-06-30")
    assert [one["id"] for one in manager.get(path).json()["items"]] == [changed["id"]]
    history = manager.get(f"{path}?history=true").json()["items"]
    assert [(one["id"], one["replaced_at"] is None) for one in history] == [(made["id"], False), (changed["id"], True)]
    assert manager.get(f"{path}/{made['id']}").status_code == 404


def test_a_change_of_nothing_makes_nothing(manager: Caller, mill: int) -> None:
    made = add(manager, mill, energy=FLAT)
    changed = manager.patch(f"/groups/river/companies/{mill}/tariffs/{made['id']}", {"energy": FLAT}).json()
    assert changed["id"] == made["id"]
    assert not AuditEntry.objects.filter(action="tariff.changed").exists()


def test_the_same_tariff_twice_is_one(manager: Caller, mill: int) -> None:
    assert add(manager, mill, energy=FLAT)["id"] == add(manager, mill, energy=FLAT)["id"]


def test_a_new_one_makes_room(manager: Caller, mill: int) -> None:
    add(manager, mill, title="Old", energy=FLAT)
    add(manager, mill, title="New", energy=FLAT, first_on="2026-01-01")
    items = manager.get(f"/groups/river/companies/{mill}/tariffs").json()["items"]
    assert {one["title"]: (one["first_on"], one["last_on"]) for one in items} == {
        "Old": (None, "2025-12-31"),
        "New": ("2026-01-01", None),
    }


@pytest.mark.parametrize(
    "told",
    [
        {"energy": {"name": "free"}},
        {"energy": {"name": "flat"}},
        {"energy": 0.2},
        {"energy": {**BANDS, "bands": []}},
        {"energy": {**BANDS, "bands": [{"price_per_kwh": 0.1, "times": ["22-6"]}]}},
        {"energy": {**BANDS, "other_price_per_kwh": None}},
        {"energy": {**BANDS, "holidays_of": "XX"}},
        {"energy": {**SPOT, "cap_per_kwh": -1.0}},
        {"energy": FLAT, "first_on": "2026-01-02", "last_on": "2026-01-01"},
        {"energy": FLAT, "currency": "eur"},
        {"energy": FLAT, "vat_percent": 101.0},
        {"price": 0.2},
    ],
)
def test_what_does_not_fit_is_refused(manager: Caller, mill: int, told: dict[str, Any]) -> None:
    assert manager.post(f"/groups/river/companies/{mill}/tariffs", told).status_code == 422


def test_the_group_says_what_holds_today(manager: Caller, mill: int) -> None:
    add(manager, mill, energy=FLAT)
    states = {one["company_id"]: one for one in manager.get("/groups/river/tariffs").json()["items"]}
    assert (states[mill]["state"], len(states[mill]["today"])) == ("fits", 1)
    assert [one["state"] for number, one in states.items() if number != mill] == ["none"]


def test_a_template_is_kept_once(manager: Caller) -> None:
    told = {"title": "Ours", "energy": FLAT}
    made = manager.post("/groups/river/tariff-templates", told)
    assert (made.status_code, made.json()["energy"]) == (201, FLAT)
    assert manager.post("/groups/river/tariff-templates", told).status_code == 409
    assert [one["title"] for one in manager.get("/groups/river/tariff-templates").json()["items"]] == ["Ours"]
    assert manager.delete(f"/groups/river/tariff-templates/{made.json()['id']}").status_code == 204

"""Day-ahead prices over the programming interface."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from energy_synergy.tariffs.areas import area, areas
from energy_synergy.testing.entsoe_server import TOKEN, Platform, running
from energy_synergy.web.db.models import AuditEntry, DayAheadPrices, Group
from energy_synergy.web.operator_settings import PriceSettings
from tests.web.conftest import People

LEGACY = Path(__file__).parents[2] / "data" / "price_files" / "eu_entsoe_dayahead_legacy.csv"
GROUP = "/api/v1/groups/river"
AUTUMN = "starts_at=2023-10-29T00:00%2B02:00&ends_at=2023-10-30T00:00%2B01:00"


@pytest.fixture
def manager(people: People) -> Client:
    Group.objects.update(price_area="FR", currency="EUR")
    return people.manager


def give(client: Client, query: str = "", data: bytes | None = None) -> Any:
    body = LEGACY.read_bytes() if data is None else data
    return client.post(f"{GROUP}/prices?file_name=day.csv{query}", body, content_type="text/csv")


def test_it_works(manager: Client) -> None:
    given = give(manager)
    assert (given.status_code, given.json()["new_slots"], given.json()["format"]) == (201, 100, "entsoe_legacy_csv")
    told = manager.get(f"{GROUP}/prices?{AUTUMN}").json()
    assert (told["area"], told["currency"], told["own_slots"], len(told["prices"])) == ("FR", "EUR", 100, 100)
    assert told["prices"][0] == pytest.approx(0.00807)
    assert AuditEntry.objects.get(action="prices.uploaded").door == "api"


def test_a_dry_run_saves_nothing(manager: Client) -> None:
    answer = give(manager, "&dry_run=true")
    assert (answer.status_code, answer.json()["known_slots"]) == (200, 100)
    assert DayAheadPrices.objects.count() == 0


def test_what_is_not_known_is_null(manager: Client) -> None:
    give(manager)
    prices = manager.get(f"{GROUP}/prices?starts_at=2023-10-28T21:00Z&ends_at=2023-10-28T23:00Z").json()["prices"]
    assert prices[:4] == [None] * 4
    assert None not in prices[4:]


def test_a_file_is_refused_with_its_findings(manager: Client) -> None:
    refused = give(manager, data=b"time,price\n2025-06-01T00:00Z,5\n2025-06-01T01:00Z,5\n")
    assert (refused.status_code, refused.json()["findings"][0]["code"]) == (422, "unit_needed")
    assert give(manager, "&unit=MWh&column=nothing", b"time,price\n2025-06-01T00:00Z,5\n").status_code == 422


@pytest.mark.parametrize(
    "query",
    [
        "starts_at=2025-06-01T00:07Z&ends_at=2025-06-02T00:00Z",
        "starts_at=2025-06-02T00:00Z&ends_at=2025-06-01T00:00Z",
        "starts_at=2020-06-02T00:00Z&ends_at=2025-06-01T00:00Z",
    ],
)
def test_times_that_are_none_are_refused(manager: Client, query: str) -> None:
    assert manager.get(f"{GROUP}/prices?{query}").status_code == 422


def test_the_areas_are_listed_in_the_language_of_the_caller(manager: Client) -> None:
    listed = manager.get("/api/v1/price-areas?limit=1000", HTTP_ACCEPT_LANGUAGE="fr").json()["items"]
    assert {one["name"] for one in listed} == set(areas())
    assert next(one for one in listed if one["name"] == "ES")["label"] == "Espagne"


def change(client: Client, name: str, **headers: Any) -> Any:
    return client.patch(f"{GROUP}/price-area", json.dumps({"area": name}), content_type="application/json", **headers)


def test_the_area_of_a_group_is_chosen(manager: Client) -> None:
    assert change(manager, "DE-LU").json() == {"area": "DE-LU", "currency": "EUR"}
    assert manager.get(f"{GROUP}/price-area").json()["area"] == "DE-LU"
    assert change(manager, "XX").status_code == 422
    assert change(manager, "").json()["area"] == ""


def test_a_change_of_what_somebody_else_changed_is_refused(manager: Client) -> None:
    tag = manager.get(f"{GROUP}/price-area")["ETag"]
    change(manager, "BE")
    assert change(manager, "ES", HTTP_IF_MATCH=tag).status_code == 412


@pytest.fixture
def platform(settings: Any) -> Iterator[Platform]:
    with running(Platform({area("FR").eic: lambda hour: float(hour.hour)})) as one:
        settings.PRICES = PriceSettings(TOKEN, one.address)
        yield one


def test_days_are_fetched_once_for_each_key(manager: Client, platform: Platform) -> None:
    told = json.dumps({"first_on": "2025-03-30", "last_on": "2025-03-30"})
    answers = [
        manager.post(f"{GROUP}/prices/fetch", told, content_type="application/json", HTTP_IDEMPOTENCY_KEY="one")
        for _ in range(2)
    ]
    assert [one.status_code for one in answers] == [201, 201]
    assert answers[0].json()["new_slots"] == 92
    assert len(platform.asked) == 1


def test_days_without_prices_are_told(manager: Client, platform: Platform) -> None:
    platform.price_of = {}
    told = json.dumps({"first_on": "2025-03-30", "last_on": "2025-03-30"})
    answer = manager.post(f"{GROUP}/prices/fetch", told, content_type="application/json").json()
    assert (answer["new_slots"], answer["findings"][0]["code"]) == (0, "no_data")

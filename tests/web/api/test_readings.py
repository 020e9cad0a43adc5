"""Readings of a company: who sees how much of them, sent and read back."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from energy_synergy.web.db.models import Import, Membership
from tests.web.api.conftest import Caller, Key

DAY = "?starts_at=2025-06-02T00:00:00%2B02:00&ends_at=2025-06-03T00:00:00%2B02:00"


@pytest.fixture
def of_mill(mill: int) -> str:
    """Where the readings of Mill are."""
    return f"/groups/river/companies/{mill}/readings"


def consumed(readings: list[dict[str, Any]], values: list[float | None]) -> dict[str, Any]:
    pairs = zip(readings, values, strict=False)
    return {"direction": "consumption", "readings": [{**one, "energy_kwh": value} for one, value in pairs]}


def test_it_works(manager: Caller, of_mill: str, readings: list[dict[str, Any]]) -> None:
    saved = manager.post(of_mill, {"direction": "consumption", "readings": readings})
    assert (saved.status_code, saved.json()["days_added"], saved.json()["series"][0]["total_kwh"]) == (201, 2, 144.0)
    items = manager.get(of_mill + DAY).json()["items"]
    assert [one["consumption_kwh"] for one in items] == [1.5] * 96
    assert items[0] == {
        "starts_at": "2025-06-02T00:00:00+02:00",
        "consumption_kwh": 1.5,
        "consumption_quality": "measured",
        "production_kwh": None,
        "production_quality": None,
    }


def test_what_is_not_there_is_null(manager: Caller, of_mill: str, readings: list[dict[str, Any]]) -> None:
    manager.post(of_mill, consumed(readings, [1.0, None, 0.0]))
    items = manager.get(of_mill + DAY).json()["items"]
    assert [(one["consumption_kwh"], one["consumption_quality"]) for one in items[:4]] == [
        (1.0, "measured"),
        (None, "missing"),
        (0.0, "measured"),
        (None, "missing"),
    ]


def test_days_of_92_and_100_quarters_come_whole(manager: Caller, of_mill: str) -> None:
    manager.post(of_mill.replace("readings", "annual-totals"), {"annual_kwh": 1000.0, "profile": "office"})
    days = (
        ("2026-03-29T00:00:00%2B01:00", "2026-03-30T00:00:00%2B02:00"),
        ("2026-10-25T00:00:00%2B02:00", "2026-10-26T00:00:00%2B01:00"),
    )
    pages = [manager.get(f"{of_mill}?starts_at={first}&ends_at={end}").json()["items"] for first, end in days]
    assert [len(page) for page in pages] == [92, 100]
    assert len({one["starts_at"] for one in pages[1]}) == 100
    assert pages[1][0]["consumption_quality"] == "estimated"


def test_a_plus_sign_that_arrives_as_a_space_is_one(manager: Caller, of_mill: str) -> None:
    answer = manager.get(f"{of_mill}?starts_at=2025-06-02T00:00:00+02:00&ends_at=2025-06-02T01:00:00+02:00")
    assert len(answer.json()["items"]) == 4


@pytest.mark.parametrize(
    "span",
    [
        "starts_at=2025-06-02T00:07:00Z",
        "ends_at=1970-06-01T00:00:00Z",
        "starts_at=2025-06-02T00:00:00Z&ends_at=2025-06-01T00:00:00Z",
    ],
)
def test_it_refuses_a_span_that_is_none(manager: Caller, of_mill: str, span: str) -> None:
    answer = manager.get(f"{of_mill}?{span}")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_span")


def test_a_table_comes_with_the_same_values(manager: Caller, of_mill: str, readings: list[dict[str, Any]]) -> None:
    manager.post(of_mill, consumed(readings, [1.0, None]))
    answer = manager.get(of_mill + DAY + "&limit=4", headers={"Accept": "text/csv"})
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Link"].endswith('rel="next"')
    assert answer.content.decode().splitlines()[:3] == [
        "starts_at,consumption_kwh,consumption_quality,production_kwh,production_quality",
        "2025-06-02T00:00:00+02:00,1.0,measured,,",
        "2025-06-02T00:15:00+02:00,,missing,,",
    ]


def grant(mill: int, visibility: str) -> None:
    Membership.objects.filter(company=mill).update(visibility=visibility, agreed_at=timezone.now())


def test_others_see_nothing_that_was_not_granted(manager: Caller, key: Key, of_mill: str, readings: Any) -> None:
    manager.post(of_mill, {"direction": "consumption", "readings": readings})
    assert key("forge_editor").get(of_mill + DAY).status_code == 404


def test_others_see_hours_where_hours_were_granted(
    manager: Caller, key: Key, of_mill: str, mill: int, readings: Any
) -> None:
    manager.post(of_mill, consumed(readings, [1.0, 2.0, 3.0, 4.0, 5.0, None, 7.0, 8.0]))
    grant(mill, "hourly")
    page = key("forge_editor").get(of_mill + DAY).json()
    assert (page["step_minutes"], len(page["items"])) == (60, 24)
    assert [one["consumption_kwh"] for one in page["items"][:3]] == [10.0, None, None]


def test_no_span_tells_parts_of_an_hour(manager: Caller, key: Key, of_mill: str, mill: int, readings: Any) -> None:
    manager.post(of_mill, consumed(readings, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]))
    grant(mill, "hourly")
    span = "?starts_at=2025-06-02T00:15:00%2B02:00&ends_at=2025-06-02T01:30:00%2B02:00"
    items = key("forge_editor").get(of_mill + span).json()["items"]
    assert [(one["starts_at"], one["consumption_kwh"]) for one in items] == [("2025-06-02T00:00:00+02:00", 10.0)]
    pages = key("forge_editor").get(of_mill + DAY + "&limit=7").json()
    assert [one["consumption_kwh"] for one in pages["items"]] == [10.0]


def test_others_see_quarters_where_these_were_granted(
    manager: Caller, key: Key, of_mill: str, mill: int, readings: Any
) -> None:
    manager.post(of_mill, {"direction": "consumption", "readings": readings})
    grant(mill, "quarter_hour")
    assert len(key("forge_editor").get(of_mill + DAY).json()["items"]) == 96


def test_others_see_a_company_only_while_it_belongs_to_the_group(
    manager: Caller, key: Key, of_mill: str, mill: int, readings: Any
) -> None:
    manager.post(of_mill, {"direction": "consumption", "readings": readings})
    grant(mill, "quarter_hour")
    Membership.objects.filter(company=mill).update(active_from="2025-06-02T10:00:00Z")
    values = [one["consumption_kwh"] for one in key("forge_editor").get(of_mill + DAY).json()["items"]]
    assert values == [None] * 48 + [1.5] * 48
    assert [one["consumption_kwh"] for one in manager.get(of_mill + DAY).json()["items"]] == values
    assert {one["consumption_kwh"] for one in key("mill_editor").get(of_mill + DAY).json()["items"]} == {1.5}


def test_a_dry_run_says_what_would_be_replaced(manager: Caller, of_mill: str, readings: Any) -> None:
    manager.post(of_mill, {"direction": "consumption", "readings": readings})
    told = manager.post(of_mill + "?dry_run=true", consumed(readings, [9.0])).json()
    assert told["replacement"]["slots_replaced"] == 1
    assert told["replacement"]["examples"] == [
        {
            "meter": "",
            "direction": "consumption",
            "starts_at": "2025-06-02T00:00:00+02:00",
            "old_kwh": 1.5,
            "new_kwh": 9.0,
        }
    ]
    assert Import.objects.count() == 1


def test_it_names_each_reading_that_is_wrong(manager: Caller, of_mill: str) -> None:
    times = ["2025-06-02T00:00:00Z", "2025-06-02T02:00:00+02:00", "2025-06-02T00:10:00Z"]
    told = {"direction": "consumption", "readings": [{"starts_at": time, "energy_kwh": 1.0} for time in times]}
    answer = manager.post(of_mill, told)
    assert (answer.status_code, answer.json()["code"]) == (422, "readings_refused")
    found = [(one["code"], one["place"]["line"], one["expected"]) for one in answer.json()["findings"]]
    assert found == [
        ("duplicate_time", 1, "each time once"),
        ("duplicate_time", 2, "each time once"),
        ("off_step", 3, "a start every 15 minutes"),
    ]
    assert not Import.objects.exists()


def test_it_refuses_a_span_of_more_than_a_year(manager: Caller, of_mill: str) -> None:
    times = ["2020-01-01T00:00:00Z", "2025-01-01T00:00:00Z"]
    told = {"direction": "consumption", "readings": [{"starts_at": time, "energy_kwh": 1.0} for time in times]}
    assert manager.post(of_mill, told).json()["code"] == "readings_refused"


def test_hours_are_spread_over_their_quarters(manager: Caller, of_mill: str) -> None:
    told = {
        "direction": "production",
        "step_minutes": 60,
        "readings": [{"starts_at": "2025-06-02T08:00:00Z", "energy_kwh": 4.0}],
    }
    manager.post(of_mill, told)
    items = manager.get(of_mill + "?starts_at=2025-06-02T08:00:00Z&ends_at=2025-06-02T09:00:00Z").json()["items"]
    assert [(one["production_kwh"], one["production_quality"]) for one in items] == [(1.0, "estimated")] * 4


def test_meters_with_names_add_up(manager: Caller, of_mill: str, readings: Any) -> None:
    for meter in ("East", "West"):
        manager.post(of_mill, {"direction": "production", "meter": meter, "readings": readings})
    assert manager.get(of_mill + DAY).json()["items"][0]["production_kwh"] == 3.0


def test_a_page_costs_a_page_however_long_the_span(manager: Caller, of_mill: str) -> None:
    manager.post(of_mill.replace("readings", "annual-totals"), {"annual_kwh": 1000.0, "profile": "office"})
    page = manager.get(f"{of_mill}?starts_at=1971-01-01T00:00:00Z&ends_at=2199-01-01T00:00:00Z&limit=4").json()
    assert len(page["items"]) == 4


def test_what_was_known_at_an_instant_stays_readable(manager: Caller, of_mill: str, readings: Any) -> None:
    before = manager.post(of_mill, consumed(readings, [1.0])).json()["recorded_at"]
    manager.post(of_mill, consumed(readings, [2.0]))
    values = [
        manager.get(f"{of_mill}{DAY}{as_of}").json()["items"][0]["consumption_kwh"]
        for as_of in ("", f"&as_of={before.replace('+', '%2B')}", "&as_of=2000-01-01T00:00:00Z")
    ]
    assert values == [2.0, 1.0, None]


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00%2B23:00", "9999-12-31T23:59:59-23:00", "1969-12-31T00:00:00Z"])
def test_a_time_has_a_year_that_readings_have(manager: Caller, of_mill: str, moment: str) -> None:
    for name in ("starts_at", "ends_at", "as_of"):
        assert manager.get(f"{of_mill}?{name}={moment}").status_code == 422

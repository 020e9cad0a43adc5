"""The same readings come out, however they were written and on whatever day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from energy_synergy.timeline import Timeline
from energy_synergy.web.db.stores import DatabaseStore
from tests.web.imports.conftest import begin, confirm, step


def total(store: DatabaseStore) -> float:
    return store.load_group("river").members[0].series[0].total_kwh


@pytest.mark.parametrize("language", ["en", "fr"])
def test_two_ways_of_writing_the_same_give_the_same(
    client: Client, store: DatabaseStore, mill: int, dated: str, language: str
) -> None:
    client.cookies["django_language"] = language
    french = dated.replace("time;consumption", "Horodatage;Consommation énergie").encode("cp1252")
    iso = "timestamp,Consumption (kWh)\n" + "".join(
        f"2025-06-02 {line[11:16]},1.5\n" for line in dated.splitlines()[1:]
    )
    totals: list[Any] = []
    for content in (french, iso.encode()):
        confirm(client, begin(client, content, company=mill))
        totals.append(store.load_group("river").members[0].series[0].energy_kwh.tobytes())
    assert totals[0] == totals[1]


@pytest.mark.parametrize(("day", "slots"), [("2026-03-29", 92), ("2026-10-25", 100)])
def test_days_of_a_clock_change_lose_nothing(
    client: Client, store: DatabaseStore, mill: int, day: str, slots: int
) -> None:
    hours = [hour for hour in range(24) if not (slots == 92 and hour == 2)]
    if slots == 100:
        hours.insert(3, 2)
    rows = [f"{day} {hour:02}:{minute:02};1" for hour in hours for minute in (0, 15, 30, 45)]
    upload = begin(client, "\n".join(["Time;Consumption kWh", *rows, ""]), company=mill)
    upload.refresh_from_db()
    assert upload.report["checked"]["rows"] == slots
    confirm(client, upload)
    assert total(store) == slots


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("day", ["2025-06-02", "2025-10-26"])
def test_an_exported_file_comes_back_without_change(
    client: Client, store: DatabaseStore, mill: int, language: str, day: str
) -> None:
    values = [repr(0.1 * n + 1 / 3) for n in range(100 if day.endswith("26") else 96)]
    starts = Timeline.from_days(date.fromisoformat(day), date.fromisoformat(day) + timedelta(days=1), "Europe/Paris")
    rows = [f"{starts.start_of(slot).isoformat()};{value}" for slot, value in enumerate(values)]
    confirm(client, begin(client, "\n".join(["time;consumption kWh", *rows]), company=mill))
    address = f"/g/river/overview/balance.csv?period=day&on={day}&lang={language}"
    exported = client.get(address)
    assert exported.status_code == 200, address
    upload = begin(client, exported.content, company=mill)
    replaced = client.get(step(upload, "confirm")).context["page"].replacement
    assert (replaced.slots_replaced, replaced.slots_equal) == (0, len(values))

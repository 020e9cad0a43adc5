"""The page of day-ahead prices: a year, a file that is checked and saved, days that are fetched."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from energy_synergy.tariffs.areas import area
from energy_synergy.tariffs.spot import SpotPrices
from energy_synergy.testing.entsoe_server import TOKEN, Platform, running
from energy_synergy.timeline import Timeline
from energy_synergy.web.db.models import AuditEntry, DayAheadPrices, Group
from energy_synergy.web.db.prices import load_layers, save_prices
from energy_synergy.web.operator_settings import PriceSettings
from tests.web.conftest import People

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
LEGACY = Path(__file__).parents[2] / "data" / "price_files" / "eu_entsoe_dayahead_legacy.csv"
AUTUMN = Timeline(datetime(2023, 10, 28, 22, tzinfo=UTC), 100, "Europe/Paris")


@pytest.fixture
def river(people: People) -> Group:
    Group.objects.update(price_area="FR", currency="EUR")
    return Group.objects.get(slug="river")


def address(name: str = "prices", **more: Any) -> str:
    return reverse(name, kwargs={"slug": "river", **more})


def send(client: Client, data: bytes | None = None, name: str = "prices.csv", **told: str) -> Any:
    file = SimpleUploadedFile(name, LEGACY.read_bytes() if data is None else data)
    return client.post(address("prices_check"), {"file": file, **told})


def carried(response: Any) -> str:
    found = re.search(r'name="carried" value="([^"]+)"', response.content.decode())
    assert found is not None
    return html.unescape(found[1])


def test_it_works(river: Group, people: People) -> None:
    checked = send(people.manager)
    assert checked.status_code == 200
    assert DayAheadPrices.objects.count() == 0
    saved = people.manager.post(address("prices_save"), {"carried": carried(checked)})
    assert (saved.status_code, saved["Location"]) == (302, "/g/river/market/prices/?year=2023")
    prices = load_layers(river, AUTUMN).own.over(AUTUMN)
    assert prices[[0, 8, 12, 99]].tolist() == pytest.approx([0.00807, 0.00002, 0.0, 0.03931])
    entry = AuditEntry.objects.get(action="prices.uploaded")
    assert (entry.details["new"], entry.details["file"]) == (100, "prices.csv")


def test_the_year_is_told_with_what_is_known_of_it(river: Group, people: People) -> None:
    year = Timeline(datetime(2024, 12, 31, 23, tzinfo=UTC), 35_040, "Europe/Paris")
    prices = np.full(35_040, 0.05)
    prices[:4], prices[-8:] = -0.01, np.nan
    spot = SpotPrices("FR", "EUR", year.first_index, prices)
    save_prices(spot, group=None, source="test", now=NOW, recorded_by="")
    page = people.mill_viewer.get(address() + "?year=2025")
    text = page.content.decode()
    assert "below zero for 1 h" in text.replace("\u202f", " ").replace("\xa0", " ")
    assert "1 day lacks prices" in text
    assert page.context["page"].drawing is not None
    assert 'name="file"' not in text


@pytest.mark.parametrize("table", ["months", "days", "slots"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_year_can_be_taken_away_as_a_table(river: Group, people: People, table: str, language: str) -> None:
    response = people.analyst.get(address("prices_csv", table=table) + f"?year=2025&lang={language}")
    assert response.status_code == 200
    assert len(response.content.splitlines()) == {"months": 13, "days": 366, "slots": 35_041}[table]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_table_of_quarter_hours_can_be_brought_in_again(river: Group, people: People, language: str) -> None:
    people.manager.post(address("prices_save"), {"carried": carried(send(people.manager))})
    table = people.manager.get(address("prices_csv", table="slots") + f"?year=2023&lang={language}").content
    Group.objects.update(price_area="BE")
    checked = send(people.manager, table)
    assert checked.context["spot"].known_slots == 100
    assert checked.context["change"].new_slots == 100


def test_a_file_that_is_no_list_of_prices_is_told(river: Group, people: People) -> None:
    response = send(people.manager, b"%PDF-1.4 nothing")
    assert response.status_code == 422
    assert "a PDF" in response.content.decode()


def test_what_the_file_does_not_say_can_be_told(river: Group, people: People) -> None:
    rows = "".join(f"2025-06-01 {hour:02}:00,{50 + hour}\n" for hour in range(24))
    data = ("time,price (EUR)\n" + rows).encode()
    assert send(people.manager, data).status_code == 422
    assert send(people.manager, data, unit="MWh").status_code == 422
    refused = send(people.manager, data, unit="MWh", timezone="Europe/Nowhere")
    assert refused.status_code == 422


def test_prices_of_another_area_or_currency_are_refused(river: Group, people: People) -> None:
    Group.objects.update(price_area="ES")
    assert "not of ES" in send(people.manager).content.decode()
    Group.objects.update(price_area="FR", currency="CHF")
    assert "amounts are not converted" in send(people.manager).content.decode()


def test_a_check_counts_for_its_group_its_visitor_and_as_it_was(river: Group, people: People) -> None:
    text = carried(send(people.manager))
    changed = text[:-1] + ("B" if text.endswith("A") else "A")
    for client, sent in ((people.admin, text), (people.manager, changed), (people.manager, "x|y")):
        client.post(address("prices_save"), {"carried": sent})
    assert DayAheadPrices.objects.count() == 0


def test_the_area_of_a_group_is_chosen(river: Group, people: People) -> None:
    assert people.manager.post(address("prices_area"), {"area": "DE-LU"}).status_code == 302
    assert Group.objects.get(slug="river").price_area == "DE-LU"
    assert AuditEntry.objects.get(action="prices.area_changed").details == {"before": "FR", "after": "DE-LU"}
    assert people.manager.post(address("prices_area"), {"area": "XX"}).status_code == 422


@pytest.mark.parametrize("name", ["prices_area", "prices_check", "prices_save", "prices_fetch", "prices_remove"])
def test_only_who_manages_the_group_changes_its_prices(river: Group, people: People, name: str) -> None:
    for client in (people.analyst, people.mill_editor, people.forge_editor):
        assert client.post(address(name)).status_code == 403
    assert people.stranger.post(address(name)).status_code == 404


@pytest.fixture
def platform(settings: Any) -> Iterator[Platform]:
    with running(Platform({area("FR").eic: lambda hour: float(hour.hour)})) as one:
        settings.PRICES = PriceSettings(TOKEN, one.address)
        yield one


SPAN = {"first_on": "2025-03-30", "last_on": "2025-03-30"}
SPRING = Timeline(datetime(2025, 3, 29, 23, tzinfo=UTC), 92, "Europe/Paris")


def test_prices_are_fetched_for_every_group_of_the_area(river: Group, people: People, platform: Platform) -> None:
    assert people.manager.post(address("prices_fetch"), SPAN).status_code == 302
    assert (platform.asked[0]["periodStart"], platform.asked[0]["periodEnd"]) == ("202503292300", "202503302200")
    layers = load_layers(river, SPRING)
    assert (layers.own.known_slots, layers.shared.known_slots) == (0, 92)
    assert AuditEntry.objects.get(action="prices.fetched").details["new"] == 92


def test_only_whoever_runs_the_site_replaces_fetched_prices(river: Group, people: People, platform: Platform) -> None:
    people.manager.post(address("prices_fetch"), SPAN)
    platform.price_of = {area("FR").eic: lambda _hour: 99.0}
    people.manager.post(address("prices_fetch"), SPAN)
    assert load_layers(river, SPRING).shared.over(SPRING)[4] == 0.0
    people.admin.post(address("prices_fetch"), SPAN)
    assert load_layers(river, SPRING).shared.over(SPRING)[4] == 0.099


def test_own_prices_stay_before_fetched_ones_until_they_count_no_more(
    river: Group, people: People, platform: Platform
) -> None:
    people.manager.post(address("prices_save"), {"carried": carried(send(people.manager))})
    people.manager.post(address("prices_fetch"), {"first_on": "2023-10-29", "last_on": "2023-10-29"})
    assert load_layers(river, AUTUMN).joined.over(AUTUMN)[0] == pytest.approx(0.00807)
    assert people.manager.post(address("prices_remove"), {"year": "2023"}).status_code == 302
    assert load_layers(river, AUTUMN).joined.over(AUTUMN)[0] == pytest.approx(0.022)


def test_a_refused_token_is_told_and_not_shown(river: Group, people: People, platform: Platform, settings: Any) -> None:
    settings.PRICES = PriceSettings("wrong-secret", platform.address)
    response = people.manager.post(address("prices_fetch"), SPAN)
    assert response.status_code == 422
    assert "refuses the token" in response.content.decode()
    assert "wrong-secret" not in response.content.decode()


def test_without_a_token_the_page_says_who_sets_it(river: Group, people: People, settings: Any) -> None:
    settings.PRICES = PriceSettings()
    assert "ES_ENTSOE_TOKEN" in people.manager.get(address()).content.decode()
    assert people.manager.post(address("prices_fetch"), SPAN).status_code == 422


def test_days_that_have_no_prices_yet_are_not_asked_for(river: Group, people: People, platform: Platform) -> None:
    for span in (
        {"first_on": "2199-01-01", "last_on": "2199-01-02"},
        {"first_on": "2025-03-02", "last_on": "2025-03-01"},
    ):
        assert people.manager.post(address("prices_fetch"), span).status_code == 422
    assert platform.asked == []


def test_a_page_takes_few_queries(river: Group, people: People, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(10):
        people.manager.get(address() + "?year=2025")

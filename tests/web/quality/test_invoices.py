"""Invoices and contracted power: entered where companies and meters are edited, and held against the readings."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from django.test import Client

from energy_synergy.web.db.models import FindingRow, Invoice, Meter
from energy_synergy.web.db.stores import DatabaseStore
from tests.web.conftest import People
from tests.web.quality.test_beside import WEEKS, bring, content, told

# The days of Paris from 3 to 9 June lie between 22:00 and 22:00 UTC.
WEEK_KWH = float(WEEKS[88 : 88 + 96 * 7].sum())
FORM = {"direction": "consumption", "first_on": "2025-06-03", "last_on": "2025-06-09", "reference": "F-1"}


@pytest.fixture
def number(store: DatabaseStore, mill: int) -> int:
    """The import of four weeks of Mill."""
    return bring(store, mill, content(WEEKS))


def page_of(client: Client, mill: int) -> Any:
    return client.get(f"/g/river/members/{mill}/invoices/")


def add(client: Client, mill: int, energy_kwh: object, **more: object) -> Any:
    return client.post(f"/g/river/members/{mill}/invoices/", {**FORM, "energy_kwh": energy_kwh, **more})


def test_an_invoice_that_agrees_is_shown_beside_the_readings(number: int, mill: int, client: Client) -> None:
    assert add(client, mill, f"{WEEK_KWH:.2f}".replace(".", ",")).status_code == 302
    (line,) = page_of(client, mill).context["lines"]
    assert line.read_kwh == pytest.approx(WEEK_KWH)
    assert abs(line.difference) < 1e-4
    assert told(number) == []


def test_an_invoice_that_differs_is_a_finding_at_once_and_goes_with_it(number: int, mill: int, client: Client) -> None:
    add(client, mill, WEEK_KWH * 2)
    assert told(number) == ["invoice_differs"]
    assert "-50.0" in page_of(client, mill).content.decode().replace("\u2212", "-")
    client.post(f"/g/river/members/{mill}/invoices/{Invoice.objects.get().pk}/remove/")
    assert told(number) == []


@pytest.mark.parametrize("wrong", [{"energy_kwh": "0"}, {"last_on": "2025-06-01"}, {"energy_kwh": "many"}])
def test_it_refuses_what_no_invoice_is(mill: int, client: Client, wrong: dict[str, str]) -> None:
    assert add(client, mill, **{"energy_kwh": "10", **wrong}).status_code == 422
    assert not Invoice.objects.exists()


def test_contracted_power_is_told_of_a_meter_and_checked_at_once(number: int, mill: int, client: Client) -> None:
    meter = Meter.objects.get(company=mill)
    address = f"/g/river/members/{mill}/meters/{meter.pk}/"
    told_of_it = {"name": "", "direction": "consumption", "contracted_kw": "10,5"}
    assert client.post(address, told_of_it).status_code == 302
    assert Meter.objects.get(pk=meter.pk).contracted_kw == 10.5
    assert told(number) == ["above_contracted_power"]
    assert "10.5" in client.get(address).content.decode()
    assert client.post(address, {**told_of_it, "contracted_kw": "-1"}).status_code == 422
    client.post(address, {**told_of_it, "contracted_kw": ""})
    assert told(number) == []


def test_the_same_over_the_interface(number: int, mill: int, people: People) -> None:
    address = f"/api/v1/groups/river/companies/{mill}"
    told_of_it = {"first_on": "2025-06-03", "last_on": "2025-06-09", "energy_kwh": WEEK_KWH / 4}
    made = people.mill_editor.post(f"{address}/invoices", told_of_it, content_type="application/json").json()
    assert made["difference"] == pytest.approx(3)
    assert FindingRow.objects.filter(source_import=number, code="invoice_differs").exists()
    meter = people.mill_editor.get(f"{address}/meters").json()["items"][0]
    changed = {"contracted_kw": 36.0}
    kept = people.mill_editor.patch(f"{address}/meters/{meter['id']}", changed, content_type="application/json").json()
    assert (meter["contracted_kw"], kept["contracted_kw"]) == (None, 36.0)


def test_the_invoices_of_others_are_not_seen(mill: int, people: People) -> None:
    assert page_of(people.forge_editor, mill).status_code == 404
    assert page_of(people.mill_viewer, mill).status_code == 403


def test_it_takes_as_many_queries_for_many_invoices(
    number: int, mill: int, client: Client, django_assert_max_num_queries: Any
) -> None:
    assert number
    for energy_kwh in np.linspace(1000, 2000, 5):
        add(client, mill, energy_kwh)
    with django_assert_max_num_queries(12):
        page_of(client, mill)

"""The file of coefficients of a group's agreement."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pytest
from django.test import Client
from django.utils import timezone

from energy_synergy.ports import AnnualTotal
from energy_synergy.registry import option
from energy_synergy.timeline import Timeline
from energy_synergy.usecases.agreements import WrittenKey, write_key
from energy_synergy.web.db.agreed_keys import save_coefficients
from energy_synergy.web.db.models import Agreement, Group, Meter
from energy_synergy.web.db.stores import DatabaseStore
from tests.web.conftest import NOW

MILL, FORGE = "ES0031300325733001FH0F", "ES0031300325733002FL0F"
CAU = "ES0031300325733001FH0FA000"
FILE = f"/g/river/settings/scheme/coefficients/?cau={CAU}&year=2026"


@pytest.fixture
def companies(store: DatabaseStore, mill: int) -> list[int]:
    """Mill and Forge in Spain, each with one consumption meter that is named by its CUPS."""
    Group.objects.update(scheme="es_collective", timezone="Europe/Madrid")
    numbers = [mill, store.company_id("river", "Forge")]
    for number, name in zip(numbers, (MILL, FORGE), strict=True):
        store.save_annual_total(number, AnnualTotal("consumption", "office", 1.0), now=NOW, recorded_by="owner")
        Meter.objects.filter(company=number).update(name=name)
    return numbers


def agree(key: WrittenKey, begins: date = date(2026, 1, 1)) -> None:
    """Let a key hold from a day on."""
    now: datetime = timezone.now()
    row = Agreement.objects.create(
        group=Group.objects.get(slug="river"),
        title="Key",
        state="published",
        key=key.record,
        rule={"name": "fixed", "price_per_kwh": 0.1},
        active_from=begins,
        drafted_at=now,
        published_at=now,
    )
    save_coefficients(row, key.coefficients)


def test_it_hands_out_fixed_coefficients(client: Client, companies: list[int]) -> None:
    agree(write_key(option("sharing", "static", shares=[1 / 3, 2 / 3]), companies))
    answer = client.get(FILE)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{CAU}_2026.txt"'
    assert answer.content.decode() == f"{MILL};0,333333\n{FORGE};0,666667\n"


def test_it_hands_out_coefficients_of_every_hour(client: Client, companies: list[int]) -> None:
    year = Timeline.from_days(date(2026, 1, 1), date(2027, 1, 1), "Europe/Madrid")
    shares = np.column_stack([np.full(year.slots, 0.25), np.full(year.slots, 0.75)])
    key = write_key(option("sharing", "slot_shares", shares=shares), companies, first_index=year.first_index)
    agree(key, date(2025, 12, 1))
    lines = client.get(FILE).content.decode().splitlines()
    assert len(lines) == 2 * 8760
    assert (lines[0], lines[-1]) == (f"{MILL};0001;0,250000", f"{FORGE};8760;0,750000")


def test_another_key_has_no_coefficients(client: Client, companies: list[int]) -> None:
    agree(write_key(option("sharing", "pro_rata"), companies))
    answer = client.get(FILE)
    assert answer.status_code == 422
    assert "Agree on one of these keys: static, slot_shares." in answer.content.decode()


def test_a_wrong_code_is_told_beside_its_field(client: Client, companies: list[int]) -> None:
    agree(write_key(option("sharing", "static", shares=[0.5, 0.5]), companies))
    answer = client.get(FILE.replace(CAU, "ES1"))
    assert answer.status_code == 422
    assert "ES1 is no CAU" in answer.content.decode()


def test_a_meter_without_a_code_is_told(client: Client, companies: list[int]) -> None:
    agree(write_key(option("sharing", "static", shares=[0.5, 0.5]), companies))
    Meter.objects.filter(name=FORGE).update(name="Hall")
    assert "Hall is no complete CUPS" in client.get(FILE).content.decode()


def test_two_meters_of_a_company_are_told(client: Client, companies: list[int]) -> None:
    agree(write_key(option("sharing", "static", shares=[0.5, 0.5]), companies))
    Meter.objects.create(company_id=companies[0], name="B", direction="consumption", source="readings")
    page = client.get(FILE).content.decode()
    assert "exactly one consumption meter in use, named by its CUPS: Mill." in page


def test_a_producer_alone_needs_no_supply_point(client: Client, companies: list[int]) -> None:
    agree(write_key(option("sharing", "static", shares=[1.0, 0.0]), companies))
    Meter.objects.filter(name=FORGE).update(source="")
    assert client.get(FILE).content.decode() == f"{MILL};1,000000\n"


def test_only_spain_shows_the_form(client: Client, companies: list[int]) -> None:
    page = "/g/river/settings/scheme/"
    assert 'id="coefficients"' in client.get(page).content.decode()
    Group.objects.update(scheme="it_cer")
    assert 'id="coefficients"' not in client.get(page).content.decode()

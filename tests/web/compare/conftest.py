"""A group with readings of June and tariffs, ready to be compared."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client

from energy_synergy.ports import NewMember
from energy_synergy.tariffs.tariff import read_tariff
from energy_synergy.usecases.ingest import ingest_file
from energy_synergy.web.db.models import Company
from energy_synergy.web.db.stores import DatabaseStore
from energy_synergy.web.db.tariffs import save_tariff
from tests.web.conftest import NOW, TIMES

PAGE = "/g/river/market/compare/"
DAY = "period=day&on=2025-06-02"
JUNE = "period=month&on=2025-06-01"
GRID = {"energy": 0.20, "grid_fee": 0.08, "levies": 0.02, "feed_in": 0.08, "base_fee_per_month": 30, "vat_percent": 20}
# Forge makes 4 kWh a quarter-hour and uses 1; Mill uses 1 and Kiln 2, so that in June all of 3 kWh is shared.
SHARED_KWH = 30 * 96 * 3


def bring(store: DatabaseStore, company: int, direction: str, kwh: float) -> None:
    lines = "".join(f"{day:02}/06/2025 {time};{kwh}\n" for day in range(1, 31) for time in TIMES)
    ingest_file(
        BytesIO(f"time;{direction} kWh\n{lines}".encode()),
        store=store,
        company_id=company,
        timezone="Europe/Paris",
        now=NOW,
        recorded_by="owner",
    )


@pytest.fixture
def market(store: DatabaseStore, mill: int) -> DatabaseStore:
    """Mill, Forge and Kiln with readings of June and the same tariff; Kiln pays a little more."""
    forge = store.company_id("river", "Forge")
    kiln = store.add_company("river", NewMember("Kiln"), now=NOW, recorded_by="owner")
    for company, direction, kwh in ((mill, "consumption", 1), (forge, "consumption", 1), (kiln, "consumption", 2)):
        bring(store, company, direction, kwh)
    bring(store, forge, "production", 4)
    for company, energy in ((mill, 0.20), (forge, 0.20), (kiln, 0.22)):
        row = Company.objects.get(pk=company)
        save_tariff(row, read_tariff({**GRID, "energy": energy}), now=NOW, recorded_by="owner")
    return store


def lines(client: Client, table: str, query: str = JUNE) -> list[list[str]]:
    text = client.get(f"{PAGE}{table}.csv?{query}&lang=en").content.decode("utf-8-sig")
    return [line.split(",") for line in text.strip().splitlines()]

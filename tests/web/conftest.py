"""A group with two companies, and files for them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from energy_synergy.ports import NewGroup, NewMember
from energy_synergy.web.db.stores import DatabaseStore

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
TIMES = [f"{quarter // 4:02}:{quarter % 4 * 15:02}" for quarter in range(96)]


@pytest.fixture
def store(db: None) -> DatabaseStore:
    """A database with the group `river`: Mill and Forge, nothing known of either."""
    store = DatabaseStore()
    members = (NewMember("Mill", "Food"), NewMember("Forge"))
    store.create_group(NewGroup("river", "River", "Europe/Paris", members), now=NOW, recorded_by="owner")
    return store


@pytest.fixture
def mill(store: DatabaseStore) -> int:
    """The number of the company Mill."""
    return store.company_id("river", "Mill")


@pytest.fixture
def template() -> str:
    """A filled template: 0.5 kWh consumed in each quarter of an hour."""
    return "Time,Production,Consommation\n" + "".join(f"{time},0,0.5\n" for time in TIMES)


@pytest.fixture
def dated() -> str:
    """A dated file: 1.5 kWh consumed in each quarter of 2 June 2025."""
    return "time;consumption kWh\n" + "".join(f"02/06/2025 {time};1,5\n" for time in TIMES)

"""Companies of the group `river` with tariffs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from energy_synergy.tariffs.tariff import read_tariff
from energy_synergy.web.db.models import Company, CompanyTariff
from energy_synergy.web.db.stores import DatabaseStore
from energy_synergy.web.db.tariffs import save_tariff

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
Give = Callable[..., CompanyTariff]


@pytest.fixture
def company(store: DatabaseStore, mill: int) -> Company:
    """The company Mill."""
    return Company.objects.get(pk=mill)


@pytest.fixture
def forge(store: DatabaseStore) -> Company:
    """The company Forge."""
    return Company.objects.get(name="Forge")


@pytest.fixture
def give() -> Give:
    """Give a company a tariff with some parts."""

    def given(company: Company, **told: object) -> CompanyTariff:
        plain = {"title": "Plain", "energy": 0.2, "grid_fee": 0.05, "feed_in": 0.06}
        return save_tariff(company, read_tariff(plain | told), now=NOW, recorded_by="owner")

    return given

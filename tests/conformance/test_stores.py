"""Both stores of groups keep the promises of the port."""

from __future__ import annotations

import pytest

from energy_synergy.ports import GroupStore
from energy_synergy.testing.memory_store import MemoryStore
from energy_synergy.testing.store_suite import StoreSuite
from energy_synergy.web.db.stores import DatabaseStore


class TestMemoryStore(StoreSuite):
    @pytest.fixture
    def store(self) -> GroupStore:
        return MemoryStore()


@pytest.mark.django_db
class TestDatabaseStore(StoreSuite):
    @pytest.fixture
    def store(self) -> GroupStore:
        return DatabaseStore()

"""A stored year of three companies."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from energy_synergy.community.group import Group
from energy_synergy.usecases.manage_group import save_group
from energy_synergy.web.db.stores import DatabaseStore
from tests.web.overview.conftest import river

__all__ = ["river"]

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.fixture
def stored(db: None, river: Group) -> DatabaseStore:
    """A database with the year of three companies as `river`."""
    store = DatabaseStore()
    save_group(river, slug="river", store=store, now=NOW, recorded_by="owner")
    return store

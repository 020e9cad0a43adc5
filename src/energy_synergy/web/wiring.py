"""Which implementation stands behind each port."""

from __future__ import annotations

from energy_synergy.ports import GroupStore
from energy_synergy.usecases.bulk_store import BulkStore
from energy_synergy.web.db.stores import DatabaseStore
from energy_synergy.web.imports.bulk import BulkDatabaseStore


def group_store() -> GroupStore:
    """Return the store of groups."""
    return DatabaseStore()


def bulk_store() -> BulkStore:
    """Return the store as an import of many files needs it."""
    return BulkDatabaseStore()

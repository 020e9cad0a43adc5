"""Which implementation stands behind each port."""

from __future__ import annotations

from energy_synergy.ports import GroupStore
from energy_synergy.web.db.stores import DatabaseStore


def group_store() -> GroupStore:
    """Return the store of groups."""
    return DatabaseStore()

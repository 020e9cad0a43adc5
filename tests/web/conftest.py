"""A group with two companies, and files for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.test import Client

from energy_synergy.ports import NewGroup, NewMember
from energy_synergy.web.db.models import CompanyRole, Group, GroupRole, User
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


@dataclass(frozen=True)
class People:
    """Clients that are signed in, one for each role in the group `river`; Mill and Forge are its companies."""

    admin: Client
    manager: Client
    analyst: Client
    mill_editor: Client
    mill_viewer: Client
    forge_editor: Client
    stranger: Client
    nobody: Client


@pytest.fixture
def people(store: DatabaseStore, mill: int) -> People:
    """Accounts with every role; from the first one on, the local owner is nobody any more."""
    group, forge = Group.objects.get(slug="river"), store.company_id("river", "Forge")
    names = ("admin", "manager", "analyst", "mill_editor", "mill_viewer", "forge_editor", "stranger")
    users = {name: User.objects.create_user(f"{name}@example.org", name=name) for name in names}
    User.objects.filter(pk=users["admin"].pk).update(is_admin=True)
    for name in ("manager", "analyst"):
        GroupRole.objects.create(group=group, user=users[name], role=name)
    for name, company, role in (
        ("mill_editor", mill, "editor"),
        ("mill_viewer", mill, "viewer"),
        ("forge_editor", forge, "editor"),
    ):
        CompanyRole.objects.create(company_id=company, user=users[name], role=role)
    clients = {name: Client() for name in names}
    for name, client in clients.items():
        client.force_login(users[name], backend="allauth.account.auth_backends.AuthenticationBackend")
    return People(**clients, nobody=Client())

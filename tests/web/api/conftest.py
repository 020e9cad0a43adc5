"""Callers of the programming interface: clients with keys, one for each role in the group `river`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from energy_synergy.web.db.models import ApiKey, Group, User
from energy_synergy.web.digests import KEY_PREFIX, digest_of
from tests.web.conftest import TIMES, People

API = "/api/v1"
JSON = "application/json"
ALL_SCOPES = ("read", "write", "manage")


class Caller:
    """A program with a key."""

    def __init__(self, secret: str) -> None:
        self.headers = {"Authorization": f"Bearer {secret}"}
        self.client = Client(headers=self.headers)

    def get(self, path: str, **more: Any) -> Any:
        """Ask."""
        return self.client.get(API + path, **more)

    def post(self, path: str, told: object = None, **more: Any) -> Any:
        """Let something be done; what is told goes as JSON."""
        return self.client.post(API + path, told, content_type=JSON, **more)

    def patch(self, path: str, told: object, **more: Any) -> Any:
        """Change something."""
        return self.client.patch(API + path, told, content_type=JSON, **more)

    def delete(self, path: str, **more: Any) -> Any:
        """Remove something."""
        return self.client.delete(API + path, **more)

    def send(self, path: str, file: bytes, content_type: str = "text/csv", **more: Any) -> Any:
        """Send a file as the whole body."""
        return self.client.post(API + path, file, content_type=content_type, **more)


Key = Callable[..., Caller]


@pytest.fixture
def key(people: People) -> Key:
    """Make a key for an account by its name, with all scopes unless some are named."""

    def make(name: str, *scopes: str, group: Group | None = None, **fields: Any) -> Caller:
        secret = f"{KEY_PREFIX}{name}-{len(ApiKey.objects.all())}"
        ApiKey.objects.create(
            user=User.objects.get(email=f"{name}@example.org"),
            name=name,
            prefix=secret[:8],
            digest=digest_of(secret),
            scopes=list(scopes or ALL_SCOPES),
            group=group,
            created_at=timezone.now(),
            **fields,
        )
        return Caller(secret)

    return make


@pytest.fixture
def manager(key: Key) -> Caller:
    """The manager of the group `river`."""
    return key("manager")


@pytest.fixture
def forge(store: Any) -> int:
    """The number of the company Forge."""
    number: int = store.company_id("river", "Forge")
    return number


@pytest.fixture
def readings() -> list[dict[str, Any]]:
    """A day of readings, 1.5 kWh in each quarter of 2 June 2025 on the clock of Paris."""
    return [{"starts_at": f"2025-06-02T{time}:00+02:00", "energy_kwh": 1.5} for time in TIMES]

"""A group of three companies over eight months, and clients for its people."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pytest
from django.test import Client

from energy_synergy.community.group import Group, Member
from energy_synergy.metering.series import Quality, Series
from energy_synergy.timeline import Timeline
from energy_synergy.units import SLOT
from energy_synergy.usecases.manage_group import save_group
from energy_synergy.web.db.models import CompanyRole, GroupRole, User
from energy_synergy.web.db.models import Group as GroupRow
from energy_synergy.web.db.stores import DatabaseStore

ZONE = "Europe/Paris"
NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
SPAN = Timeline.from_days(date(2025, 3, 1), date(2025, 11, 1), ZONE)
CHARTS = ["curve", "buckets", "days", "buying", "partners", "completeness"]
WEEK = "period=week&on=2025-06-09"
PERIODS = [
    WEEK,
    "period=day&on=2025-10-26",
    "period=month&on=2025-06-01",
    "period=year&on=2025-01-01",
    "period=typical",
]


def series(direction: str, energy_kwh: np.ndarray) -> Series:
    quality = np.where(np.isnan(energy_kwh), Quality.MISSING, Quality.MEASURED).astype(np.uint8)
    return Series("", direction, SPAN.starts_at, SLOT, energy_kwh, quality)  # type: ignore[arg-type]


def used(seed: int, scale: float) -> np.ndarray:
    return scale * np.random.default_rng(seed).uniform(0.5, 1.5, SPAN.slots)


def sun(scale: float) -> np.ndarray:
    return scale * np.maximum(0.0, 1 - ((SPAN.quarter_of_day / 4 - 13) / 5) ** 2)


RIVER = (
    Member("Mill", (series("consumption", used(1, 2.0)), series("production", sun(4.0))), sector="Food"),
    Member("Farm", (series("consumption", used(2, 0.5)), series("production", sun(9.0)))),
    Member("Forge", (series("consumption", used(3, 3.0)),)),
)


@pytest.fixture
def store(db: None) -> DatabaseStore:
    store = DatabaseStore()
    save_group(Group("River", ZONE, RIVER), slug="river", store=store, now=NOW, recorded_by="owner")
    return store


@pytest.fixture
def mill(store: DatabaseStore) -> int:
    return store.company_id("river", "Mill")


def signed_in(email: str, *, company: int | None = None, role: str = "viewer") -> Client:
    user, client = User.objects.create_user(email), Client()
    if company is None:
        GroupRole.objects.create(user=user, group=GroupRow.objects.get(slug="river"), role=role)
    else:
        CompanyRole.objects.create(user=user, company_id=company, role=role)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def values_of(client: Client, company: int, query: str) -> dict[str, Any]:
    answer = client.get(f"/g/river/members/{company}/company.json?{query}")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found

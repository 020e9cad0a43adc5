"""Profiles of the group `river`, and what the editor sends."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from energy_synergy.web.db.models import OwnProfile
from tests.web.conftest import People

DAY = [1.0] * 8 + [5.0] * 10 + [1.0] * 6
LIBRARY = "/g/river/profiles/"


def seasons(values: list[float] | None = None, **more: object) -> list[dict[str, object]]:
    """Return the seasons of a profile that is the same all year."""
    return [{"name": "", "months": list(range(1, 13)), "weekday": {"values": values or DAY}, **more}]


def sent(name: str = "Shift", *, base: int = 1, curve: object = None, **more: str) -> dict[str, Any]:
    """Return what the editor sends."""
    text = curve if isinstance(curve, str) else json.dumps({"seasons": curve or seasons()})
    return {"name": name, "direction": "consumption", "base_version": base, "curve": text, **more}


@pytest.fixture
def make(people: People) -> Callable[..., OwnProfile]:
    """Make a profile as somebody of the group; it begins as the catalogue's office."""

    def make(client: Client | None = None, name: str = "Night shift", **more: object) -> OwnProfile:
        told = {"name": name, "direction": "consumption", "start": "catalogue:office", **more}
        answer = (client or people.mill_editor).post(f"{LIBRARY}new/", told)
        assert answer.status_code == 302, answer.content.decode()
        return OwnProfile.objects.latest("id")

    return make


@pytest.fixture
def shared(make: Callable[..., OwnProfile]) -> OwnProfile:
    """A profile of Mill's editor that the group may use."""
    profile = make()
    OwnProfile.objects.filter(pk=profile.pk).update(is_shared=True)
    return profile

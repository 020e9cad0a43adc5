"""Groups to be checked against schemes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from energy_synergy.findings import Finding
from energy_synergy.schemes.catalogue import scheme
from energy_synergy.schemes.check import check_group
from energy_synergy.schemes.facts import GroupFacts, MemberFacts, SiteFacts

TODAY = date(2026, 7, 1)
TOLD = SiteFacts(
    "Site",
    latitude=48.85,
    longitude=2.35,
    building="Hall 1",
    grid_node="T1",
    substation="North",
    municipality="Lyon",
    distribution_operator="Enedis",
    grid_level=7,
    connection_kw=100.0,
    installed_kw=0.0,
)
Checks = Callable[..., dict[str, Finding]]


def member(name: str, *, size_class: str = "small", is_public: bool = False, **facts: Any) -> MemberFacts:
    """Return a member with one site about which all is told."""
    return MemberFacts(name, (replace(TOLD, **facts),), size_class, is_public, country="FR")


@pytest.fixture
def told() -> Callable[..., MemberFacts]:
    """Make a member about which all is told, with what differs."""
    return member


@pytest.fixture
def checked() -> Checks:
    """Check members against a scheme; the findings by their codes, the first of each."""

    def check(name: str, *members: MemberFacts, on: date = TODAY, **facts: Any) -> dict[str, Finding]:
        found = check_group(GroupFacts(members, **facts), scheme(name, on=on), on=on)
        return {finding.code: finding for finding in reversed(found)}

    return check

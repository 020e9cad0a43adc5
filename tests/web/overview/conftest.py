"""Groups made of plain arrays, and what the page makes of them without a database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from energy_synergy.community.group import Group, Member
from energy_synergy.metering.series import Direction, Quality, Series
from energy_synergy.timeline import Timeline
from energy_synergy.units import SLOT
from energy_synergy.web.db.facts import CompanyFacts, GroupFacts
from energy_synergy.web.pages.overview.params import parse
from energy_synergy.web.queries.group_window import GroupWindow, compute_group_window

ZONE = "Europe/Paris"
YEAR = Timeline.from_days(date(2025, 1, 1), date(2026, 1, 1), ZONE)
TODAY = date(2026, 1, 5)
Window = Callable[..., GroupWindow]


def series(direction: Direction, energy_kwh: np.ndarray, starts_at: datetime | None = YEAR.starts_at) -> Series:
    """Return readings, NaN where missing."""
    quality = np.where(np.isnan(energy_kwh), Quality.MISSING, Quality.MEASURED).astype(np.uint8)
    return Series("", direction, starts_at, SLOT, energy_kwh, quality)


def sunny(scale: float) -> np.ndarray:
    """Return a year of production [kWh] that is there between 08:00 and 18:00 on the clock of the wall."""
    hour = YEAR.quarter_of_day / 4
    return scale * np.maximum(0.0, 1 - ((hour - 13) / 5) ** 2)


def steady(scale: float, seed: int) -> np.ndarray:
    """Return a year of consumption [kWh]."""
    return scale * np.random.default_rng(seed).uniform(0.5, 1.5, YEAR.slots)


def facts_of(group: Group, **changes: object) -> GroupFacts:
    """Return what the database would know about a group whose dated readings are the year 2025."""
    has_dates = any(one.is_dated for member in group.members for one in member.series)
    values = {
        "slug": "river",
        "name": group.name,
        "timezone": group.timezone,
        "country": "FR",
        "tolerance": 0.05,
        "is_demo": False,
        "companies": tuple(CompanyFacts(n + 1, one.name, one.sector, n) for n, one in enumerate(group.members)),
        "first_at": YEAR.starts_at if has_dates else None,
        "last_at": YEAR.ends_at if has_dates else None,
    }
    return GroupFacts(**{**values, **changes})  # type: ignore[arg-type]


@pytest.fixture
def river() -> Group:
    """A year of three companies: one with sun, one with sun and little use, one that only consumes."""
    return Group(
        "River",
        ZONE,
        (
            Member("Mill", (series("production", sunny(4.0)), series("consumption", steady(2.0, 1))), sector="Food"),
            Member("Farm", (series("production", sunny(9.0)), series("consumption", steady(0.5, 2)))),
            Member("Forge", (series("consumption", steady(3.0, 3)),)),
        ),
    )


@pytest.fixture
def window_of() -> Window:
    """Return a group over the period that an address asks for."""

    def make(group: Group, query: Mapping[str, str] | None = None, **facts: object) -> GroupWindow:
        known = facts_of(group, **facts)
        return compute_group_window(group, known, parse(query or {}, known, today=TODAY).choice)

    return make


@pytest.fixture
def gap() -> slice:
    """The 13 quarters from 02:00 to 05:15 of 11 June 2025 as places in the year."""
    first = YEAR.slot_of(datetime(2025, 6, 11, tzinfo=UTC))
    assert YEAR.start_of(first) == datetime(2025, 6, 11, 2, tzinfo=YEAR.start_of(first).tzinfo)
    return slice(first, first + timedelta(hours=3, minutes=15) // SLOT)

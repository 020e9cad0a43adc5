"""A year of twenty companies on a slow machine: little to send, charts soon there, the rest drawn when it is seen."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from .conftest import serving

MOST_BYTES = 1_000_000
MOST_MS = 3_000
# Without a slower processor: the answer of a server that has answered before, and the charts.
MOST_MS_OF_SERVER, MOST_MS_UNTHROTTLED = 1_000, 2_000
SLOWER = 4
TRIES = 3
MAKE_GROUP = """
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from energy_synergy.web.server import prepare
prepare(Path(sys.argv[1]))
import numpy as np
from energy_synergy.community.group import Group, Member
from energy_synergy.metering.series import Quality, Series
from energy_synergy.timeline import Timeline
from energy_synergy.units import SLOT
from energy_synergy.usecases.manage_group import save_group
from energy_synergy.web.wiring import group_store
year = Timeline.from_days(date(2025, 1, 1), date(2026, 1, 1), "Europe/Paris")
generator = np.random.default_rng(1)
sun = np.maximum(0.0, np.sin((year.quarter_of_day - 24) * np.pi / 48))
def series(direction, energy_kwh):
    quality = np.full(year.slots, Quality.MEASURED, dtype=np.uint8)
    return Series("", direction, year.starts_at, SLOT, energy_kwh, quality)
def member(number):
    sources = [series("consumption", generator.gamma(3.0, 1 + number % 4, year.slots))]
    if number % 2:
        sources.append(series("production", 9 * number * sun * generator.uniform(0.2, 1.0, year.slots)))
    return Member(f"Company number {number}", tuple(sources), sector="Industry")
group = Group("Twenty", "Europe/Paris", tuple(member(number) for number in range(20)))
save_group(group, slug="twenty", store=group_store(), now=datetime(2026, 1, 5, 9, tzinfo=UTC), recorded_by="owner")
"""
QUERIES = ["period=year&on=2025-01-01", "period=week&on=2025-06-09&view=production", "period=month&on=2025-06-01"]


@pytest.fixture(scope="module")
def twenty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with a group of twenty companies."""
    folder = tmp_path_factory.mktemp("twenty")
    environment = {name: value for name, value in os.environ.items() if name != "ES_DATA_DIR"}
    words = [sys.executable, "-c", MAKE_GROUP, str(folder / "data")]
    subprocess.run(words, check=True, env=environment, capture_output=True)
    with serving("serve", folder) as base:
        yield base


def ready_ms(page: Any, address: str) -> float:
    """Open a page and return when the charts in sight were drawn [ms]."""
    page.goto(address)
    page.wait_for_selector("#chart-balance.is-drawn", timeout=30_000)
    return float(page.evaluate("window.__ready"))


@pytest.mark.parametrize("query", QUERIES)
def test_it_is_ready_soon_on_a_slow_machine(visits: Callable[..., Any], twenty: str, query: str) -> None:
    page = visits(twenty).page
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    taken = [ready_ms(page, f"{twenty}/g/twenty/?{query}") for _ in range(TRIES)]
    assert min(taken) < MOST_MS, taken


@pytest.mark.parametrize("query", QUERIES)
def test_a_server_that_is_warm_answers_at_once(visits: Callable[..., Any], twenty: str, query: str) -> None:
    """The best of several tries counts: what else the machine does at that moment is not the server's."""
    page = visits(twenty).page
    answered, drawn = [], []
    for _ in range(2 * TRIES):
        drawn.append(ready_ms(page, f"{twenty}/g/twenty/?{query}"))
        times = "(({requestStart, responseEnd}) => responseEnd - requestStart)"
        answered.append(page.evaluate(f"{times}(performance.getEntriesByType('navigation')[0])"))
    assert min(answered) < MOST_MS_OF_SERVER, answered
    assert min(drawn) < MOST_MS_UNTHROTTLED, drawn


@pytest.mark.parametrize("query", [*QUERIES, "period=week&on=2025-06-09&compare=previous", "period=day&on=2025-10-26"])
def test_it_sends_little(visits: Callable[..., Any], twenty: str, query: str) -> None:
    page = visits(twenty).page
    body = page.request.get(f"{twenty}/g/twenty/?{query}").body()
    values = page.request.get(f"{twenty}/g/twenty/overview.json?{query}").body()
    assert len(values) < MOST_BYTES
    assert len(body) < MOST_BYTES


def test_what_is_below_is_drawn_when_it_is_seen(visits: Callable[..., Any], twenty: str) -> None:
    page = visits(twenty).open("/g/twenty/?period=year&on=2025-01-01")
    assert page.locator("#chart-flows.is-drawn").count() == 0
    page.locator("#chart-flows").scroll_into_view_if_needed()
    page.wait_for_selector("#chart-flows.is-drawn")


def test_companies_beyond_the_largest_are_one(visits: Callable[..., Any], twenty: str) -> None:
    page = visits(twenty).open("/g/twenty/?period=year&on=2025-01-01&view=consumption")
    legend = page.locator("[data-legend=companies] button")
    assert legend.count() == 9
    assert legend.last.inner_text().startswith("Others (12)")
    legend.last.click()
    assert "hide=rest" in page.url

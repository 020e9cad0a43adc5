"""Prints how long the values of the dashboard take, beside the bare reading of the blobs that they come from.

Run: python tests/bench/bench_dashboard.py
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from importlib import import_module
from pathlib import Path

import numpy as np
from django.db import connection
from django.test import Client
from django.test.utils import override_settings

from energy_synergy.community.group import Group, Member
from energy_synergy.metering.series import Direction, Quality, Series
from energy_synergy.timeline import Timeline
from energy_synergy.units import SLOT
from energy_synergy.usecases.manage_group import save_group
from energy_synergy.web.server import WORKER_MEMORY, prepare

ZONE = "Europe/Paris"
YEAR = Timeline.from_days(date(2025, 1, 1), date(2026, 1, 1), ZONE)
NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
MEMBERS, PRODUCERS = 50, 20
ROUNDS = 15
MOST_RATIO = 3.0
ROW = "{:44} {:>9} {:>9} {:>9}"
BLOBS = (
    "SELECT energy, quality FROM web_dayblock WHERE superseded_at IS NULL AND meter_id IN ({meters}) "
    "ORDER BY meter_id, day_index"
)
PERIODS = {
    "year": "period=year",
    "month": "period=month&on=2025-06-01",
    "week": "on=2025-06-11",
    "typical day": "period=typical",
}


def series(direction: Direction, energy_kwh: np.ndarray) -> Series:
    """Return a year of readings, all measured."""
    quality = np.full(YEAR.slots, Quality.MEASURED, dtype=np.uint8)
    return Series("", direction, YEAR.starts_at, SLOT, energy_kwh, quality)


def group(*, producers: int) -> Group:
    """Return a year of fifty members that consume, some of which produce by day."""
    generator = np.random.default_rng(1)
    sun = np.maximum(0.0, np.sin((YEAR.quarter_of_day - 24) * np.pi / 48))
    members = []
    for number in range(MEMBERS):
        sources = [series("consumption", generator.gamma(3.0, 2.0, YEAR.slots))]
        if number < producers:
            sources.append(series("production", 20 * sun * generator.uniform(0.2, 1.0, YEAR.slots)))
        members.append(Member(f"M{number}", tuple(sources)))
    return Group("Bench", ZONE, tuple(members))


def spent_ms(work: Callable[[], object]) -> float:
    """Return the time of a piece of work [ms]."""
    began = time.perf_counter()
    work()
    return 1_000 * (time.perf_counter() - began)


def best_ms(*works: Callable[[], object]) -> list[float]:
    """Return the best time of each piece of work [ms]; they take turns, so that all meet the same machine."""
    rounds = [[spent_ms(work) for work in works] for _ in range(ROUNDS)]
    return [min(column) for column in zip(*rounds, strict=True)]


def blobs(slug: str) -> object:
    """Read every current blob of a group by one statement, and its bytes by one read."""
    meters = (
        "SELECT meter.id FROM web_meter meter JOIN web_membership bond ON bond.company_id = meter.company_id "
        "JOIN web_group g ON g.id = bond.group_id WHERE g.slug = %s"
    )
    with connection.cursor() as cursor:
        rows = cursor.execute(BLOBS.format(meters=meters), [slug]).fetchall()
    return np.frombuffer(b"".join(row[0] for row in rows)), np.frombuffer(b"".join(row[1] for row in rows), "u1")


def tell(slug: str, what: str) -> float:
    """Print what each address of a group takes, and return the ratio of the year's values to the blobs."""
    client = Client()
    urls = {
        f"{kind}, {name}": f"/g/{slug}/{address}?{query}"
        for name, query in PERIODS.items()
        for kind, address in (("values", "overview.json"), ("page", ""))
    }
    floor, *spent = best_ms(lambda: blobs(slug), *(partial(client.get, url) for url in urls.values()))
    print(ROW.format(f"{what}: blobs of the year (floor)", f"{floor:.1f}", "1.0", ""))
    for (name, url), one in zip(urls.items(), spent, strict=True):
        size = f"{len(client.get(url).content) / 1_000:.0f} kB"
        print(ROW.format(f"{what}: {name}", f"{one:.1f}", f"{one / floor:.1f}", size))
    return spent[0] / floor


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory(prefix="energy-synergy-bench-") as folder:
        prepare(Path(folder))
        store = import_module("energy_synergy.web.db.stores").DatabaseStore()
        print(ROW.format(f"{MEMBERS} members x {YEAR.slots:,} slots", "ms", "ratio", "size"))
        with override_settings(ALLOWED_HOSTS=["testserver"]):
            for slug, producers in (("consumers", 0), ("mixed", PRODUCERS)):
                save_group(group(producers=producers), slug=slug, store=store, now=NOW, recorded_by="bench")
                ratio = tell(slug, f"{producers} produce")
                print(f"the year's values take {ratio:.1f} times the blobs; the aim is at most {MOST_RATIO:.0f}")
        connection.close()


if __name__ == "__main__":
    if any(os.environ.get(name) != value for name, value in WORKER_MEMORY.items()):
        # The C library reads these when a process starts: measure as the server's worker runs.
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **WORKER_MEMORY})
    main()

"""Prints how long the database store takes to load and save, beside the bare reading of the same blobs.

Run: python tests/bench/bench_store.py
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

import numpy as np
from django.db import connection

from energy_synergy.metering.series import Quality, Series
from energy_synergy.ports import Dataset, GroupStore, NewGroup, NewMember, SourceKind
from energy_synergy.units import SLOT
from energy_synergy.web.server import prepare

START = datetime(2024, 12, 31, 23, tzinfo=UTC)
NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
SLOTS = 35_040
MEMBERS = 50
ROUNDS = 7
MONTH = (datetime(2025, 5, 31, 22, tzinfo=UTC), datetime(2025, 6, 30, 22, tzinfo=UTC))
ROW = "{:44} {:>9} {:>9}"
BLOBS = "SELECT energy, quality FROM web_dayblock WHERE superseded_at IS NULL ORDER BY meter_id, day_index"


def year(seed: int) -> Dataset:
    """Return a year of readings."""
    energy_kwh = np.random.default_rng(seed).gamma(3.0, 2.0, SLOTS)
    quality = np.full(SLOTS, Quality.MEASURED, dtype=np.uint8)
    return Dataset(SourceKind.READINGS, (Series("", "consumption", START, SLOT, energy_kwh, quality),))


def median_ms(work: Callable[[], object]) -> float:
    """Return the median time of a piece of work [ms]."""
    spent = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        spent.append(1_000 * (time.perf_counter() - began))
    return statistics.median(spent)


def blobs() -> object:
    """Read every current blob by one statement, and its bytes by one read."""
    with connection.cursor() as cursor:
        rows = cursor.execute(BLOBS).fetchall()
    return np.frombuffer(b"".join(row[0] for row in rows)), np.frombuffer(b"".join(row[1] for row in rows), "u1")


def created_ms(store: GroupStore) -> float:
    """Return how long a group with all its readings takes to store [ms]."""
    members = tuple(NewMember(f"M{n}", datasets=(year(n),)) for n in range(MEMBERS))
    began = time.perf_counter()
    store.create_group(NewGroup("bench", "Bench", "Europe/Paris", members), now=NOW, recorded_by="bench")
    return 1_000 * (time.perf_counter() - began)


def measured(store: GroupStore) -> dict[str, float]:
    """Return the times [ms] by what was done; the first is the floor."""
    created = created_ms(store)
    first = store.company_id("bench", "M0")
    seeds = iter(range(1_000, 2_000))
    day = (MONTH[0], MONTH[0] + timedelta(days=1))

    def save(seed: int) -> object:
        return store.save_dataset(first, year(seed), now=NOW, recorded_by="bench")

    return {
        f"blobs, {MEMBERS} members x year (floor)": median_ms(blobs),
        f"load_group, {MEMBERS} members x year": median_ms(lambda: store.load_group("bench")),
        f"load_group, {MEMBERS} members x month": median_ms(lambda: store.load_group("bench", *MONTH)),
        f"load_group, {MEMBERS} members x day": median_ms(lambda: store.load_group("bench", *day)),
        "save_dataset, a year again (unchanged)": median_ms(lambda: save(0)),
        "save_dataset, a year of new versions": median_ms(lambda: save(next(seeds))),
        f"create_group, {MEMBERS} members x year (once)": created,
    }


def main() -> None:
    """Fill a database with 50 members and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder))
        figures = measured(group_store())
    floor = next(iter(figures.values()))
    print(ROW.format("what", "ms", "x floor"))
    for name, spent in figures.items():
        print(ROW.format(name, f"{spent:.1f}", f"{spent / floor:.2f}"))


def group_store() -> GroupStore:
    """Return the store of the prepared site."""
    return import_module("energy_synergy.web.wiring").group_store()


if __name__ == "__main__":
    main()

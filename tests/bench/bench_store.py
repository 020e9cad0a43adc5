"""Prints how long the database store takes to load and save, beside the bare reading of the same blobs.

Run: python tests/bench/bench_store.py
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import django
import numpy as np

from energy_synergy.metering.series import Quality, Series
from energy_synergy.ports import Dataset, NewGroup, NewMember, SourceKind
from energy_synergy.units import SLOT

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


def main(folder: str) -> None:
    """Fill a database with 50 members and print the table."""
    os.environ["ES_DATA_DIR"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "energy_synergy.web.settings"
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from energy_synergy.web.db.stores import DatabaseStore

    call_command("migrate", verbosity=0)
    store = DatabaseStore()
    members = tuple(NewMember(f"M{n}", datasets=(year(n),)) for n in range(MEMBERS))
    began = time.perf_counter()
    store.create_group(NewGroup("bench", "Bench", "Europe/Paris", members), now=NOW, recorded_by="bench")
    created_ms = 1_000 * (time.perf_counter() - began)

    def blobs() -> object:
        with connection.cursor() as cursor:
            rows = cursor.execute(BLOBS).fetchall()
        return np.frombuffer(b"".join(row[0] for row in rows)), np.frombuffer(b"".join(row[1] for row in rows), "u1")

    first = store.company_id("bench", "M0")
    versions = iter(range(1_000, 2_000))
    bare = median_ms(blobs)
    figures = {
        f"blobs, {MEMBERS} members x year (floor)": bare,
        f"load_group, {MEMBERS} members x year": median_ms(lambda: store.load_group("bench")),
        f"load_group, {MEMBERS} members x month": median_ms(lambda: store.load_group("bench", *MONTH)),
        f"load_group, {MEMBERS} members x day": median_ms(
            lambda: store.load_group("bench", MONTH[0], MONTH[0] + timedelta(days=1))
        ),
        "save_dataset, a year again (unchanged)": median_ms(
            lambda: store.save_dataset(first, year(0), now=NOW, recorded_by="bench")
        ),
        "save_dataset, a year of new versions": median_ms(
            lambda: store.save_dataset(first, year(next(versions)), now=NOW, recorded_by="bench")
        ),
        f"create_group, {MEMBERS} members x year (once)": created_ms,
    }
    print(ROW.format("what", "ms", "x floor"))
    for name, spent in figures.items():
        print(ROW.format(name, f"{spent:.1f}", f"{spent / bare:.2f}"))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        main(temporary)

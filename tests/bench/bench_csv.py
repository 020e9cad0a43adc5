"""Prints how long a year of quarter-hours takes to read, beside pyarrow's bare parse of the same file.

Run: python tests/bench/bench_csv.py
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import numpy as np
from pyarrow import csv as arrow_csv

from energy_synergy.formats.detect import read_file
from energy_synergy.metering.checks.base import run_checks
from energy_synergy.timeline import Timeline

ROUNDS = 25


def year_csv(*, separator: str, decimal: str, stamp: str, zone: str | None) -> bytes:
    """Return a calendar year of quarter-hours with a consumption and a production column."""
    generator = np.random.default_rng(1)
    values = generator.gamma(3.0, 2.0, size=(35_040, 2)).round(3)
    timeline = Timeline(datetime(2025, 1, 1, tzinfo=UTC) - timedelta(hours=1 if zone else 0), 35_040, zone or "UTC")
    labels = [datetime.fromtimestamp(int(second), UTC).strftime(stamp) for second in timeline.local_unix]
    rows = [separator.join(["Time", "Consumption (kWh)", "Production (kWh)"])]
    for label, (consumed, produced) in zip(labels, values, strict=True):
        rows.append(separator.join([label, f"{consumed:.3f}", f"{produced:.3f}"]).replace(".", decimal))
    return "\n".join(rows).encode()


def best_ms(*works: Callable[[], object]) -> list[float]:
    """Return the best time of each piece of work [ms], taken in turns so that a busy machine hits all alike."""
    spent: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for work, times in zip(works, spent, strict=True):
            began = time.perf_counter()
            work()
            times.append(1_000 * (time.perf_counter() - began))
    return [min(times) for times in spent]


def main() -> None:
    """Print the table."""
    iso = year_csv(separator=",", decimal=".", stamp="%Y-%m-%dT%H:%M:%SZ", zone=None)
    local = year_csv(separator=",", decimal=".", stamp="%Y-%m-%d %H:%M", zone="Europe/Paris")
    french = year_csv(separator=";", decimal=",", stamp="%d/%m/%Y %H:%M", zone="Europe/Paris")
    one_bad = local.replace(b",5.", b",x5.", 1)

    def parse(data: bytes) -> object:
        options = arrow_csv.ParseOptions(delimiter=";" if b";" in data[:60] else ",")
        convert = arrow_csv.ConvertOptions(decimal_point="," if b";" in data[:60] else ".")
        return arrow_csv.read_csv(io.BytesIO(data), parse_options=options, convert_options=convert)

    def read(data: bytes) -> object:
        return read_file(io.BytesIO(data), timezone="Europe/Paris", file_name="meter.csv")

    def checked(data: bytes) -> object:
        return run_checks(read(data).series, "Europe/Paris")  # type: ignore[attr-defined]

    heads = f"{'pyarrow':>10}{'read_file':>11}{'ratio':>7}{'+ checks':>10}{'ratio':>7}"
    print(f"{'35,040 rows, two columns of values':36}{heads}")
    for name, data in {
        "comma, point, ISO, UTC": iso,
        "comma, point, local time": local,
        "semicolon, decimal comma, dd/mm/yyyy": french,
        "the second with one bad cell": one_bad,
    }.items():
        bare, ours, all_ = best_ms(partial(parse, data), partial(read, data), partial(checked, data))
        print(f"{name:36}{bare:8.1f}ms{ours:9.1f}ms{ours / bare:7.1f}{all_:8.1f}ms{all_ / bare:7.1f}")


if __name__ == "__main__":
    main()

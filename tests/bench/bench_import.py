"""Prints how many files of one day each an import of a folder takes in a second, into a new database and again.

Run: python tests/bench/bench_import.py [files] [--profile]
"""

from __future__ import annotations

import cProfile
import io
import os
import pstats
import sys
import tempfile
import time
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from pathlib import Path

import numpy as np

from energy_synergy.ports import NewGroup, NewMember
from energy_synergy.registry import options
from energy_synergy.web.server import prepare

ZONE = "Europe/Paris"
COMPANIES = 50
FIRST = date(2025, 1, 1)
NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
USUAL_FILES = 1_000
TIMES = [f"{quarter // 4:02}:{quarter % 4 * 15:02}" for quarter in range(96)]
ROW = "{:44} {:>9} {:>9} {:>9} {:>9}"


def write_files(folder: Path, count: int) -> None:
    """Write files of one day of one meter each, of fifty companies, in three usual layouts."""
    generator = np.random.default_rng(1)
    for number in range(count):
        company, day = number % COMPANIES, FIRST + timedelta(days=number // COMPANIES)
        values = generator.gamma(3.0, 2.0, 96).round(3).tolist()
        text = (_iso, _french, _by_meter)[company % 3](company, day, values)
        inside = folder / f"Company {company:02}"
        inside.mkdir(exist_ok=True)
        (inside / f"{day}.csv").write_text(text, encoding="utf-8")


def _iso(company: int, day: date, values: list[float]) -> str:
    rows = [f"{day} {time},{value}" for time, value in zip(TIMES, values, strict=True)]
    return "\n".join(["Time,Consumption (kWh)", *rows]) + "\n"


def _french(company: int, day: date, values: list[float]) -> str:
    rows = [f"{day:%d/%m/%Y} {time};{value}".replace(".", ",") for time, value in zip(TIMES, values, strict=True)]
    return "\n".join(["Horodate;Consommation (kWh)", *rows]) + "\n"


def _by_meter(company: int, day: date, values: list[float]) -> str:
    rows = [f"{day} {time};30001{company:09};{value}" for time, value in zip(TIMES, values, strict=True)]
    return "\n".join(["Time;Meter;Consumption (kWh)", *rows]) + "\n"


def seconds_of(folder: Path, *words: str) -> tuple[float, float]:
    """Return how long the command takes on a folder, and what the processor spends on it [s]; its start left out."""
    run = import_module("energy_synergy.cli.main").main
    shown = io.StringIO()
    began, spent_before = time.perf_counter(), time.process_time()
    with redirect_stdout(shown), redirect_stderr(shown):
        code = run(["import", str(folder), "--group", "bench", *words])
    seconds, spent = time.perf_counter() - began, time.process_time() - spent_before
    if code:
        sys.exit(shown.getvalue())
    return seconds, spent


def main() -> None:
    """Print the table."""
    words = [word for word in sys.argv[1:] if word != "--profile"]
    count = int(words[0]) if words else USUAL_FILES
    with tempfile.TemporaryDirectory(prefix="bench-import-") as place:
        os.environ["ES_DATA_DIR"] = str(Path(place) / "data")
        prepare()
        members = tuple(NewMember(f"Company {number:02}") for number in range(COMPANIES))
        store = import_module("energy_synergy.web.wiring").group_store()
        store.create_group(NewGroup("bench", "Bench", ZONE, members), now=NOW, recorded_by="bench")
        folder = Path(place) / "in"
        folder.mkdir()
        write_files(folder, count)
        # Files that are a moment old are at rest, so that nothing is waited for.
        for path in folder.rglob("*.csv"):
            os.utime(path, (1_700_000_000, 1_700_000_000))
        title = f"{count:,} files of a day, {len(options('formats'))} formats"
        print(ROW.format(title, "s", "ms/file", "cpu ms", "files/s"))
        profile = cProfile.Profile() if "--profile" in sys.argv else None
        if profile:
            profile.enable()
        first = seconds_of(folder)
        if profile:
            profile.disable()
        for name, (seconds, spent) in (("into a new database", first), ("the same again", seconds_of(folder))):
            each = (f"{1_000 * one / count:.2f}" for one in (seconds, spent))
            print(ROW.format(name, f"{seconds:.1f}", *each, f"{count / seconds:,.0f}"))
        if profile:
            pstats.Stats(profile).sort_stats("cumulative").print_stats(70)


if __name__ == "__main__":
    main()

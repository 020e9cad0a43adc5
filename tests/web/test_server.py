"""The server starts on an empty folder, answers, takes writers at once, and stops when it is told to."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

SERVE = "import sys; from energy_synergy.web.server import serve; serve('127.0.0.1', int(sys.argv[1]))"
SAVE = """
import sys, django
django.setup()
from datetime import UTC, datetime
import numpy as np
from energy_synergy.metering.series import Series
from energy_synergy.ports import Dataset, SourceKind
from energy_synergy.units import SLOT
from energy_synergy.web.db.stores import DatabaseStore
now = datetime(2026, 1, 5, tzinfo=UTC)
for n in range(15):
    series = Series("", "consumption", now, SLOT, np.full(960, float(n)), np.ones(960, dtype=np.uint8))
    dataset = Dataset(SourceKind.READINGS, (series,))
    DatabaseStore().save_dataset(int(sys.argv[1]), dataset, now=now, recorded_by="writer")
"""
MAKE = """
from datetime import UTC, datetime
from energy_synergy.web.server import prepare
prepare()
from energy_synergy.ports import NewGroup, NewMember
from energy_synergy.web.db.stores import DatabaseStore
new = NewGroup("g", "G", "UTC", (NewMember("A"),))
DatabaseStore().create_group(new, now=datetime(2026, 1, 5, tzinfo=UTC), recorded_by="owner")
print(DatabaseStore().company_id("g", "A"))
"""
COUNT = """
import django
django.setup()
from energy_synergy.web.db.models import DayBlock
print(DayBlock.objects.filter(superseded_at=None).count(), DayBlock.objects.count())
"""


def run(code: str, folder: Path, *arguments: str) -> subprocess.Popen[str]:
    settings = {"ES_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "energy_synergy.web.settings"}
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, **settings},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    port = free_port()
    process = run(SERVE, tmp_path, str(port))
    try:
        yield process, f"http://127.0.0.1:{port}/"
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def fetch(url: str) -> tuple[int, str]:
    deadline = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.URLError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


@pytest.mark.skipif(sys.platform == "win32", reason="an interrupt is a signal of POSIX")
def test_it_serves_an_empty_folder_until_it_is_interrupted(served: tuple[subprocess.Popen[str], str]) -> None:
    process, url = served
    status, page = fetch(url)
    process.send_signal(signal.SIGINT)
    told, _ = process.communicate(timeout=15)
    assert (status, "Open demo group" in page) == (200, True)
    assert url in told
    assert process.returncode == 0


def test_it_takes_two_writers_at_once(tmp_path: Path) -> None:
    company, _ = run(MAKE, tmp_path).communicate(timeout=60)
    writers = [run(SAVE, tmp_path, company.strip()) for _ in range(2)]
    problems = [writer.communicate(timeout=60)[1] for writer in writers]
    counted, _ = run(COUNT, tmp_path).communicate(timeout=60)
    current, versions = map(int, counted.split())
    assert problems == ["", ""]
    assert current == 10
    assert versions >= 150

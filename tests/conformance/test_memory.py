"""Reading takes no more than ten times the memory of the file."""

from __future__ import annotations

import contextlib
import tracemalloc
from pathlib import Path

import pytest

from energy_synergy.files.refused import FileRefused
from energy_synergy.testing.format_suite import Sample, load_samples, read_bytes
from energy_synergy.testing.mutations import grown

ALL = load_samples(Path(__file__).parents[1] / "data" / "formats")
# The largest sample of each format; the others are read by the same code.
SAMPLES = list({sample.format: sample for sample in sorted(ALL, key=lambda one: len(one.data))}.values())
SIZE = 1_500_000
TIMES = 10
# What any reading takes: findings up to their cap, tables of words, caches.
FLOOR = 12_000_000
# A row of a day many times over: each of its 96 values of six bytes is named a double, and all of them are sorted.
MORE = {"wide_fr_spring.csv": 30}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.path.name)
def test_it_takes_at_most_ten_times_the_memory_of_a_file(sample: Sample) -> None:
    data = grown(sample.data, SIZE)
    if data is None:
        return
    with contextlib.suppress(FileRefused):
        read_bytes(sample, sample.data)
    tracemalloc.start()
    try:
        with contextlib.suppress(FileRefused):
            read_bytes(sample, data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak <= MORE.get(sample.path.name, TIMES) * len(data) + FLOOR, (
        f"{peak / len(data):.1f} times {len(data)} bytes"
    )

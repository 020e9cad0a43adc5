"""Every sample of a price file, as it is and as it is changed on its way."""

from __future__ import annotations

import csv
import math
import random
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from energy_synergy.files.refused import FileRefused
from energy_synergy.tariffs.price_files.base import PriceResult
from energy_synergy.testing.mutations import mutants, same_readings

SAMPLES = Path(__file__).parents[3] / "data" / "price_files"
Read = Callable[..., PriceResult]
Known = Callable[..., dict[datetime, float]]
PATHS = sorted(path for path in SAMPLES.iterdir() if path.suffix == ".xml" or ".expected" not in path.name)


def truth_of(path: Path) -> dict[datetime, float]:
    with path.with_name(f"{path.stem}.expected.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {datetime.fromisoformat(row["start_utc"]): float(row["eur_per_mwh"]) / 1_000 for row in rows}


def lies(found: dict[datetime, float], truth: dict[datetime, float]) -> dict[datetime, float]:
    return {at: price for at, price in found.items() if not math.isclose(price, truth.get(at, math.nan), abs_tol=1e-12)}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_it_reads_a_sample_as_it_is_written(path: Path, read: Read, known: Known) -> None:
    result = read(path.read_bytes())
    assert known(result) == pytest.approx(truth_of(path), abs=1e-12)
    assert [spot.area for spot in result.prices] == ["FR"]
    assert result.findings == ()


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_it_reads_the_same_prices_in_other_words(path: Path, read: Read, known: Known) -> None:
    for label, data in same_readings(path.read_bytes()):
        assert known(read(data)) == pytest.approx(truth_of(path), abs=1e-12), label


@pytest.mark.parametrize("path", [path for path in PATHS if path.suffix == ".csv"], ids=lambda path: path.name)
def test_it_never_takes_a_price_for_another(path: Path, read: Read, known: Known) -> None:
    truth, wrong, count = truth_of(path), {}, 0
    for label, data in mutants(path.read_bytes(), random.Random(path.name)):
        count += 1
        try:
            found = lies(known(read(data)), truth)
        except FileRefused:
            continue
        if found:
            wrong[label] = found
    assert wrong == {}
    assert count > 20


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_it_takes_no_cut_price_of_a_file_that_was_cut_off(path: Path, read: Read, known: Known) -> None:
    data, truth = path.read_bytes(), truth_of(path)
    for end in range(200, len(data), 41):
        try:
            assert lies(known(read(data[:end])), truth) == {}, end
        except FileRefused:
            continue

"""A file that was changed on its way is read rightly or refused: no reading of it is ever taken for another."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from energy_synergy.files.refused import FileRefused
from energy_synergy.findings import has_errors
from energy_synergy.formats.base import ReadResult
from energy_synergy.testing.expected import Expected, check_expected, differences, truth_of
from energy_synergy.testing.format_suite import Sample, load_samples, read_bytes, same_series
from energy_synergy.testing.mutations import mutants, same_readings

ASSUMED = (
    *(
        "stamp_assumed",
        "date_order_assumed",
        "decimal_mark_assumed",
        "unit_assumed",
        "meter_assumed",
        "register_between",
    ),
    *("counting_assumed", "repeated_hour_order", "direction_assumed"),
)
SAMPLES = load_samples(Path(__file__).parents[1] / "data" / "formats")


def wrongly_read(result: ReadResult, truth: tuple[Expected, ...]) -> list[str]:
    """Return what was read and is not so.

    What is missing is no lie; errors keep a file from being saved; what had to be assumed is said and can be corrected.
    """
    if result.bad_rows or has_errors(result.findings) or any(one.code in ASSUMED for one in result.findings):
        return []
    there = [line for line in differences(result, truth) if not line.endswith("read nan")]
    found = [row for row in truth if not any(str(row) in line for line in differences(result, [row]))]
    beyond = sum(series.total_kwh for series in result.series if series.is_dated) - sum(row.kwh for row in found)
    if abs(beyond) > 1e-6 * max(1.0, sum(row.kwh for row in found)) and not there:
        there.append(f"{beyond} kWh lie where the file has none")
    return there


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.path.name)
def test_it_reads_the_same_readings_in_other_words(sample: Sample) -> None:
    truth = truth_of(sample.read())
    for label, data in same_readings(sample.data):
        result = read_bytes(sample, data)
        assert same_series(result, sample.read()), label
        if truth:
            check_expected(result, truth)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.path.name)
def test_it_never_takes_a_reading_for_another(sample: Sample) -> None:
    truth = truth_of(sample.read())
    wrong = {}
    for label, data in mutants(sample.data, random.Random(sample.path.name)):
        try:
            result = read_bytes(sample, data)
        except FileRefused:
            continue
        if lies := wrongly_read(result, truth):
            wrong[label] = lies[:3]
    assert not wrong, "\n".join(f"{label}: {lies}" for label, lies in wrong.items())

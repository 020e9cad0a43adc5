"""What every file format promises: subclass `FormatSuite` and give it a fixture `sample`.

The checks below take any bytes, so that a format's own tests can call them with theirs.
"""

from __future__ import annotations

import io
import json
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from energy_synergy.files.refused import FileRefused
from energy_synergy.findings import has_errors
from energy_synergy.formats.base import ReadResult
from energy_synergy.formats.detect import detect_format, format_scores, head_of, read_file
from energy_synergy.metering.series import Quality, Series
from energy_synergy.registry import family, option
from energy_synergy.testing.expected import Expected, check_expected, expected_readings
from energy_synergy.timeline import Timeline

MUTATIONS = 60
DAMAGE = (
    b"\0",
    b"\xff",
    b"\n",
    b";",
    b",",
    b'"',
    b"1_0",
    b"-",
    b"\xe2\x80\xaf",
    b"24:00",
    b"e9",
    b"\r",
    b"=",
    b"9" * 50,
)


@dataclass(frozen=True, slots=True)
class Sample:
    """A file in a format: the hints it needs, and the series it holds, as plain values (see `described`).

    A sample without them has its truth beside it, in `<name without ending>.expected.csv` (see `expected_readings`).
    """

    path: Path
    format: str
    hints: Mapping[str, Any] = field(default_factory=dict)
    series: tuple[Mapping[str, Any], ...] = ()

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        return self.path.read_bytes()

    def expected(self) -> tuple[Expected, ...]:
        """Return the readings that the file beside it says."""
        return expected_readings(self.path.with_suffix(".expected.csv"))

    def read(self, **more: Any) -> ReadResult:
        """Read the file in its format, with its hints and more."""
        return read_file(io.BytesIO(self.data), self.format, file_name=self.path.name, **{**self.hints, **more})


def read_bytes(sample: Sample, data: bytes, **more: Any) -> ReadResult:
    """Read other bytes as a sample is read: in its format, with its name and hints."""
    return read_file(io.BytesIO(data), sample.format, file_name=sample.path.name, **{**sample.hints, **more})


def load_samples(folder: Path) -> list[Sample]:
    """Return the samples that `index.json` in a folder and in each folder below it lists by file name."""
    return [sample for index in sorted(folder.rglob("index.json")) for sample in _listed(index)]


def _listed(index: Path) -> list[Sample]:
    listed: dict[str, dict[str, Any]] = json.loads(index.read_text(encoding="utf-8"))
    return [
        Sample(index.parent / name, entry["format"], entry.get("hints", {}), tuple(entry.get("series", ())))
        for name, entry in listed.items()
    ]


def described(series: Series) -> dict[str, Any]:
    """Return what a sample's index says of a series: enough that no reading can move or change unseen.

    `moment_kwh` weighs each value with its place, so that two values that change places are seen too.
    """
    present = np.nan_to_num(series.energy_kwh)
    return {
        "meter": series.meter,
        "direction": series.direction,
        "starts_at": series.starts_at and series.starts_at.isoformat(),
        "step_minutes": series.step.total_seconds() / 60,
        "readings": len(series.energy_kwh),
        "missing": int(np.isnan(series.energy_kwh).sum()),
        "total_kwh": round(float(present.sum()), 6),
        "moment_kwh": round(float(present @ np.arange(1, len(present) + 1)), 6),
    }


def same_series(one: ReadResult, other: ReadResult) -> bool:
    """Tell whether two readings hold the same series, value by value, whatever the meters are called."""
    return len(one.series) == len(other.series) and all(
        (a.direction, a.starts_at, a.step) == (b.direction, b.starts_at, b.step)
        and np.array_equal(a.energy_kwh, b.energy_kwh, equal_nan=True)
        and np.array_equal(a.quality, b.quality)
        for a, b in zip(one.series, other.series, strict=True)
    )


def check_result(result: ReadResult) -> None:
    """Assert that whatever was read is well formed: finite, not negative, missing marked as missing."""
    for series in result.series:
        is_missing = np.isnan(series.energy_kwh)
        assert len(series.energy_kwh) == len(series.quality)
        assert (np.isfinite(series.energy_kwh) | is_missing).all()
        assert not (series.energy_kwh < 0).any()
        assert ((series.quality == Quality.MISSING) == is_missing).all()
        assert series.starts_at is None or series.starts_at.tzinfo is not None
    for finding in result.findings:
        assert finding.message
        for text in (finding.expected, finding.advice):
            assert text is None or text.format_map(finding.values)
    assert 0 <= result.bad_rows <= result.rows
    if result.bad_rows:
        assert has_errors(result.findings)


def check_never_raises(format_name: str, data: bytes, **hints: Any) -> None:
    """Assert that a format refuses bytes with a reason or reads them into something well formed."""
    try:
        result = read_file(io.BytesIO(data), format_name, **hints)
    except FileRefused as error:
        refused = error
    else:
        return check_result(result)
    assert refused.findings
    assert str(refused)
    return None


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Return bytes with a few places overwritten, cut out or doubled."""
    hurt = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(hurt) + 1)
        end = min(len(hurt), place + chance.choice((0, 1, 3, 40, 400)))
        hurt[place:end] = chance.choice((*DAMAGE, b"", bytes(hurt[place:end]) * 2))
    return bytes(hurt)


class FormatSuite:
    """Run by a test class that parametrizes or provides `sample`."""

    def test_it_reads_what_the_sample_holds(self, sample: Sample) -> None:
        result = sample.read()
        check_result(result)
        if sample.series:
            assert [described(series) for series in result.series] == list(sample.series)
        else:
            check_expected(result, sample.expected())

    def test_it_is_detected_against_every_other_format(self, sample: Sample) -> None:
        head = head_of(sample.data)
        scores = dict(format_scores(head, sample.path.name))
        own = scores.pop(sample.format)
        assert detect_format(head, sample.path.name) == sample.format
        assert all(own > score for score in scores.values())

    def test_it_says_what_it_detected_and_takes_it_back_as_hints(self, sample: Sample) -> None:
        first = sample.read()
        fields = type(option("formats", sample.format)).model_fields
        hints = {name: value for name, value in first.detected.items() if name in fields}
        assert hints
        assert same_series(first, sample.read(**hints))

    def test_it_reads_twice_alike(self, sample: Sample) -> None:
        first, second = sample.read(), sample.read()
        assert same_series(first, second)
        assert first.findings == second.findings

    def test_it_leaves_no_local_day_short_or_long(self, sample: Sample) -> None:
        for series in sample.read().series:
            if series.starts_at and series.ends_at and "timezone" in sample.hints:
                timeline = Timeline.between(series.starts_at, series.ends_at, sample.hints["timezone"])
                first, last = timeline.start_of(0), timeline.start_of(timeline.slots)
                assert (first.hour, first.minute, last.hour, last.minute) == (0, 0, 0, 0)
                assert len(series.energy_kwh) * series.step == series.ends_at - series.starts_at

    def test_it_never_raises_on_a_damaged_sample(self, sample: Sample) -> None:
        chance = random.Random(sample.path.name)
        for _ in range(MUTATIONS):
            check_never_raises(sample.format, mutated(sample.data, chance), **sample.hints)

    def test_it_never_raises_on_a_sample_that_is_cut_off(self, sample: Sample) -> None:
        for parts in range(1, 12):
            check_never_raises(sample.format, sample.data[: len(sample.data) * parts // 12], **sample.hints)

    def test_it_refuses_the_samples_of_other_formats_or_reads_them_well(self, sample: Sample) -> None:
        for name in family("formats"):
            check_never_raises(name, sample.data, **sample.hints)

"""Every format of the registry keeps the promises of the family; a new one and its sample are covered unchanged."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from energy_synergy.formats._blueprint import Blueprint
from energy_synergy.formats.base import Format
from energy_synergy.formats.detect import detect_format, format_scores
from energy_synergy.registry import family
from energy_synergy.testing.format_suite import FormatSuite, Sample, check_never_raises, load_samples

SAMPLES = load_samples(Path(__file__).parents[1] / "data" / "formats")
NAMES = list(family("formats"))
TEXT = st.text(alphabet="0123456789:/-.,; \t\n\"'+TZkWhéabc\u202f\u00a0_|=", max_size=400)
ROWS = st.lists(
    st.tuples(st.datetimes().map(str), st.floats(allow_nan=True, allow_infinity=True).map(str)), min_size=1, max_size=30
)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.path.name)
class TestFormats(FormatSuite):
    pass


@pytest.mark.parametrize("name", NAMES)
def test_every_format_has_a_sample(name: str) -> None:
    assert any(sample.format == name for sample in SAMPLES)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=600))
def test_a_format_never_raises_on_bytes(name: str, data: bytes) -> None:
    check_never_raises(name, data, timezone="Europe/Paris", direction="consumption")


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=60, deadline=None)
@given(text=TEXT)
def test_a_format_never_raises_on_text(name: str, text: str) -> None:
    check_never_raises(name, text.encode(), timezone="Europe/Paris", direction="consumption")


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=60, deadline=None)
@given(rows=ROWS, separator=st.sampled_from(",;\t|"))
def test_a_format_never_raises_on_rows_with_any_dates_and_numbers(
    name: str, rows: list[tuple[str, str]], separator: str
) -> None:
    table = "\n".join(separator.join(row) for row in [("Time", "Production"), *rows])
    check_never_raises(name, table.encode(), timezone="Europe/Paris")


@settings(max_examples=100, deadline=None)
@given(head=st.binary(max_size=300), file_name=st.text(max_size=20))
def test_detection_never_raises_and_scores_from_0_to_1(head: bytes, file_name: str) -> None:
    assert all(0 <= score <= 1 for score in format_scores(head, file_name).values())
    detect_format(head, file_name)


def test_a_workbook_never_raises_on_a_damaged_part() -> None:
    book = next(sample for sample in SAMPLES if sample.path.suffix == ".xlsx")
    for place in range(0, len(book.data), 97):
        hurt = bytearray(book.data)
        hurt[place] ^= 0xFF
        check_never_raises("excel", bytes(hurt), timezone="Europe/Paris")


def test_the_blueprint_reads_its_own_kind() -> None:
    data = b"Blueprint time;Meter;Energy [kWh]\n2025-06-02 00:00;A;1.5\n2025-06-02 00:15;A;2.5\n"
    format_: Format = Blueprint()
    assert Blueprint.sniff(data, "") == 1.0
    (series,) = format_.read(io.BytesIO(data), file_name="a.csv").series
    assert (series.meter, series.total_kwh) == ("A", 4.0)


def test_two_writings_of_the_same_readings_give_the_same_series() -> None:
    def read(name: str) -> Sample:
        return next(sample for sample in SAMPLES if sample.path.name == name)

    french, iso = read("long_fr_cp1252.csv").read().series, read("long_iso_utf8.csv").read().series
    for one, other in zip(french, iso, strict=True):
        assert (one.direction, one.starts_at, one.step) == (other.direction, other.starts_at, other.step)
        assert one.energy_kwh.tolist() == other.energy_kwh.tolist()
        assert len(one.energy_kwh) == 196

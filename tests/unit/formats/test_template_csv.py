from __future__ import annotations

import io

import pytest

from energy_synergy.files.refused import FileRefused
from energy_synergy.findings import has_errors
from energy_synergy.formats.base import ReadResult
from energy_synergy.formats.detect import read_file
from energy_synergy.formats.template_csv import write_template

TIMES = [f"{hour:02d}:{minute:02d}" for hour in range(24) for minute in (0, 15, 30, 45)]
SEED_HEADER = "Time,Production,Consommation"


def template(header: str = SEED_HEADER, produced: str = "0", consumed: str = "1.5") -> list[str]:
    mark = next(mark for mark in ",;\t" if mark in header)
    return [header, *(mark.join((time, produced, consumed)) for time in TIMES)]


def read(rows: list[str] | bytes, **hints: str) -> ReadResult:
    data = rows if isinstance(rows, bytes) else "\n".join(rows).encode()
    return read_file(io.BytesIO(data), file_name="Boulangerie.csv", **hints)


def codes(result: ReadResult) -> list[str]:
    return [finding.code for finding in result.findings]


def test_it_works() -> None:
    result = read(template())
    (series,) = result.series
    assert result.format == "template_csv"
    assert (series.meter, series.direction, series.starts_at) == ("Boulangerie", "consumption", None)
    assert series.energy_kwh.tolist() == [1.5] * 96
    assert result.findings == ()


@pytest.mark.parametrize(
    "header",
    [
        "Time,Production,Consommation",
        "Time,Production,Consumption",
        "Heure;Production;Consommation",
        "heure\tproduction\tconsommation",
        "Horaire;Production (kWh);Consommation (kWh)",
        "TIME , PRODUCTION , CONSOMMATION",
    ],
)
def test_it_takes_headers_in_both_languages_and_any_separator(header: str) -> None:
    assert read(template(header, "2", "1")).series[0].total_kwh == 192


def test_two_filled_columns_are_two_series_of_one_company() -> None:
    production, consumption = read(template(produced="2.25")).series
    assert (production.direction, production.total_kwh) == ("production", 216)
    assert (consumption.direction, consumption.total_kwh) == ("consumption", 144)
    assert production.meter == consumption.meter


def test_a_column_of_zeros_gives_no_series() -> None:
    (series,) = read(template(produced="3", consumed="0.0")).series
    assert series.direction == "production"


def test_a_column_left_blank_gives_no_series_and_no_fuss() -> None:
    result = read(template(produced=""))
    assert [series.direction for series in result.series] == ["consumption"]
    assert not has_errors(result.findings)


def test_all_zeros_says_that_nothing_was_filled_in() -> None:
    result = read(template(consumed="0"))
    assert result.series == ()
    assert codes(result) == ["template_not_filled"]
    assert has_errors(result.findings)


def test_a_missing_and_an_extra_time_are_named() -> None:
    rows = template()
    rows[5] = "01:07,0,1"
    result = read([*rows, "23:45,0,9"])
    lacking = next(finding for finding in result.findings if finding.code == "times_lacking")
    assert lacking.message == "The template lacks 1 of its 96 times: 01:00."
    assert [(f.code, f.place.line) for f in result.findings] == [
        ("times_lacking", None),
        ("bad_time", 6),
        ("duplicate_time", 98),
    ]
    assert result.bad_rows == 2


def test_a_bad_value_is_named_with_line_column_and_what_was_expected() -> None:
    rows = template()
    rows[10] = "02:15,0,abc"
    (finding,) = read(rows).findings
    assert (finding.place.line, finding.place.column, finding.value) == (11, "Consommation", "abc")
    assert finding.expected
    assert finding.advice


def test_a_decimal_comma_between_commas_is_a_bad_row() -> None:
    rows = template()
    rows[10] = "02:15,0,1,5"
    result = read(rows)
    assert "too_many_cells" in codes(result)
    assert result.bad_rows == 1


def test_a_total_below_is_left_out() -> None:
    result = read([*template(), "Total,0,144"])
    assert codes(result) == ["total_row"]
    assert result.series[0].total_kwh == 144


def test_rows_in_another_order_are_sorted() -> None:
    rows = template()
    rows[1], rows[2] = "00:15,0,7", "00:00,0,3"
    result = read(rows)
    assert result.series[0].energy_kwh[:2].tolist() == [3, 7]
    assert codes(result) == ["out_of_order"]


def test_kilowatts_become_energy() -> None:
    assert read(template("Time,Production (kW),Consommation (kW)")).series[0].total_kwh == 36
    assert read(template(), unit="Wh").series[0].total_kwh == pytest.approx(0.144)


@pytest.mark.parametrize(
    ("language", "header"), [("en", "Time,Production,Consumption"), ("fr", "Heure;Production;Consommation")]
)
def test_the_download_is_the_template_with_zeros(language: str, header: str) -> None:
    text = write_template(language).decode("utf-8-sig")  # type: ignore[arg-type]
    lines = text.split("\r\n")
    assert lines[0] == header
    assert len(lines) == 98
    assert codes(read(text.encode())) == ["template_not_filled"]


def test_the_french_download_filled_with_decimal_commas_is_read() -> None:
    text = write_template("fr").decode("utf-8-sig").replace(";0\r", ";1,25\r")
    assert read(text.encode("utf-16")).series[0].total_kwh == 120


def test_a_table_with_dates_is_no_template() -> None:
    with pytest.raises(FileRefused):
        read([SEED_HEADER, "2025-06-02 00:00,0,1", "2025-06-02 00:15,0,1"], format="template_csv")

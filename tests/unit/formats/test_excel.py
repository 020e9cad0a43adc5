from __future__ import annotations

import io
import warnings
from datetime import UTC, date, datetime, time, timedelta

import openpyxl
import pytest

from energy_synergy.files.refused import FileRefused
from energy_synergy.formats.base import ReadResult
from energy_synergy.formats.detect import read_file

DAY = datetime(2025, 6, 2)  # noqa: DTZ001
MOMENTS = [DAY + timedelta(minutes=15 * number) for number in range(96)]


def read(*sheets: list[list[object]], **hints: object) -> ReadResult:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"Sheet {number}")
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return read_file(out, timezone="Europe/Paris", file_name="Usine.xlsx", **hints)


def test_it_reads_date_and_time_in_one_cell() -> None:
    result = read([["Site Usine"], [], ["Date", "Consommation kW"], *([moment, 4.0] for moment in MOMENTS)])
    (series,) = result.series
    assert result.format == "excel"
    assert (series.meter, series.total_kwh) == ("Usine", 96)
    assert series.starts_at == datetime(2025, 6, 1, 22, tzinfo=UTC)


def test_it_reads_date_and_time_in_two_cells() -> None:
    rows = [[moment.date(), moment.time(), 1] for moment in MOMENTS]
    assert read([["Date", "Heure", "Production (kWh)"], *rows]).series[0].total_kwh == 96


def test_it_reads_times_and_numbers_written_as_text() -> None:
    rows = [[f"{moment:%d/%m/%Y %H:%M}", "1 000,5"] for moment in MOMENTS]
    result = read([["Date", "Conso (kWh)"], *rows], date_order="dmy")
    assert result.series[0].energy_kwh[0] == 1000.5


def test_it_reads_the_template() -> None:
    rows = [[moment.time(), 0, 1.5] for moment in MOMENTS]
    (series,) = read([["Time", "Production", "Consommation"], *rows]).series
    assert (series.starts_at, series.total_kwh) == (None, 144)


def test_it_reads_a_row_per_day() -> None:
    labels = [time(number // 4, number % 4 * 15) for number in range(96)]
    result = read(
        [["Date", *labels], [date(2025, 6, 2), *[1] * 96], [date(2025, 6, 3), *[2] * 96]], direction="production"
    )
    assert result.series[0].total_kwh == 288


def test_sheets_without_readings_are_left_out_and_named() -> None:
    readings = [["Date", "Conso (kWh)"], *([moment, 1.0] for moment in MOMENTS)]
    result = read([["Notes"], ["to be ignored"]], readings)
    assert len(result.series) == 1
    assert [finding.message for finding in result.findings] == [
        "These sheets hold no readings and were left out: Sheet 1."
    ]


def test_findings_name_the_sheet_the_row_and_the_column() -> None:
    rows: list[list[object]] = [[moment, 1.0] for moment in MOMENTS]
    rows[4][1], rows[7][1], rows[9][1] = "1_0", -3, None
    result = read([["Date", "Conso (kWh)"], *rows])
    assert [(f.code, f.place.sheet, f.place.line, f.place.column) for f in result.findings] == [
        ("bad_value", "Sheet 1", 6, "Conso (kWh)"),
        ("negative_value", "Sheet 1", 9, "Conso (kWh)"),
        ("missing_value", "Sheet 1", 11, "Conso (kWh)"),
    ]


def test_a_workbook_without_readings_is_refused() -> None:
    with pytest.raises(FileRefused, match="No table of readings"):
        read([["Hello"], ["World"]])


def test_warnings_of_the_library_stay_inside() -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        read([["Date", "Conso (kWh)"], *([moment, 1.0] for moment in MOMENTS)])
    assert caught == []

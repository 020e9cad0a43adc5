from __future__ import annotations

import io

import openpyxl
import pytest

from energy_synergy.files.refused import FileRefused
from energy_synergy.formats.base import ReadResult
from energy_synergy.formats.detect import detect_format, read_file
from energy_synergy.metering.series import Quality

METER = "AT0099999999900000000000000000001"
TOTAL = "Gesamtverbrauch lt. Messung (bei Teilnahme gem. Erzeugung) [KWH]"
SHARE = "Eigendeckung gemeinschaftliche Erzeugung [KWH]"
TIMES = ("02.06.2025 00:00:00", "02.06.2025 00:15:00")


def book(columns: list[tuple[str, ...]], *rows: list[object], sheet: str = "Energiedaten") -> bytes:
    """Return a workbook whose columns are (meter, direction, metercode)."""
    labels = ("MeteringpointID", "Energy direction", "Metercode")
    made = openpyxl.Workbook()
    made.active.title = sheet
    for place, label in enumerate(labels):
        made.active.append([label, *[column[place] for column in columns]])
    for row in rows:
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read(data: bytes) -> ReadResult:
    return read_file(io.BytesIO(data), "eda")


def codes(result: ReadResult) -> set[str]:
    return {finding.code for finding in result.findings}


WHOLE = [(METER, "CONSUMPTION", TOTAL), ("MM", "", "")]


def test_it_reads_the_whole_and_not_its_shares() -> None:
    columns = [*WHOLE, (METER, "CONSUMPTION", SHARE), ("MM", "", "")]
    data = book(columns, *([time, 1.5, "L1", 0.5, "L1"] for time in TIMES))
    result = read(data)
    assert detect_format(data) == "eda"
    assert [(series.meter, series.total_kwh) for series in result.series] == [(METER, 3.0)]
    assert "series_left_out" in codes(result)


def test_quality_l2_is_a_substitute_and_l3_an_estimate() -> None:
    result = read(book(WHOLE, [TIMES[0], 1, "L2"], [TIMES[1], 1, "L3"]))
    assert result.series[0].quality.tolist() == [Quality.SUBSTITUTED, Quality.ESTIMATED]


def test_shares_alone_are_refused() -> None:
    with pytest.raises(FileRefused) as refused:
        read(book([(METER, "CONSUMPTION", SHARE)], *([time, 1] for time in TIMES)))
    assert refused.value.findings[0].code == "only_shares"


def test_two_columns_that_differ_are_named_and_the_first_counts() -> None:
    columns = [(METER, "CONSUMPTION", TOTAL), (METER, "CONSUMPTION", TOTAL)]
    result = read(book(columns, [TIMES[0], 1, 2], [TIMES[1], 3, 3]))
    assert result.series[0].energy_kwh.tolist() == [1, 3]
    assert "columns_differ" in codes(result)


def test_a_sheet_with_shares_of_participation_is_left_out() -> None:
    data = book(WHOLE, *([time, 1, "L1"] for time in TIMES), sheet="Energiedaten-TF")
    assert detect_format(data) != "eda"


def test_a_blank_value_is_missing() -> None:
    result = read(book(WHOLE, [TIMES[0], 1, "L1"], [TIMES[1], None, None], ["02.06.2025 00:30:00", 1, "L1"]))
    assert result.series[0].quality.tolist() == [Quality.MEASURED, Quality.MISSING, Quality.MEASURED]
    assert "values_missing" in codes(result)


def test_a_line_that_is_no_time_is_named() -> None:
    result = read(book(WHOLE, [TIMES[0], 1, "L1"], [TIMES[1], 1, "L1"], ["Hinweis", 5, ""]))
    assert (result.bad_rows, result.series[0].total_kwh) == (1, 2)

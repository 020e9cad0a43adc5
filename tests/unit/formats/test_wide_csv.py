from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from energy_synergy.files.refused import FileRefused
from energy_synergy.formats.base import ReadResult
from energy_synergy.formats.detect import read_file

PARIS = "Europe/Paris"
QUARTERS = [f"{minute // 60:02d}:{minute % 60:02d}" for minute in range(0, 1_440, 15)]
ENDS = [*QUARTERS[1:], "24:00"]
RANGES = [f"{start}-{end}" for start, end in zip(QUARTERS, ENDS, strict=True)]


def wide(labels: list[str], days: dict[str, list[object]]) -> bytes:
    lines = [["Date", *labels], *([day, *map(str, values)] for day, values in days.items())]
    return "\n".join(";".join(line) for line in lines).encode()


def read(data: bytes, **hints: object) -> ReadResult:
    return read_file(
        io.BytesIO(data), timezone=PARIS, direction="consumption", unit="kWh", file_name="Usine.csv", **hints
    )


def codes(result: ReadResult) -> list[str]:
    return [finding.code for finding in result.findings]


@pytest.mark.parametrize("labels", [QUARTERS, ENDS, [*QUARTERS[1:], "00:00"], RANGES, [str(n) for n in range(1, 97)]])
def test_it_reads_a_row_per_day_whatever_the_columns_are_called(labels: list[str]) -> None:
    result = read(wide(labels, {"02/06/2025": list(range(96)), "14/06/2025": [1] * 96}))
    (series,) = result.series
    assert result.format == "wide_csv"
    assert (series.meter, series.starts_at) == ("Usine", datetime(2025, 6, 1, 22, tzinfo=UTC))
    assert series.energy_kwh[:96].tolist() == list(range(96))
    assert series.energy_kwh[-96:].tolist() == [1] * 96


@pytest.mark.parametrize(("count", "minutes"), [(24, 60), (48, 30), (96, 15), (144, 10), (288, 5)])
def test_it_reads_hours_half_hours_and_finer(count: int, minutes: int) -> None:
    labels = [f"{m // 60:02d}:{m % 60:02d}" for m in range(0, 1_440, minutes)]
    (series,) = read(wide(labels, {"2025-06-02": [1] * count, "2025-06-03": [1] * count})).series
    assert (series.step, series.total_kwh) == (timedelta(minutes=minutes), 2 * count)


def test_the_skipped_hour_may_be_blank_in_its_columns() -> None:
    values: list[object] = list(range(96))
    values[8:12] = [""] * 4
    result = read(wide(QUARTERS, {"2025-03-30": values}))
    assert result.findings == ()
    assert result.series[0].energy_kwh.tolist() == [*range(8), *range(12, 96)]


def test_a_short_day_may_leave_the_last_columns_blank() -> None:
    result = read(wide(QUARTERS, {"2025-03-30": [*range(92), "", "", "", ""]}))
    assert result.findings == ()
    assert result.series[0].energy_kwh.tolist() == list(range(92))


def test_values_in_the_skipped_hour_are_told() -> None:
    result = read(wide(QUARTERS, {"2025-03-30": list(range(96))}))
    assert codes(result) == ["time_never_shown"] * 4
    assert len(result.series[0].energy_kwh) == 92


def test_a_long_day_uses_the_extra_columns() -> None:
    labels = [*QUARTERS, "25a", "25b", "25c", "25d"]
    result = read(wide(labels, {"2025-10-25": [*[1] * 96, *[""] * 4], "2025-10-26": list(range(100))}))
    assert result.findings == ()
    assert result.series[0].energy_kwh[96:].tolist() == list(range(100))


def test_a_long_day_may_name_the_repeated_hour_in_place() -> None:
    labels = [*QUARTERS[:12], *QUARTERS[8:12], *QUARTERS[12:]]
    result = read(wide(labels, {"2025-10-26": list(range(100))}))
    assert result.series[0].energy_kwh.tolist() == list(range(100))


def test_a_long_day_without_extra_values_misses_an_hour_and_says_so() -> None:
    result = read(wide(QUARTERS, {"2025-10-26": [1] * 96}))
    assert codes(result) == ["repeated_hour_once", "rows_missing"]
    assert int(np.isnan(result.series[0].energy_kwh).sum()) == 4


def test_a_value_beyond_the_day_is_told() -> None:
    labels = [*QUARTERS, "25a", "25b", "25c", "25d"]
    assert codes(read(wide(labels, {"2025-06-02": [1] * 100}))) == ["value_beyond_day"] * 4


def test_bad_cells_and_bad_dates_are_named() -> None:
    values: list[object] = [1] * 96
    values[5] = "1_0"
    result = read(wide(QUARTERS, {"2025-06-02": values, "31/02/2025": [1] * 96, "Total": [2] * 96}))
    assert [(f.code, f.place.line, f.place.column) for f in result.findings] == [
        ("bad_value", 2, "01:15"),
        ("bad_time", 3, None),
        ("total_row", 4, None),
    ]
    assert result.bad_rows == 2


def test_a_missing_day_is_a_gap() -> None:
    result = read(wide(QUARTERS, {"2025-06-02": [1] * 96, "2025-06-04": [1] * 96}))
    assert [(f.code, f.count) for f in result.findings] == [("rows_missing", 96)]
    assert result.series[0].total_kwh == 192


def test_a_given_stamp_moves_the_readings() -> None:
    data = wide(QUARTERS, {"2025-06-02": [1] * 96})
    assert read(data, stamp="end").series[0].starts_at == datetime(2025, 6, 1, 21, 45, tzinfo=UTC)


def test_it_needs_a_zone() -> None:
    with pytest.raises(FileRefused, match="time zone"):
        read_file(io.BytesIO(wide(QUARTERS, {"2025-06-02": [1] * 96})), direction="consumption")

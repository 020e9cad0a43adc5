from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from energy_synergy.files.refused import FileRefused
from energy_synergy.findings import Severity, has_errors
from energy_synergy.formats.base import ReadResult
from energy_synergy.formats.detect import read_file
from energy_synergy.metering.series import Quality

PARIS = "Europe/Paris"
HEADER = "Time;Consumption (kWh)"


def stamps(start: str, count: int, minutes: int = 15, form: str = "%Y-%m-%d %H:%M") -> list[str]:
    first = datetime.fromisoformat(start)
    return [(first + number * timedelta(minutes=minutes)).strftime(form) for number in range(count)]


def rows(start: str = "2025-06-02 00:00", count: int = 96, minutes: int = 15, value: str = "1.5") -> list[str]:
    return [f"{stamp};{value}" for stamp in stamps(start, count, minutes)]


def read(lines: Sequence[str], *, zone: str | None = PARIS, header: str = HEADER, **hints: object) -> ReadResult:
    data = "\n".join([header, *lines, ""]).encode()
    return read_file(io.BytesIO(data), file_name="Atelier.csv", timezone=zone, **hints)


def codes(result: ReadResult) -> list[str]:
    return [finding.code for finding in result.findings]


def refusal(lines: Sequence[str], **hints: object) -> str:
    with pytest.raises(FileRefused) as caught:
        read(lines, **hints)  # type: ignore[arg-type]
    return caught.value.findings[0].code


def test_naive_times_without_a_zone_are_refused() -> None:
    assert refusal(rows(), zone=None) == "zone_needed"


@pytest.mark.parametrize("suffix", ["Z", "+00:00", " UTC"])
def test_times_with_an_offset_need_no_zone(suffix: str) -> None:
    lines = [row.replace(";", f"{suffix};") for row in rows()]
    assert read(lines, zone=None).series[0].starts_at == datetime(2025, 6, 2, tzinfo=UTC)


def test_a_header_that_says_utc_counts() -> None:
    assert read(rows(), header="start_utc;consumption_kwh").series[0].starts_at == datetime(2025, 6, 2, tzinfo=UTC)


def test_stamps_that_end_at_midnight_name_the_end() -> None:
    result = read([f"{stamp};1.5" for stamp in stamps("2025-06-02 00:15", 96)])
    assert result.detected["stamp"] == "end"
    assert result.series[0].starts_at == datetime(2025, 6, 1, 22, tzinfo=UTC)


def test_24_00_names_the_end() -> None:
    lines = [f"02/06/2025 {m // 60:02d}:{m % 60:02d};1" for m in range(15, 1_441, 15)]
    assert read(lines, date_order="dmy").detected["stamp"] == "end"


def test_stamps_that_leave_it_open_are_taken_for_starts_and_told() -> None:
    result = read(rows("2025-06-02 03:00", 20))
    assert codes(result) == ["stamp_assumed"]
    given = read(rows("2025-06-02 03:00", 20), stamp="end")
    assert given.findings == ()
    assert given.series[0].starts_at == datetime(2025, 6, 2, 0, 45, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "stamp"), [("Von;Bis;Verbrauch (kWh)", "start"), ("Debut;Fin;Conso (kWh)", "start")]
)
def test_the_start_column_is_used_beside_an_end_column(header: str, stamp: str) -> None:
    times = stamps("2025-06-02 03:00", 21)
    result = read([f"{a};{b};1" for a, b in pairwise(times)], header=header)
    assert result.detected["stamp"] == stamp
    assert result.series[0].starts_at == datetime(2025, 6, 2, 1, tzinfo=UTC)


@pytest.mark.parametrize(("day", "slots"), [("2025-03-30", 92), ("2025-06-02", 96), ("2025-10-26", 100)])
@pytest.mark.parametrize("shift", [0, 15])
def test_change_days_in_naive_local_time_are_whole(day: str, slots: int, shift: int) -> None:
    start = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(PARIS)).astimezone(UTC)
    instants = [start + timedelta(minutes=shift + 15 * number) for number in range(slots)]
    lines = [f"{t.astimezone(ZoneInfo(PARIS)):%Y-%m-%d %H:%M};{number}" for number, t in enumerate(instants)]
    result = read(lines)
    (series,) = result.series
    assert result.findings == ()
    assert series.starts_at == start
    assert series.energy_kwh.tolist() == list(range(slots))


def test_the_nominal_ends_of_the_autumn_hour_are_understood() -> None:
    before = stamps("2025-10-26 00:15", 11)
    twice = [f"2025-10-26 {clock}" for clock in ("02:15", "02:30", "02:45", "03:00")]
    lines = [*before[:8], *twice, *twice, *stamps("2025-10-26 03:15", 84)]
    result = read([f"{stamp};{number}" for number, stamp in enumerate(lines)])
    assert result.findings == ()
    assert result.series[0].energy_kwh.tolist() == list(range(100))


def test_the_autumn_hour_given_once_is_told_and_the_other_is_missing() -> None:
    result = read(rows("2025-10-26 00:00", 96))
    assert codes(result) == ["repeated_hour_once", "rows_missing"]
    assert int(np.isnan(result.series[0].energy_kwh).sum()) == 4


def test_values_in_the_spring_hour_are_bad_rows_and_blanks_are_not() -> None:
    result = read(rows("2025-03-30 00:00", 96))
    assert codes(result) == ["time_never_shown"] * 4
    assert (result.bad_rows, len(result.series[0].energy_kwh)) == (4, 92)
    blank = [row if " 02:" not in row else row.replace("1.5", "") for row in rows("2025-03-30 00:00", 96)]
    assert read(blank).bad_rows == 0


def test_a_gap_is_missing_and_never_zero() -> None:
    lines = rows()
    del lines[40:44]
    result = read(lines)
    (finding,) = result.findings
    assert (finding.code, finding.count, finding.place.line) == ("rows_missing", 4, 41)
    assert finding.place.starts_at == datetime(2025, 6, 2, 8, tzinfo=UTC)
    assert np.isnan(result.series[0].energy_kwh[40:44]).all()
    assert (result.series[0].quality[40:44] == Quality.MISSING).all()


def test_a_time_that_comes_twice_is_told() -> None:
    lines = rows()
    same, other = read([*lines, lines[3]]), read([*lines, lines[3].replace("1.5", "9")])
    assert ("duplicate_time", Severity.WARNING) in [(f.code, f.severity) for f in same.findings]
    assert (same.bad_rows, other.bad_rows) == (0, 1)
    assert has_errors(other.findings)
    assert other.series[0].total_kwh == 144


def test_rows_out_of_order_are_sorted_and_told() -> None:
    lines = [f"{stamp};{number}" for number, stamp in enumerate(stamps("2025-06-02 00:00", 96))]
    result = read([*lines[50:], *lines[:50]])
    assert codes(result) == ["out_of_order"]
    assert result.series[0].energy_kwh.tolist() == list(range(96))


def test_newest_first_is_read_too() -> None:
    lines = [f"{stamp};{number}" for number, stamp in enumerate(stamps("2025-06-02 00:00", 96))]
    assert read(lines[::-1]).series[0].energy_kwh.tolist() == list(range(96))


def test_a_row_beside_the_step_is_bad() -> None:
    result = read([*rows(), "2025-06-02 10:07;3"])
    assert "off_step" in codes(result)
    assert result.bad_rows == 1


def test_a_slip_in_a_year_is_one_bad_row() -> None:
    lines = rows(count=960)
    lines[100] = lines[100].replace("2025-", "2052-")
    result = read(lines)
    assert codes(result) == ["rows_missing", "time_far_away", "out_of_order"]
    assert len(result.series[0].energy_kwh) == 960


def test_a_change_of_step_spreads_the_longer_readings() -> None:
    hours, quarters = rows(count=24, minutes=60, value="4"), rows("2025-06-03 00:00", 96, value="1")
    result = read([*hours, *quarters])
    (series,) = result.series
    assert codes(result) == ["step_changes"]
    assert series.energy_kwh.tolist() == [1.0] * 192
    assert (series.quality[:96] == Quality.ESTIMATED).all()
    assert (series.quality[96:] == Quality.MEASURED).all()


def test_a_last_value_that_may_be_cut_short_counts_as_missing_and_is_told() -> None:
    text = "\n".join([HEADER, *rows(count=40)])
    result = read_file(io.BytesIO(text.encode()), timezone=PARIS)
    assert ("file_cut_off", Severity.WARNING) in [(f.code, f.severity) for f in result.findings]
    assert np.isnan(result.series[0].energy_kwh).tolist() == [False] * 39 + [True]


def test_a_text_that_ends_with_a_day_needs_no_last_line_end() -> None:
    result = read_file(io.BytesIO("\n".join([HEADER, *rows()]).encode()), timezone=PARIS)
    assert (result.findings, result.series[0].total_kwh) == ((), 144.0)

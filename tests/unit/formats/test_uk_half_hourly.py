"""UK files: how many half-hours a day has says where they lie, and nobody says the direction."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import numpy as np
import pytest

from energy_synergy.files.refused import FileRefused
from energy_synergy.formats.base import ReadResult
from energy_synergy.formats.detect import detect_format, read_file
from energy_synergy.formats.parsing.half_hours import slot_columns

ENDS = [f"{minute // 60:02d}:{minute % 60:02d}" for minute in range(30, 1_441, 30)]
MPAN = "2000099999999"


def table(*rows: str, columns: list[str] | None = None, before: str = "MPAN,Date") -> bytes:
    return "\n".join([f"{before},{','.join(columns or ENDS)}", *rows, ""]).encode()


def read(data: bytes, file_name: str = "hh.csv", **hints: str) -> ReadResult:
    return read_file(io.BytesIO(data), "uk_half_hourly", file_name=file_name, **hints)


def row(date: str, values: list[str], meter: str = MPAN) -> str:
    return f"{meter},{date},{','.join(values)}"


def ones(count: int) -> list[str]:
    return [f"{number}.5" for number in range(count)]


@pytest.mark.parametrize(
    "columns",
    [
        ENDS,
        [*ENDS[:-1], "00:00"],
        [f"hh{number:02d}" for number in range(1, 49)],
        [f"kWh_{number}" for number in range(1, 51)],
        [str(number) for number in range(1, 49)],
        [f"{end} - {end}" for end in ["00:00", *ENDS[:-1]]],
        [end.replace(":", "") for end in ENDS],
    ],
)
def test_it_knows_the_names_of_half_hours(columns: list[str]) -> None:
    data = table(row("02/06/2025", ones(48)), columns=columns)
    assert detect_format(data) == "uk_half_hourly"
    (series,) = read(data).series
    assert series.starts_at == datetime(2025, 6, 1, 23, tzinfo=UTC)
    assert series.energy_kwh.tolist() == [number + 0.5 for number in range(48)]


def test_it_does_not_take_days_of_other_tables() -> None:
    assert detect_format(table("1,2025-06-02,1", before="Site,Date")) != "uk_half_hourly"
    assert slot_columns(["mpan", "date", "1", "2", "3"]) == []


def test_a_spring_day_has_46_half_hours() -> None:
    (series,) = read(table(row("30/03/2025", [*ones(46), "", ""]))).series
    assert len(series.energy_kwh) == 46
    assert not np.isnan(series.energy_kwh).any()


def test_a_value_in_the_hour_that_is_skipped_is_wrong() -> None:
    result = read(table(row("30/03/2025", ones(48))))
    assert {one.code for one in result.findings if one.severity == "error"} == {"time_never_shown"}


def test_an_autumn_day_with_48_half_hours_lacks_its_second_pass() -> None:
    result = read(table(row("26/10/2025", ones(48)), row("27/10/2025", ones(48))))
    assert "repeated_hour_once" in result.counts
    assert np.isnan(result.series[0].energy_kwh).sum() == 2


def test_reactive_rows_are_left_out_and_export_is_production() -> None:
    rows = [f"{MPAN},{way},02/06/2025,{','.join(ones(48))}" for way in ("AI", "AE", "RI", "RE")]
    result = read(table(*rows, before="MPAN,Measurement Quantity,Date"))
    assert {one.direction for one in result.series} == {"consumption", "production"}
    assert result.counts["series_left_out"] == 2


def test_flags_beside_the_values_are_their_quality() -> None:
    columns = [name for end in ENDS for name in (end, f"{end} Flag")]
    cells = [cell for number, value in enumerate(ones(48)) for cell in (value, "E" if number == 3 else "A")]
    (series,) = read(table(row("02/06/2025", cells), columns=columns)).series
    assert np.flatnonzero(series.quality == 2).tolist() == [3]


def test_it_says_which_direction_it_took() -> None:
    data = table(row("02/06/2025", ones(48)))
    assert read(data).counts["direction_assumed"] == 1
    assert read(data, "export_2025.csv").series[0].direction == "production"
    assert not read(data, direction="production").findings


def test_a_last_row_that_was_cut_off_is_left_out() -> None:
    data = table(row("02/06/2025", ones(48)), row("03/06/2025", ones(48)))
    result = read(data[:-30])
    assert len(result.series[0].energy_kwh) == 48
    assert result.findings[-1].place.line == 3


def test_it_refuses_a_table_without_days() -> None:
    with pytest.raises(FileRefused):
        read(table())


OCTOPUS = "Consumption (kWh), Start, End\n"


def octopus(rows: str, header: str = OCTOPUS) -> ReadResult:
    return read_file(io.BytesIO((header + rows).encode()), "octopus", file_name="consumption.csv")


def test_octopus_repeats_the_hour_with_another_offset() -> None:
    result = octopus(
        "1.0, 2025-10-26T01:30:00+01:00, 2025-10-26T01:00:00+00:00\n"
        "2.0, 2025-10-26T01:00:00+00:00, 2025-10-26T01:30:00Z\n"
    )
    assert result.series[0].energy_kwh.tolist() == [1.0, 2.0]
    assert result.series[0].starts_at == datetime(2025, 10, 26, 0, 30, tzinfo=UTC)


def test_octopus_names_an_interval_that_ends_before_it_starts() -> None:
    result = octopus(
        "1.0, 2025-06-02T00:00:00+01:00, 2025-06-02T00:30:00+01:00\n"
        "2.0, 2025-06-02T00:30:00+01:00, 2025-06-02T00:00:00+01:00\n"
    )
    assert result.bad_lines == {(None, 3): "interval_length"}
    assert len(result.series[0].energy_kwh) == 1


def test_octopus_refuses_a_gas_meter() -> None:
    data = "Consumption (m³), Start, End\n0.1, 2025-06-02T00:00:00+01:00, 2025-06-02T00:30:00+01:00\n"
    assert detect_format(data.encode()) == "octopus"
    with pytest.raises(FileRefused, match="cubic metres"):
        octopus(data.partition("\n")[2], data.partition("\n")[0] + "\n")

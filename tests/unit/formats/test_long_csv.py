from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from energy_synergy.files.refused import FileRefused
from energy_synergy.findings import Severity
from energy_synergy.formats.base import ReadResult
from energy_synergy.formats.detect import read_file
from energy_synergy.formats.parsing.grid import TextGrid
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


def test_it_works() -> None:
    result = read(rows())
    (series,) = result.series
    assert result.format == "long_csv"
    assert (series.meter, series.direction, series.step) == ("Atelier", "consumption", timedelta(minutes=15))
    assert series.starts_at == datetime(2025, 6, 1, 22, tzinfo=UTC)
    assert series.energy_kwh.tolist() == [1.5] * 96
    assert (series.quality == Quality.MEASURED).all()
    assert (result.rows, result.bad_rows, result.findings) == (96, 0, ())


def test_it_reports_all_that_it_detected() -> None:
    assert read(rows()).detected == {
        "encoding": "utf-8",
        "separator": "semicolon",
        "decimal_mark": "point",
        "date_order": "ymd",
        "unit": "kWh",
        "stamp": "start",
        "step_minutes": "15",
        "timezone": PARIS,
        "columns": "Time=time; Consumption (kWh)=consumption",
    }


@pytest.mark.parametrize("minutes", [1, 5, 10, 15, 30, 60])
def test_it_reads_any_step_of_an_hour_or_less(minutes: int) -> None:
    (series,) = read(rows(count=1_440 // minutes, minutes=minutes)).series
    assert series.step == timedelta(minutes=minutes)
    assert series.total_kwh == 1.5 * 1_440 / minutes


def test_daily_totals_are_refused_with_advice() -> None:
    assert refusal(rows(count=20, minutes=1_440)) in ("step_not_supported", "not_readings")


@pytest.mark.parametrize(
    ("unit", "kwh"), [("Wh", 0.0015), ("kWh", 1.5), ("MWh", 1500), ("W", 0.000375), ("kW", 0.375), ("MW", 375)]
)
def test_the_unit_in_the_header_counts(unit: str, kwh: float) -> None:
    for header in (f"Time;Consumption ({unit})", f"Time;Conso [{unit}]", f"time;consumption_{unit.lower()}"):
        assert read(rows(), header=header).series[0].energy_kwh[0] == pytest.approx(kwh)
    assert read(rows(), header="Time;Consumption", unit=unit).series[0].energy_kwh[0] == pytest.approx(kwh)


def test_an_unsaid_unit_is_assumed_and_told() -> None:
    result = read(rows(), header="Time;Consumption")
    assert codes(result) == ["unit_assumed"]
    assert result.findings[0].severity is Severity.WARNING


@pytest.mark.parametrize(
    ("header", "direction"),
    [
        ("Horodate;Conso (kWh)", "consumption"),
        ("Zeitstempel;Verbrauch in kWh", "consumption"),
        ("Zeit;Erzeugung (kWh)", "production"),
        ("Time;PV (kWh)", "production"),
        ("Date;Énergie injectée (kWh)", "production"),
        ("Date;Soutirage (kWh)", "consumption"),
        ("Date;Bezug (kWh)", "consumption"),
        ("start_utc;production_kwh", "production"),
    ],
)
def test_headers_in_three_languages_say_the_direction(header: str, direction: str) -> None:
    assert read(rows(), header=header).series[0].direction == direction


def test_a_direction_that_nothing_says_is_asked_for() -> None:
    assert refusal(rows(), header="Time;Value (kWh)") == "direction_needed"
    assert read(rows(), header="Time;Value (kWh)", direction="production").series[0].direction == "production"


def test_what_is_no_energy_of_the_company_is_not_read() -> None:
    header = "Time;Consumption (kWh);Autoconsommation (kWh);Price (EUR/MWh);Temperature;Reactive (kvarh)"
    (series,) = read([f"{row};9;80;21;3" for row in rows()], header=header).series
    assert series.energy_kwh[0] == 1.5


def test_energy_beats_power_and_the_whole_beats_the_grid() -> None:
    header = "Time;Consumption (kWh);Consumption (kW);Grid import (kWh);Production (kWh)"
    result = read([f"{row};6;0.5;0.25" for row in rows()], header=header)
    assert [(s.direction, s.energy_kwh[0]) for s in result.series] == [("consumption", 1.5), ("production", 0.25)]
    assert codes(result) == ["columns_left_out"]


def test_meters_and_directions_in_columns_make_series() -> None:
    lines = [
        f"{row};{meter};{way}"
        for row in rows(count=4)
        for meter, way in (("A", "Import"), ("A", "Export"), ("B", "Import"))
    ]
    result = read(lines, header="Time;Value (kWh);Meter;Direction", stamp="start")
    assert [(s.meter, s.direction) for s in result.series] == [
        ("A", "consumption"),
        ("A", "production"),
        ("B", "consumption"),
    ]
    assert all(series.total_kwh == 6 for series in result.series)


def test_a_role_that_is_given_wins() -> None:
    result = read(rows(), header="Time;Consumption (kWh)", columns={"Consumption (kWh)": "production"})
    assert result.series[0].direction == "production"
    assert "columns_unknown" in codes(read(rows(), columns="Nowhere=time"))


def test_a_table_without_a_header_is_read_when_the_direction_is_given() -> None:
    data = "\n".join(rows()).encode()
    result = read_file(io.BytesIO(data), timezone=PARIS, direction="consumption", unit="kWh")
    assert (result.rows, result.series[0].total_kwh) == (96, 144)


def test_a_total_is_left_out_and_told() -> None:
    result = read([*rows(), "Total;144"])
    assert codes(result) == ["total_row"]
    assert result.series[0].total_kwh == 144


def test_a_first_row_that_is_bad_is_not_taken_for_the_header() -> None:
    lines = rows()
    lines[0] = "yesterday;1.5"
    result = read(lines)
    assert [(f.code, f.place.line) for f in result.findings][:1] == [("stamp_assumed", None)]
    assert ("bad_time", 2) in [(f.code, f.place.line) for f in result.findings]


def test_lines_above_the_header_say_unit_meter_and_direction() -> None:
    above = ["Identifiant PRM;Unité;Grandeur", "30001999999999;W;Consommation", "", "Horodate;Valeur"]
    result = read_file(io.BytesIO("\n".join([*above, *rows(value="1500")]).encode()), timezone=PARIS)
    (series,) = result.series
    assert (series.meter, series.direction, series.energy_kwh[0]) == ("30001999999999", "consumption", 0.375)


def test_a_thousand_findings_are_listed_and_the_rest_is_counted() -> None:
    result = read([*rows(), *rows("2025-06-03 00:00", 3_000, value="x")])
    assert len(result.findings) == 1_001
    assert (result.findings[-1].code, result.findings[-1].count) == ("more_findings", 2_000 + len(["stamp_assumed"]))
    assert result.findings[-1].severity is Severity.ERROR


def test_quotes_may_hold_the_separator() -> None:
    lines = [f'"{stamp}","1,5"' for stamp in stamps("2025-06-02 00:00", 96)]
    assert read(lines, header='"Time","Consumption (kWh)"').series[0].total_kwh == 144


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_any_separator_and_encoding_give_the_same(separator: str, encoding: str) -> None:
    lines = ["Horodate;Énergie consommée (kWh)", *rows()]
    data = "\r\n".join(lines).replace(";", separator).encode(encoding)
    assert read_file(io.BytesIO(data), timezone=PARIS).series[0].total_kwh == 144


def test_a_regular_table_is_read_at_once_as_it_is_line_by_line(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.random.default_rng(3).gamma(2, 3, 3_000).round(3)
    lines = [f"{stamp};{value}" for stamp, value in zip(stamps("2025-10-20 00:00", 3_000), values, strict=True)]
    lines[700], lines[900], lines[901] = "2025-10-27 07:00;1_0", "never;1", "2025-10-29 09:15;"
    at_once = read(lines)
    monkeypatch.setattr(TextGrid, "cut", lambda *_: None)
    line_by_line = read(lines)
    assert at_once.findings == line_by_line.findings
    assert at_once.detected == line_by_line.detected
    assert at_once.series[0].energy_kwh.tobytes() == line_by_line.series[0].energy_kwh.tobytes()
    assert at_once.series[0].starts_at == line_by_line.series[0].starts_at


def test_a_unit_against_the_header_counts_and_is_noted() -> None:
    result = read(rows(), unit="MWh")
    assert result.series[0].energy_kwh[0] == 1500
    assert codes(result) == ["unit_overridden"]


def test_a_row_with_a_bad_value_is_a_bad_row() -> None:
    result = read([*rows()[:-1], "2025-06-02 23:45;1_0"])
    assert (result.rows, result.bad_rows) == (96, 1)

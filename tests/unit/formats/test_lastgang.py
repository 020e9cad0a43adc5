from __future__ import annotations

import io

import pytest

from energy_synergy.files.refused import FileRefused
from energy_synergy.formats.base import ReadResult
from energy_synergy.formats.detect import detect_format, read_file
from energy_synergy.metering.series import Quality

METER = "DE0009999999900000000000000000001"
ROWS = ("02.06.2025;00:00;00:15;10,0;W", "02.06.2025;00:15;00:30;20,0;E")


def read(*lines: str, **hints: object) -> ReadResult:
    return read_file(io.BytesIO("\r\n".join(lines).encode("cp1252") + b"\r\n"), "lastgang", **hints)


def table(*above: str, header: str = "Datum;Zeit von;Zeit bis;Leistung [kW];Status") -> tuple[str, ...]:
    return (*above, header, *ROWS)


def codes(result: ReadResult) -> set[str]:
    return {finding.code for finding in result.findings}


def test_mean_kw_becomes_energy() -> None:
    result = read(*table(f"Zählpunkt;{METER}", "OBIS 1-1:1.29.0"))
    (series,) = result.series
    assert (series.meter, series.direction, series.energy_kwh.tolist()) == (METER, "consumption", [2.5, 5.0])
    assert series.quality.tolist() == [Quality.MEASURED, Quality.SUBSTITUTED]


def test_the_heading_says_kwh() -> None:
    header = "Datum;Zeit von;Zeit bis;Wirkarbeit [kWh];Status"
    assert read(*table("OBIS 1-1:1.29.0", header=header)).series[0].total_kwh == 30


def test_the_line_above_says_the_unit_where_the_heading_does_not() -> None:
    header = "Datum;Zeit von;Zeit bis;Wert;Status"
    assert read(*table("Lastgang", "Einheit;MWh", header=header)).series[0].total_kwh == 30_000


def test_a_value_without_a_unit_is_refused() -> None:
    with pytest.raises(FileRefused) as refused:
        read(*table("Lastgang", header="Datum;Zeit von;Zeit bis;Wert;Status"))
    assert refused.value.findings[0].code == "unit_needed"


@pytest.mark.parametrize(
    ("said", "direction"),
    [("1-1:1.29.0", "consumption"), ("1-1:2.29.0", "production"), ("Einspeisung", "production")],
)
def test_the_lines_above_say_the_direction(said: str, direction: str) -> None:
    assert read(*table(f"Lastgang;{said}")).series[0].direction == direction


def test_nothing_says_the_direction() -> None:
    assert "direction_assumed" in codes(read(*table("Lastgang")))


def test_reactive_energy_is_refused() -> None:
    with pytest.raises(FileRefused) as refused:
        read(*table("OBIS 1-1:5.29.0"))
    assert refused.value.findings[0].code == "not_energy"


@pytest.mark.parametrize(
    ("said", "zone"), [("Zeitangaben in MEZ", "Etc/GMT-1"), ("MEZ/MESZ", "Europe/Berlin"), ("UTC", "UTC")]
)
def test_the_lines_above_say_the_clock(said: str, zone: str) -> None:
    assert read(*table("OBIS 1-1:1.29.0", said)).detected["timezone"] == zone


def test_points_group_thousands_where_other_values_have_no_decimals() -> None:
    rows = ("02.06.2025;00:00;00:15;1.261;W", "02.06.2025;00:15;00:30;985;W")
    result = read("OBIS 1-1:1.29.0", "Datum;Zeit von;Zeit bis;Leistung [kW];Status", *rows)
    assert result.series[0].energy_kwh.tolist() == [1261 / 4, 985 / 4]


def test_a_single_time_per_row_is_the_end_unless_the_day_begins_at_midnight() -> None:
    above = (f"Zählpunkt;{METER}", "OBIS 1-1:1.29.0", "Zeitstempel;Leistung [kW]")
    rows = [f"02.06.2025 {hour:02d}:{minute:02d};4" for hour in range(24) for minute in (0, 15, 30, 45)]
    assert read(*above, *rows).detected["stamp"] == "start"
    assert read(*above, *rows[1:], "03.06.2025 00:00;4").detected["stamp"] == "end"
    result = read(*above, *rows[8:12])
    assert (result.detected["stamp"], "stamp_assumed" in codes(result)) == ("end", True)


def test_a_table_that_any_logger_writes_is_not_claimed() -> None:
    assert detect_format(b"Datum und Uhrzeit;Leistung [kW]\n02.06.2025 00:00;1\n02.06.2025 00:15;1\n") != "lastgang"

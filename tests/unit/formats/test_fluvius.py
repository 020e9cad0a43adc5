from __future__ import annotations

import io

import numpy as np
import pytest

from energy_synergy.files.refused import FileRefused
from energy_synergy.formats.base import ReadResult
from energy_synergy.formats.detect import detect_format, read_file
from energy_synergy.metering.series import Quality

HEADER = (
    "Van (datum);Van (tijdstip);Tot (datum);Tot (tijdstip);EAN-code;Meter;Metertype;Register;Volume;Eenheid;"
    "Validatiestatus;Omschrijving"
)
EAN = "541448820099999999"


def row(
    clock: str, register: str, volume: str, *, until: str = "", unit: str = "kWh", status: str = "Uitgelezen"
) -> str:
    end = until or f"02-06-2025;{clock[:2]}:{int(clock[3:]) + 15:02d}:00".replace(":60:", ":59:")
    return f'02-06-2025;{clock}:00;{end};="{EAN}";1SAG1;Digitale meter;{register};{volume};{unit};{status};'


def read(*rows: str, **hints: object) -> ReadResult:
    return read_file(io.BytesIO("\r\n".join((HEADER, *rows)).encode() + b"\r\n"), "fluvius", **hints)


def codes(result: ReadResult) -> set[str]:
    return {finding.code for finding in result.findings}


def test_it_adds_day_and_night_where_each_interval_has_both() -> None:
    result = read(
        row("00:00", "Afname Dag", "1,5"),
        row("00:00", "Afname Nacht", "2,0"),
        row("00:15", "Afname Dag", "0,5"),
        row("00:15", "Afname Nacht", "0,25"),
    )
    assert [series.energy_kwh.tolist() for series in result.series] == [[3.5, 0.75]]


def test_it_takes_the_one_register_that_counted_where_each_interval_has_only_one() -> None:
    rows = [row(clock, "Afname Nacht" if clock < "00:30" else "Afname Dag", "2,0") for clock in ("00:00", "00:15")]
    result = read(*rows, row("00:30", "Afname Dag", "3,0"))
    assert result.series[0].energy_kwh.tolist() == [2, 2, 3]
    assert "register_missing" not in codes(result)


def test_an_interval_that_one_of_both_registers_lacks_is_missing() -> None:
    both = [row(clock, name, "1,0") for clock in ("00:00", "00:15", "00:30") for name in ("Afname Dag", "Afname Nacht")]
    result = read(*both[:-1])
    assert np.isnan(result.series[0].energy_kwh[-1])
    assert "register_missing" in codes(result)


def test_a_blank_volume_is_missing_never_zero() -> None:
    result = read(row("00:00", "Afname Actief", "1,0"), row("00:15", "Afname Actief", "", status="Geen verbruik"))
    assert result.series[0].quality.tolist() == [Quality.MEASURED, Quality.MISSING]


def test_a_total_beside_its_parts_counts_once() -> None:
    result = read(
        row("00:00", "Afname Actief", "3,0"),
        row("00:15", "Afname Actief", "4,0"),
        row("00:00", "Afname Dag", "3,0"),
        row("00:15", "Afname Nacht", "4,0"),
    )
    assert result.series[0].energy_kwh.tolist() == [3, 4]


def test_a_peak_in_kw_is_never_energy() -> None:
    peak = row("00:15", "Piekvermogen", "31,4", unit="kW")
    result = read(row("00:00", "Afname Actief", "1,0"), row("00:15", "Afname Actief", "1,0"), peak)
    assert result.series[0].total_kwh == 2
    assert "series_left_out" in codes(result)


def test_a_file_of_months_is_refused_for_its_step() -> None:
    month = row("00:00", "Afname Dag", "412,5", until="02-07-2025;00:00:00")
    with pytest.raises(FileRefused) as refused:
        read(month, row("00:00", "Piekvermogen", "4,1", until="02-07-2025;00:00:00", unit="kW"))
    assert refused.value.findings[0].code == "step_not_supported"


def test_gas_is_refused() -> None:
    with pytest.raises(FileRefused) as refused:
        read(row("00:00", "Afname", "1,0", unit="m³"), row("00:00", "Afname", "11,0"))
    assert refused.value.findings[0].code == "gas_file"


def test_gross_production_beside_injection_is_left_out_aloud() -> None:
    result = read(
        row("00:00", "Injectie Actief", "1,0"),
        row("00:15", "Injectie Actief", "1,0"),
        row("00:00", "Productie Actief", "4,0"),
    )
    assert result.series[0].total_kwh == 2
    assert "gross_production_left_out" in codes(result)


def test_gross_production_alone_is_production() -> None:
    (series,) = read(row("00:00", "Productie Actief", "4,0"), row("00:15", "Productie Actief", "4,0")).series
    assert (series.direction, series.total_kwh) == ("production", 8)


def test_a_status_that_is_not_known_is_named_and_counts_as_measured() -> None:
    result = read(row("00:00", "Afname Actief", "1,0", status="Nieuw"), row("00:15", "Afname Actief", "1,0"))
    assert result.series[0].quality.tolist() == [Quality.MEASURED] * 2
    assert "unknown_status" in codes(result)


def test_an_end_before_the_start_is_wrong() -> None:
    rows = [row("00:00", "Afname Actief", "1,0"), row("00:15", "Afname Actief", "1,0")]
    result = read(*rows, row("00:30", "Afname Actief", "1,0", until="02-06-2025;00:10:00"))
    assert (result.bad_rows, result.series[0].total_kwh) == (1, 2)


def test_the_same_readings_in_another_order_of_columns_are_the_same() -> None:
    head = "EAN;Metertype;Registratie;Van (datum);Van (tijdstip);Tot (datum);Tot (tijdstip);Volume;Eenheid"
    text = f"{head}\n{EAN};x;Afname;01-06-2025;00:00;01-06-2025;00:15;0,123;kWh\n"
    text += f"{EAN};x;Afname;01-06-2025;00:15;01-06-2025;00:30;0,145;kWh\n"
    assert detect_format(text.encode()) == "fluvius"
    assert read_file(io.BytesIO(text.encode())).series[0].energy_kwh.tolist() == [0.123, 0.145]

from __future__ import annotations

import io

import numpy as np
import pytest

from energy_synergy.files.refused import FileRefused
from energy_synergy.formats.base import ReadResult
from energy_synergy.formats.detect import detect_format, read_file
from energy_synergy.metering.series import Quality

NOE = "Messzeitpunkt;Gemessener Verbrauch (kWh);Ersatzwert;\n02.06.2025 00:15;1,0;;\n02.06.2025 00:30;;2,5;\n"
OOE = '"Datum";"kWh";"kW";"Status";\n"02.06.2025 00:00";1,5;6;"VALID";\n"02.06.2025 00:15";2,5;10;"VALID";\n'
LINZ = "Von;Bis;Verbrauch in kWh;Ersatzwert in kWh\n02.06.2025 00:00;02.06.2025 00:15;{};{}\n"
LINZ += "02.06.2025 00:15;02.06.2025 00:30;1,0;\n"


def read(text: str, format_name: str, **hints: object) -> ReadResult:
    assert detect_format(text.encode()) == format_name
    return read_file(io.BytesIO(text.encode()), **hints)


def codes(result: ReadResult) -> set[str]:
    return {finding.code for finding in result.findings}


def test_netz_noe_takes_the_substitute_where_the_value_is_blank() -> None:
    (series,) = read(NOE, "netz_noe").series
    assert series.energy_kwh.tolist() == [1.0, 2.5]
    assert series.quality.tolist() == [Quality.MEASURED, Quality.SUBSTITUTED]


def test_netz_noe_leaves_the_shares_of_the_community_out_of_the_whole() -> None:
    text = "Messzeitpunkt;Verbrauch (kWh);Restnetzbezug (kWh);Eigendeckung (kWh);\n"
    text += "02.06.2025 00:15;0,5;0,3;0,2;\n02.06.2025 00:30;0,5;;;\n"
    result = read(text, "netz_noe")
    assert [series.total_kwh for series in result.series] == [1.0]
    assert "columns_left_out" in codes(result)


def test_netz_noe_asks_for_a_column_of_energy() -> None:
    assert detect_format(b"Messzeitpunkt;Wert\n02.06.2025 00:15;1\n02.06.2025 00:30;1\n") != "netz_noe"


def test_netz_ooe_reads_kwh_and_not_kw() -> None:
    result = read(OOE, "netz_ooe")
    assert result.series[0].total_kwh == 4.0
    assert "direction_assumed" in codes(result)


def test_netz_ooe_takes_the_direction_that_is_told() -> None:
    result = read(OOE, "netz_ooe", direction="production")
    assert (result.series[0].direction, result.findings) == ("production", ())


def test_netz_ooe_names_a_status_that_it_does_not_know() -> None:
    result = read(OOE.replace('10;"VALID"', '10;"XYZ"'), "netz_ooe", direction="consumption")
    assert "unknown_status" in codes(result)
    assert result.series[0].quality.tolist() == [Quality.MEASURED] * 2


def test_linz_netz_keeps_the_measured_value_beside_a_substitute_and_says_so() -> None:
    result = read(LINZ.format("0,137", "0,200"), "linz_netz")
    assert result.series[0].energy_kwh.tolist() == [0.137, 1.0]
    assert "value_and_substitute" in codes(result)


def test_linz_netz_has_nothing_where_both_are_blank() -> None:
    result = read(LINZ.format("", ""), "linz_netz")
    assert np.isnan(result.series[0].energy_kwh[0])
    assert "missing_value" in codes(result)


def test_a_day_among_quarter_hours_is_no_interval() -> None:
    result = read(LINZ.format("1,0", "") + "02.06.2025 00:00;03.06.2025 00:00;95,0;\n", "linz_netz")
    assert result.series[0].total_kwh == 2.0
    assert "longer_interval" in codes(result)


def test_days_alone_are_refused_for_their_step() -> None:
    text = "Von;Bis;Verbrauch in kWh;Ersatzwert in kWh\n02.06.2025 00:00;03.06.2025 00:00;95,0;\n"
    with pytest.raises(FileRefused) as refused:
        read(text, "linz_netz")
    assert refused.value.findings[0].code == "step_not_supported"


def test_commas_between_cells_do_not_group_thousands() -> None:
    text = 'Von,Bis,Verbrauch in kWh,Ersatzwert in kWh\n02.06.2025 00:00,02.06.2025 00:15,"9,060",\n'
    assert read(text, "linz_netz").series[0].total_kwh == 9.06


POINT = "AT0099999999900000000000000000001"


def test_wiener_netze_reads_a_column_for_each_metering_point() -> None:
    text = f"Datum;Zeit von;Zeit bis;Haus - {POINT} - Verbrauch [kWh];Dach - {POINT[:-1]}2 - Einspeiser [kWh]\n"
    text += "02.06.2025;23:30:00;23:45:00;1,0;2,0\n02.06.2025;23:45:00;00:00:00;1,5;\n"
    consumption, production = read(text, "wiener_netze").series
    assert (consumption.meter, consumption.energy_kwh.tolist()) == (POINT, [1.0, 1.5])
    assert (production.direction, np.isnan(production.energy_kwh[1])) == ("production", True)


KAERNTEN = f"ZP-Nummer;{POINT}\nEnergierichtung;{{}}\n\nDatum;Zeit;kWh;Status\n"
KAERNTEN += "02.06.2025;00:00:00;0,5;Der Wert ist gültig\n02.06.2025;00:15:00;0,25;Der Wert ist gültig\n"


@pytest.mark.parametrize(("said", "direction"), [("Netzbezug", "consumption"), ("Netzeinspeisung", "production")])
def test_kaernten_netz_says_meter_and_direction_above_the_table(said: str, direction: str) -> None:
    (series,) = read(KAERNTEN.format(said), "kaernten_netz").series
    assert (series.meter, series.direction, series.total_kwh) == (POINT, direction, 0.75)


def test_kaernten_netz_says_when_it_does_not_know_the_direction() -> None:
    assert "direction_assumed" in codes(read(KAERNTEN.format("?"), "kaernten_netz"))


def test_kaernten_netz_refuses_shares_alone() -> None:
    text = "Startdatum;Enddatum;Zählpunktbezeichnung;OBIS;Wert;Einheit;Qualität\n"
    text += f"02.06.2025 00:00;02.06.2025 00:15;{POINT};1-1:2.9.0 G.03;0,5;kWh;L1\n"
    with pytest.raises(FileRefused) as refused:
        read(text, "kaernten_netz")
    assert refused.value.findings[0].code == "only_shares"

from __future__ import annotations

import io

import numpy as np
import pytest

from energy_synergy.formats.base import FileRefused, ReadResult
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

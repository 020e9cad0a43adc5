"""What is special of the workbooks of E-REDES: ends, mean power, several columns of the same energy, Lisbon."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import openpyxl
import pytest

from energy_synergy.formats.base import ReadResult
from energy_synergy.formats.detect import read_file
from energy_synergy.metering.series import Quality

LISBON = ZoneInfo("Europe/Lisbon")
CPE = "PT0002999999999999AA"
SIMPLE = ["Data", "Hora", "Consumo registado (kW)", "Estado"]
Row = list[object]


def ends(day: str, minutes: int = 15) -> list[datetime]:
    first = datetime.fromisoformat(day).replace(tzinfo=LISBON).timestamp()
    last = (datetime.fromisoformat(day) + timedelta(days=1)).replace(tzinfo=LISBON).timestamp()
    return [
        datetime.fromtimestamp(first + 60 * minutes * (n + 1), LISBON)
        for n in range(int(last - first) // (60 * minutes))
    ]


def rows(day: str = "2025-06-02", *cells: object) -> list[Row]:
    return [[f"{end:%Y/%m/%d}", f"{end:%H:%M}", *(cells or ("4,0", "Real"))] for end in ends(day)]


def read(body: list[Row], header: list[str] | None = None, title: tuple[Row, ...] = (["CPE", CPE],)) -> ReadResult:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in [["Dados Globais"], [], *title, [], header or SIMPLE, *body]:
        sheet.append(line)
    data = io.BytesIO()
    book.save(data)
    return read_file(io.BytesIO(data.getvalue()), file_name="Consumos.xlsx")


def codes(result: ReadResult) -> list[str]:
    return [finding.code for finding in result.findings]


def test_it_works() -> None:
    result = read(rows())
    (series,) = result.series
    assert result.format == "e_redes"
    assert (series.meter, series.direction) == (CPE, "consumption")
    assert series.starts_at == datetime(2025, 6, 1, 23, tzinfo=UTC)
    assert series.energy_kwh.tolist() == [1.0] * 96
    assert codes(result) == []


@pytest.mark.parametrize(("day", "count"), [("2025-03-30", 92), ("2025-10-26", 100)])
def test_both_clock_changes_have_all_their_quarters(day: str, count: int) -> None:
    body = rows(day)
    for number, line in enumerate(body):
        line[2] = f"{number},4"
    result = read(body)
    assert result.series[0].energy_kwh == pytest.approx([(number + 0.4) / 4 for number in range(count)])
    assert codes(result) == []


@pytest.mark.parametrize("jump", ["01:00", "02:00"])
def test_the_quarter_that_ends_when_the_clock_jumps_has_either_name(jump: str) -> None:
    body = rows("2025-03-30")
    assert body[3][1] == "02:00"
    body[3][1] = jump
    result = read(body)
    assert not np.isnan(result.series[0].energy_kwh).any()
    assert result.bad_rows == 0


def test_midnight_may_be_written_as_24_hours_of_its_day() -> None:
    body = rows()
    body[-1][:2] = ["2025/06/02", "24:00"]
    assert read(body).series[0].energy_kwh.tolist() == [1.0] * 96


def test_dates_and_hours_may_be_numbers_of_a_spreadsheet() -> None:
    body = [
        [(end.date() - date(1899, 12, 30)).days, (end.hour * 60 + end.minute) / 1440, 4.0, "Real"]
        for end in ends("2025-06-02")
    ]
    result = read(body)
    assert result.series[0].starts_at == datetime(2025, 6, 1, 23, tzinfo=UTC)
    assert result.series[0].energy_kwh.tolist() == [1.0] * 96


def test_what_the_border_measured_goes_before_what_was_registered() -> None:
    header = [
        *("Data", "Hora", "Consumo medido na IC, Ativa (kW)", "Estado", "Injeção na rede medida na IC, Ativa (kW)"),
        *("Estado", "Consumo registado (kW)", "Estado", "Injeção registada (kW)", "Estado"),
    ]
    result = read(rows("2025-06-02", "4,0", "Real", "2,0", "Estimado", "9,0", "Real", "9,0", "Real"), header)
    assert {series.direction: series.total_kwh for series in result.series} == {"consumption": 96.0, "production": 48.0}
    assert {series.direction: series.quality[0] for series in result.series} == {
        "consumption": Quality.MEASURED,
        "production": Quality.ESTIMATED,
    }
    assert codes(result) == ["columns_left_out"]


def test_injection_that_is_never_given_is_no_production() -> None:
    header = ["Contador", "Data", "Hora", "Consumo registado, Ativa (kW)", "Injeção registada, Ativa (kW)", "Estado"]
    body = [["000002100000000", *line[:2], "4,0", "", "Real"] for line in rows()]
    result = read(body, header)
    assert [series.direction for series in result.series] == ["consumption"]
    assert codes(result) == ["column_blank"]


def test_an_empty_cell_is_missing_and_a_word_is_an_error() -> None:
    body = rows()
    body[3][2], body[4][2] = "", "n.d."
    result = read(body)
    assert codes(result) == ["missing_value", "bad_value"]
    assert np.flatnonzero(np.isnan(result.series[0].energy_kwh)).tolist() == [3, 4]


def test_energy_in_kwh_is_not_divided() -> None:
    assert read(rows(), ["Data", "Hora", "Consumo registado (kWh)", "Estado"]).series[0].energy_kwh[0] == 4.0


def test_the_file_names_the_meter_where_no_cpe_is_given() -> None:
    assert read(rows(), title=(["Mês/Ano", "junho 2025"],)).series[0].meter == "Consumos"


def test_the_interval_above_is_the_length() -> None:
    result = read(rows()[:1], title=(["CPE", CPE], ["Intervalo:", "15 min"]))
    assert result.series[0].energy_kwh.tolist() == [1.0]

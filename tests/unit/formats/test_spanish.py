"""Hours numbered within a local day, as Datadis and e-distribución write them."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from energy_synergy.files.refused import FileRefused
from energy_synergy.formats.base import ReadResult
from energy_synergy.formats.detect import detect_format, read_file
from energy_synergy.formats.parsing.hour_index import day_numbers
from energy_synergy.metering.series import Quality

MADRID = ZoneInfo("Europe/Madrid")
CUPS = "ES0021999999999999AA"
DATADIS = "cups;fecha;hora;consumo_kWh;metodoObtencion"
DISTRIBUTOR = "CUPS;Fecha;Hora;AE_kWh;AS_KWh;AE_AUTOCONS_kWh;REAL/ESTIMADO"
CLOCK_SPRING = [hour for hour in range(1, 25) if hour != 3]
CLOCK_AUTUMN = [1, 2, 3, 3, *range(4, 25)]


def day(date: str, hours: list[int], form: str = "{hour:02d}:00") -> list[str]:
    """Return a row per hour whose value is its place in the day."""
    return [f"{CUPS};{date};{form.format(hour=hour)};{place},5;Real" for place, hour in enumerate(hours, 1)]


def read(rows: list[str], header: str = DATADIS, **hints: object) -> ReadResult:
    data = "\n".join([header, *rows, ""]).encode()
    return read_file(io.BytesIO(data), file_name="consumos.csv", **hints)


def codes(result: ReadResult) -> list[str]:
    return [finding.code for finding in result.findings]


def test_it_works() -> None:
    result = read(day("2025/06/02", list(range(1, 25))))
    (series,) = result.series
    assert result.format == "datadis"
    assert (series.meter, series.direction) == (CUPS, "consumption")
    assert series.starts_at == datetime(2025, 6, 1, 22, tzinfo=UTC)
    assert series.energy_kwh.tolist() == [place + 0.5 for place in range(1, 25)]
    assert codes(result) == []


@pytest.mark.parametrize(
    ("date", "hours"),
    [
        ("2025/03/30", list(range(1, 24))),
        ("2025/03/30", CLOCK_SPRING),
        ("2025/10/26", list(range(1, 26))),
        ("2025/10/26", CLOCK_AUTUMN),
    ],
)
def test_both_countings_of_both_clock_changes_give_every_hour_its_place(date: str, hours: list[int]) -> None:
    result = read(day(date, hours))
    (series,) = result.series
    assert series.energy_kwh.tolist() == [place + 0.5 for place in range(1, len(hours) + 1)]
    assert series.starts_at == datetime.strptime(date, "%Y/%m/%d").replace(tzinfo=MADRID).astimezone(UTC)
    assert codes(result) == []


@pytest.mark.parametrize(("date", "count"), [("2025/03/30", 92), ("2025/06/02", 96), ("2025/10/26", 100)])
@pytest.mark.parametrize("form", ["{hour}", "{clock}"])
def test_quarters_are_numbered_or_named(date: str, count: int, form: str) -> None:
    labels = [form.format(hour=n, clock=f"{n * 15 // 60:02d}:{n * 15 % 60:02d}") for n in range(1, count + 1)]
    (series,) = read([f"{CUPS};{date};{label};{n},5;Real" for n, label in enumerate(labels, 1)]).series
    assert series.energy_kwh.tolist() == [n + 0.5 for n in range(1, count + 1)]


def test_a_day_of_24_different_hours_in_autumn_is_doubtful() -> None:
    result = read(day("2025/10/26", list(range(1, 25))))
    assert codes(result)[0] == "counting_assumed"
    assert np.flatnonzero(np.isnan(result.series[0].energy_kwh)).tolist() == [3]


def test_a_day_that_is_cut_off_in_autumn_is_doubtful() -> None:
    assert codes(read(day("2025/10/26", list(range(1, 12))))) == ["counting_assumed"]


def test_the_hour_that_the_clock_skips_is_refused_where_the_clock_names_the_hours() -> None:
    result = read(day("2025/03/30", list(range(1, 25))))
    assert codes(result)[0] == "time_never_shown"
    assert result.bad_rows == 1
    assert len(result.series[0].energy_kwh) == 23


@pytest.mark.parametrize("hour", ["25:00", "26:00", "0x3", "-1", "07:20", "", "1:5"])
def test_an_hour_that_the_day_does_not_have_is_told(hour: str) -> None:
    result = read([*day("2025/06/02", list(range(1, 25))), f"{CUPS};2025/06/03;{hour};1,5;Real"])
    assert result.bad_rows == 1
    assert result.findings[0].place.line == 26
    assert len(result.series[0].energy_kwh) == 24


def test_hours_from_zero_are_the_first_of_their_day() -> None:
    result = read(day("2025/06/02", list(range(24))))
    assert result.series[0].starts_at == datetime(2025, 6, 1, 22, tzinfo=UTC)
    assert codes(result) == ["hours_from_zero"]


def test_midnight_of_the_next_day_is_the_end_of_the_day() -> None:
    rows = [*day("2025/06/02", list(range(1, 24))), f"{CUPS};2025/06/03;00:00;24,5;Real"]
    (series,) = read(rows).series
    assert series.energy_kwh.tolist() == [place + 0.5 for place in range(1, 25)]


def test_estimated_hours_are_marked() -> None:
    rows = day("2025/06/02", list(range(1, 25)))
    rows[6] = rows[6].replace("Real", "Estimada")
    rows[7] = rows[7].replace("Real", "Ajustada")
    result = read(rows)
    assert result.series[0].quality[6:8].tolist() == [Quality.ESTIMATED, Quality.MEASURED]
    assert codes(result) == ["unknown_status"]


@pytest.mark.parametrize("blank", ["", "NULL", "-"])
def test_a_surplus_that_is_never_given_is_no_production(blank: str) -> None:
    rows = [f"{row};{blank}" for row in day("2025/06/02", list(range(1, 25)))]
    result = read(rows, f"{DATADIS};energiaVertida_kWh")
    assert [series.direction for series in result.series] == ["consumption"]
    assert codes(result) == ["column_blank"]


def test_surplus_is_production_and_own_use_is_never_added() -> None:
    rows = [f"{row};2,0;7,0;5,0" for row in day("2025/06/02", list(range(1, 25)))]
    header = f"{DATADIS};energiaVertida_kWh;energiaGenerada_kWh;energiaAutoconsumida_kWh"
    result = read(rows, header)
    assert {series.direction: series.total_kwh for series in result.series} == {
        "consumption": 312.0,
        "production": 48.0,
    }
    assert codes(result) == ["column_left_out", "column_left_out"]


def test_the_table_of_the_distributor_is_known() -> None:
    rows = [f"{CUPS};02/06/2025;{hour};1,250;0,5;9,9;{'E' if hour == 3 else 'R'}" for hour in range(1, 25)]
    result = read(rows, DISTRIBUTOR)
    assert result.format == "e_distribucion"
    assert {series.direction: series.total_kwh for series in result.series} == {"consumption": 30.0, "production": 12.0}
    assert result.series[0].quality[2] == Quality.ESTIMATED


def test_its_older_heading_is_known() -> None:
    header = "CUPS;Fecha;Hora;Consumo_kWh;Metodo_obtencion"
    assert detect_format("\n".join([header, f"{CUPS};16/05/2019;1;0,141;R"]).encode()) == "e_distribucion"


def test_three_decimals_between_commas_are_decimals() -> None:
    rows = [f'{CUPS},2025/06/02,{hour:02d}:00,"1,250",Real' for hour in range(1, 25)]
    assert read(rows, DATADIS.replace(";", ",")).series[0].total_kwh == 30.0


def test_several_supply_points_are_apart() -> None:
    rows = day("2025/10/26", CLOCK_AUTUMN)
    mixed = [row for pair in zip(rows, [row.replace("AA;", "BB;") for row in rows], strict=True) for row in pair]
    first, second = read(mixed).series
    assert (first.meter[-2:], second.meter[-2:]) == ("AA", "BB")
    assert first.energy_kwh.tolist() == second.energy_kwh.tolist()


def test_rows_out_of_order_in_the_repeated_hour_are_doubtful() -> None:
    rows = day("2025/10/26", CLOCK_AUTUMN)
    assert "repeated_hour_order" in codes(read([rows[3], *rows[:3], *rows[4:]]))


def test_a_file_of_nothing_but_bad_rows_is_refused() -> None:
    with pytest.raises(FileRefused):
        read([f"{CUPS};yesterday;1;1,0;Real"], format="datadis")


def test_numbers_are_labels_or_clocks() -> None:
    assert day_numbers(["1", "25"])[0].tolist() == [1, 25]
    assert day_numbers(["1", "26"])[1] == 900
    assert day_numbers(["00:15", "01:00"])[0].tolist() == [1, 4]
    assert day_numbers(["1", "2"], 15)[1] == 900

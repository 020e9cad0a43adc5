"""Files of inverters: whole energies before parts, no data is not zero, counters by their differences."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from energy_synergy.files.refused import FileRefused
from energy_synergy.formats.base import ReadResult
from energy_synergy.formats.detect import detect_format, read_file

DATA = Path(__file__).parents[2] / "data" / "formats"
PARIS = "Europe/Paris"
CLOCKS = ("00:00", "00:15", "00:30", "00:45")


def read(data: str | bytes, name: str, **hints: str) -> ReadResult:
    data = data.encode() if isinstance(data, str) else data
    return read_file(io.BytesIO(data), name, file_name="plant.csv", **{"usual_timezone": PARIS, **hints})


def totals(result: ReadResult) -> dict[str, float]:
    return {one.direction: round(one.total_kwh, 9) for one in result.series}


def fronius(header: str, units: str, *values: str, pattern: str = "dd.MM.yyyy HH:mm", day: str = "02.06.2025") -> str:
    rows = (f"{day} {clock},{value}," for clock, value in zip(CLOCKS, values, strict=False))
    return "\n".join([f"Date and time,{header},", f"[{pattern}],{units},", *rows, ""])


def test_fronius_reads_whole_energies_and_not_their_parts() -> None:
    data = fronius("Total production,Total consumption,Energy to grid", "[Wh],[kWh],[Wh]", "10,2,5", "10,2,5")
    assert detect_format(data.encode()) == "fronius_solarweb"
    result = read(data, "fronius_solarweb")
    assert totals(result) == {"production": 0.02, "consumption": 4.0}
    assert result.counts["columns_left_out"] == 1


def test_fronius_says_that_own_use_is_unknown_where_only_the_border_is_metered() -> None:
    result = read(fronius("Energy to grid,Energy from grid", "[Wh],[Wh]", "10,2", "10,2"), "fronius_solarweb")
    assert totals(result) == {"production": 0.02, "consumption": 0.004}
    assert result.counts["own_use_unknown"] == 1


def test_fronius_says_in_which_order_the_date_is() -> None:
    data = fronius("Total production", "[Wh]", "1", "2", pattern="MM/dd/yyyy HH:mm", day="06/02/2025")
    assert str(read(data, "fronius_solarweb").series[0].starts_at).startswith("2025-06-01 22:00")


def test_fronius_refuses_days() -> None:
    data = "Date and time,Total production,\n[dd.MM.yyyy],[Wh],\n01.06.2025,5,\n02.06.2025,6,\n"
    with pytest.raises(FileRefused, match="1440 minutes"):
        read(data, "fronius_solarweb")


def solaredge(unit: str = "Wh", of: str = "QUARTER_OF_AN_HOUR", **meters: list[float | None]) -> str:
    listed = [
        {
            "type": kind,
            "values": [
                {"date": f"2025-06-02 {clock}:00", "value": value} for clock, value in zip(CLOCKS, values, strict=False)
            ],
        }
        for kind, values in meters.items()
    ]
    return json.dumps({"energyDetails": {"timeUnit": of, "unit": unit, "meters": listed}})


def test_solaredge_says_once_that_values_are_lacking_and_never_makes_them_zero() -> None:
    result = read(solaredge(Production=[None, 1000.0, None, 2000.0]), "solaredge")
    assert np.isnan(result.series[0].energy_kwh[[0, 2]]).all()
    assert (result.counts["no_data"], totals(result)) == (2, {"production": 3.0})


def test_solaredge_reads_production_and_consumption_and_leaves_their_parts() -> None:
    result = read(solaredge(Production=[5.0], Consumption=[4.0], FeedIn=[1.0], SelfConsumption=[4.0]), "solaredge")
    assert totals(result) == {"production": 0.005, "consumption": 0.004}
    assert "own_use_unknown" not in result.counts
    assert "own_use_unknown" in read(solaredge(FeedIn=[1.0], Purchased=[2.0]), "solaredge").counts


def test_solaredge_refuses_days_and_times_without_a_zone() -> None:
    with pytest.raises(FileRefused, match="DAY"):
        read(solaredge(of="DAY", Production=[1.0]), "solaredge")
    with pytest.raises(FileRefused, match="time zone"):
        read_file(io.BytesIO(solaredge(Production=[1.0]).encode()), "solaredge")


def test_solaredge_keeps_sites_apart_and_takes_power_as_a_mean() -> None:
    values = [{"date": "2025-06-02 00:00:00", "value": 4}]
    sites = [{"siteId": number, "energyValues": {"values": values}} for number in (1, 2)]
    found = read(json.dumps({"sitesEnergy": {"timeUnit": "HOUR", "unit": "kWh", "siteEnergyList": sites}}), "solaredge")
    assert [(one.meter, one.total_kwh) for one in found.series] == [("1", 4.0), ("2", 4.0)]
    power = json.dumps({"power": {"timeUnit": "QUARTER_OF_AN_HOUR", "unit": "W", "values": values}})
    assert totals(read(power, "solaredge")) == {"production": 0.001}


def sma(*lines: str, mark: str = "comma") -> str:
    version = f"Version CSV1|Tool SE|Linebreaks CR/LF|Delimiter semicolon|Decimalpoint {mark}|Precision 3"
    return "\r\n".join(["sep=;", version, "", *lines, ""])


def test_sma_takes_the_decimal_mark_that_the_file_names() -> None:
    rows = ["02.06.2025 12:00;1{}128", "02.06.2025 12:15;2{}128"]
    for mark, symbol in (("comma", ","), ("dot", ".")):
        lines = [";SN: 2100099961", "Datum;Leistung [kW]", *(row.format(symbol) for row in rows)]
        assert totals(read(sma(*lines, mark=mark), "sma_sunny_portal")) == {"production": 0.814}


def test_sma_prefers_the_counter_and_keeps_inverters_apart() -> None:
    result = read_file(DATA / "sma_sunny_portal" / "explorer_spring.csv", usual_timezone=PARIS)
    assert {one.meter for one in result.series} == {"2100099961", "2100099962"}
    assert result.counts["series_left_out"] == 2
    assert result.counts["register_rolled_over"] == 1


def test_sma_reads_day_first_or_month_first_as_the_header_says() -> None:
    lines = [";SN: 2100099961", ";Power", ";Analog", "MM/dd/yyyy HH:mm:ss;kW"]
    rows = ["06/02/2025 12:00:00;1.0", "06/02/2025 12:15:00;2.0"]
    (series,) = read(sma(*lines, *rows, mark="dot"), "sma_sunny_portal").series
    assert str(series.starts_at).startswith("2025-06-02 10:00")


def test_sma_refuses_yields_of_days() -> None:
    lines = [";SN: 2100099961", ";Total yield", ";Counter", "dd.MM.yyyy;kWh", "01.06.2025;10,0", "02.06.2025;20,0"]
    with pytest.raises(FileRefused, match="1440 minutes"):
        read(sma(*lines), "sma_sunny_portal")


def test_sma_says_that_no_serial_number_names_the_inverter() -> None:
    result = read(sma("Datum;Leistung [kW]", "02.06.2025 12:00;1,5", "02.06.2025 12:15;1,5"), "sma_sunny_portal")
    assert (result.series[0].meter, result.counts["meter_assumed"]) == ("plant", 1)


@pytest.mark.parametrize(("day", "clocks"), [("26.10.2025", "01223"), ("30.03.2025", "0134")])
def test_sma_reads_both_clock_changes_by_the_order_of_its_rows(day: str, clocks: str) -> None:
    lines = [";SN: 2100099961", ";Total yield", ";Counter", "dd.MM.yyyy HH:mm:ss;kWh"]
    rows = [f"{day} 0{clock}:00:00;{100 + n},0" for n, clock in enumerate(clocks)]
    (series,) = read(sma(*lines, *rows), "sma_sunny_portal", step_minutes="60").series
    assert series.energy_kwh.tolist() == [1.0] * (len(clocks) - 1)


def huawei(*rows: tuple[str, str, float | None]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["ManageObject", "Start Time", "Total yield(kWh)", "Active power(kW)"])
    for meter, time, value in rows:
        sheet.append([meter, time, value, 1.0])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_huawei_tells_the_two_passes_of_an_hour_by_the_mark_of_summer_time() -> None:
    times = [f"2025-10-26 02:{m:02d}:00{mark}" for mark in (" DST", "") for m in range(0, 60, 15)]
    rows = [("A", time, 100.0 + place) for place, time in enumerate([*times, "2025-10-26 03:00:00"])]
    for given in (rows, rows[::-1], [*rows[4:], *rows[:4]]):
        (series,) = read(huawei(*given), "huawei_fusionsolar").series
        assert series.energy_kwh.tolist() == [1.0] * 8


def test_huawei_names_a_yield_that_falls_and_one_that_is_wrong() -> None:
    values = [500.0, 501.0, 0.0, 503.0, 504.0, 0.5, 1.5]
    rows = [("A", f"2025-06-02 12:{5 * n:02d}:00", value) for n, value in enumerate(values)]
    result = read(huawei(*rows), "huawei_fusionsolar")
    assert result.counts["register_reset"] == 1
    assert result.bad_lines == {(result.detected["sheet"], 4): "register_backwards"}
    assert result.series[0].total_kwh == pytest.approx(5.0)


def test_huawei_needs_a_zone() -> None:
    data = huawei(("A", "2025-06-02 12:00:00", 1.0), ("A", "2025-06-02 12:05:00", 2.0))
    assert detect_format(data) == "huawei_fusionsolar"
    with pytest.raises(FileRefused, match="time zone"):
        read_file(io.BytesIO(data))


def test_huawei_skips_the_hour_that_never_was() -> None:
    clocks = ["01:50:00", "01:55:00", "03:00:00 DST", "03:05:00 DST"]
    rows = [("A", f"2025-03-30 {clock}", 100.0 + n) for n, clock in enumerate(clocks)]
    (series,) = read(huawei(*rows), "huawei_fusionsolar").series
    assert series.energy_kwh.tolist() == [1.0] * 3
    wrong = read(huawei(*rows, ("A", "2025-03-30 02:30:00", 101.5)), "huawei_fusionsolar")
    assert "time_never_shown" in wrong.bad_lines.values()

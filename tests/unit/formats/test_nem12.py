"""NEM12: market time, registers that are added up, quality by ranges, days that are not whole."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from aemo_mdff_reader import parse

from energy_synergy.files.refused import FileRefused
from energy_synergy.formats.base import ReadResult
from energy_synergy.formats.detect import detect_format, read_file

DATA = Path(__file__).parents[2] / "data" / "formats" / "nem12"
VALUES = ",".join(["1.5"] * 48)


def nem12(*records: str) -> ReadResult:
    text = "\n".join(["100,NEM12,202506041000,MDP1,RETAIL1", *records, "900", ""])
    return read_file(io.BytesIO(text.encode()), "nem12", file_name="a.csv")


def register(suffix: str = "E1", *, configuration: str = "E1", unit: str = "kWh", minutes: int = 30) -> str:
    return f"200,NMI1234567,{configuration},{suffix},{suffix},N1,SER1,{unit},{minutes},"


def codes(result: ReadResult) -> list[str]:
    return [finding.code for finding in result.findings]


def test_it_reads_days_in_market_time_without_summer_time() -> None:
    # Sydney changes its clock on 5 October 2025; the market does not.
    result = nem12(register(), f"300,20251005,{VALUES},A,,,,", f"300,20251006,{VALUES},A,,,,")
    (series,) = result.series
    assert series.starts_at == datetime(2025, 10, 4, 14, tzinfo=UTC)
    assert len(series.energy_kwh) == 96
    assert not result.findings


def test_it_adds_up_registers_and_names_one_that_is_lacking() -> None:
    result = nem12(
        register(configuration="E1E2E3"),
        f"300,20250602,{VALUES},A,,,,",
        register("E2"),
        f"300,20250602,{VALUES},E52,,,,",
    )
    (series,) = result.series
    assert series.energy_kwh.tolist() == [3.0] * 48
    assert set(series.quality.tolist()) == {2}
    assert codes(result) == ["register_not_in_file"]
    assert result.findings[0].value == "E3"


def test_it_leaves_reactive_registers_out_by_name() -> None:
    result = nem12(
        register(configuration="E1Q1"),
        f"300,20250602,{VALUES},A,,,,",
        register("Q1", unit="kVArh"),
        f"300,20250602,{VALUES},A,,,,",
    )
    assert len(result.series) == 1
    assert "NMI1234567 Q1 kVArh" in str(result.findings[0].values["names"])


def test_a_value_of_quality_n_is_missing_and_not_zero() -> None:
    (series,) = nem12(
        register(), f"300,20250602,{VALUES},A,,,,", f"300,20250603,{VALUES.replace('1.5', '0')},N,,,,"
    ).series
    assert np.isnan(series.energy_kwh[48:]).all()


def test_a_day_of_quality_v_needs_records_for_all_of_its_values() -> None:
    result = nem12(register(), f"300,20250602,{VALUES},V,,,,", "400,1,20,A,,", "400,21,40,S14,,")
    (series,) = result.series
    assert series.quality.tolist() == [1] * 20 + [3] * 20 + [0] * 8
    assert codes(result) == ["quality_untold"]
    assert (result.findings[0].place.line, result.findings[0].count) == (3, 8)


@pytest.mark.parametrize("record", ["400,0,20,A,,", "400,5,2,A,,", "400,1,49,A,,", "400,1,20,V,,", "400,x,20,A,,"])
def test_a_quality_record_that_does_not_fit_its_day_is_wrong(record: str) -> None:
    assert "bad_quality_record" in codes(nem12(register(), f"300,20250602,{VALUES},V,,,,", record))


@pytest.mark.parametrize("cells", [VALUES[:-4], VALUES + ",1.5", VALUES.replace("1.5", "A", 1)])
def test_a_day_with_another_number_of_values_is_left_out(cells: str) -> None:
    result = nem12(register(), f"300,20250601,{VALUES},A,,,,", f"300,20250602,{cells},A,,,,")
    found = [one for one in result.findings if one.code in ("bad_day", "bad_value")]
    assert [one.place.line for one in found] == [4]


def test_it_says_that_the_end_is_lacking() -> None:
    text = f"100,NEM12,202506041000,MDP1,RETAIL1\n{register()}\n300,20250602,{VALUES},A,,,,\n"
    assert codes(read_file(io.BytesIO(text.encode()), file_name="a.csv")) == ["file_cut_off"]


def test_days_without_a_register_are_named() -> None:
    with pytest.raises(FileRefused):
        nem12(f"300,20250602,{VALUES},A,,,,")


def test_it_refuses_accumulated_readings() -> None:
    data = b"100,NEM13,202506041000,MDP1,RETAIL1\n900\n"
    assert detect_format(data) == "nem12"
    with pytest.raises(FileRefused, match="NEM13"):
        read_file(io.BytesIO(data))


@pytest.mark.parametrize(("unit", "kwh"), [("Wh", 0.0015), ("MWH", 1500.0), ("kwh", 1.5), ("kW", 0.75)])
def test_it_reads_the_unit_of_each_register(unit: str, kwh: float) -> None:
    (series,) = nem12(register(unit=unit), f"300,20250602,{VALUES},A,,,,").series
    assert series.energy_kwh.tolist() == pytest.approx([kwh] * 48)


@pytest.mark.parametrize("name", ["au_nem12.csv", "two_nmis_30min.csv"])
def test_aemo_mdff_reader_reads_the_same_energy(name: str) -> None:
    factors = {"KWH": 1.0, "WH": 0.001}
    theirs: dict[tuple[str, str], float] = {}
    for one in parse(str(DATA / name)):
        if one.nmi_suffix[0] in "EB" and (one.quality_method or "") != "N":
            key = (one.nmi, "consumption" if one.nmi_suffix[0] == "E" else "production")
            theirs[key] = theirs.get(key, 0.0) + one.value * factors[one.uom.upper()]
    ours = {(one.meter, one.direction): one.total_kwh for one in read_file(DATA / name).series}
    assert ours == pytest.approx(theirs, abs=1e-9)

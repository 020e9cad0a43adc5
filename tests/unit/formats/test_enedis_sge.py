"""What is special of the load curves of SGE: quantities, stages, natures, starts or ends, several meters."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from energy_synergy.files.refused import FileRefused
from energy_synergy.formats.base import ReadResult
from energy_synergy.formats.detect import detect_format, read_file
from energy_synergy.metering.series import Quality

METER = "30001999999999"
PARIS = ZoneInfo("Europe/Paris")
HEADER = (
    "Identifiant PRM;Date de début;Date de fin;Grandeur physique;Grandeur métier;Etape métier;Unité;Horodate;Valeur;"
    "Nature;Pas;Indice de vraisemblance;Etat complémentaire"
)


def curve(
    day: str = "2025-06-02",
    *,
    meter: str = METER,
    quantity: str = "PA",
    way: str = "CONS",
    stage: str = "BRUT",
    unit: str = "W",
    nature: str = "B",
    step: int = 10,
    stamp: str = "start",
    value: int = 1200,
) -> list[str]:
    first = datetime.fromisoformat(day).replace(tzinfo=PARIS)
    last = (datetime.fromisoformat(day) + timedelta(days=1)).replace(tzinfo=PARIS)
    count = int((last.timestamp() - first.timestamp()) // (60 * step))
    shift = step if stamp == "end" else 0
    moments = [datetime.fromtimestamp(first.timestamp() + 60 * (n * step + shift), PARIS) for n in range(count)]
    bounds = f"{first:%Y-%m-%d %H:%M:%S};{last:%Y-%m-%d %H:%M:%S}"
    return [
        f"{meter};{bounds};{quantity};{way};{stage};{unit};{moment:%Y-%m-%d %H:%M:%S};{value};{nature};PT{step}M;0;0"
        for moment in moments
    ]


def read(rows: list[str], header: str = HEADER, **hints: object) -> ReadResult:
    data = "\n".join([header, *rows, ""]).encode()
    return read_file(io.BytesIO(data), "enedis_sge", file_name="sge.csv", **hints)


def codes(result: ReadResult) -> list[str]:
    return [finding.code for finding in result.findings]


def test_it_works() -> None:
    result = read(curve())
    (series,) = result.series
    assert series.starts_at == datetime(2025, 6, 1, 22, tzinfo=UTC)
    assert (series.meter, len(series.energy_kwh), series.total_kwh) == (METER, 144, pytest.approx(28.8))
    assert codes(result) == []


@pytest.mark.parametrize(("quantity", "unit", "kwh"), [("PA", "W", 0.2), ("PA", "kW", 200.0), ("EA", "Wh", 1.2)])
def test_power_counts_by_its_length_and_energy_as_it_is(quantity: str, unit: str, kwh: float) -> None:
    assert read(curve(quantity=quantity, unit=unit)).series[0].energy_kwh[0] == pytest.approx(kwh)


@pytest.mark.parametrize(("day", "slots"), [("2025-03-30", 138), ("2025-10-26", 150)])
@pytest.mark.parametrize("stamp", ["start", "end"])
def test_naive_times_are_read_over_both_clock_changes(day: str, slots: int, stamp: str) -> None:
    (series,) = read(curve(day, stamp=stamp)).series
    assert len(series.energy_kwh) == slots
    assert not np.isnan(series.energy_kwh).any()
    assert series.starts_at == datetime.fromisoformat(day).replace(tzinfo=PARIS).astimezone(UTC)


def test_half_hours_of_small_meters_name_their_ends() -> None:
    (series,) = read(curve(step=30, stamp="end")).series
    assert series.starts_at == datetime(2025, 6, 1, 22, tzinfo=UTC)


def test_half_hours_whose_bounds_show_nothing_are_read_as_ends_and_it_is_said() -> None:
    result = read(curve(step=30, stamp="end")[:20])
    assert result.series[0].starts_at == datetime(2025, 6, 1, 22, tzinfo=UTC)
    assert codes(result) == ["stamp_assumed"]
    assert read(curve(step=30)[1:20], stamp="start").series[0].starts_at == datetime(2025, 6, 1, 22, 30, tzinfo=UTC)


def test_reactive_energy_and_voltage_are_left_out_and_named() -> None:
    result = read(curve() + curve(quantity="PRI", unit="VAR") + curve(quantity="E", unit="V"))
    assert len(result.series) == 1
    assert result.series[0].total_kwh == pytest.approx(28.8)
    assert codes(result) == ["not_energy"]


def test_the_same_period_in_two_stages_counts_once() -> None:
    result = read(curve(value=1200) + curve(stage="BEST", value=600)[:72])
    (series,) = result.series
    assert series.total_kwh == pytest.approx(72 * 0.1 + 72 * 0.2)
    assert "repeats_left_out" in codes(result)
    assert result.bad_rows == 0


def test_power_and_energy_of_the_same_period_count_once() -> None:
    result = read(curve(value=1200) + curve(quantity="EA", unit="Wh", value=200))
    assert [series.total_kwh for series in result.series] == [pytest.approx(28.8)]


def test_each_nature_has_its_quality_and_an_unknown_one_is_named() -> None:
    rows = curve()
    for place, nature in enumerate("RECHX"):
        rows[place] = rows[place].replace(";B;", f";{nature};")
    result = read(rows)
    found = [Quality(code).name for code in result.series[0].quality[:6].tolist()]
    assert found == ["MEASURED", "ESTIMATED", "SUBSTITUTED", "SUBSTITUTED", "MEASURED", "MEASURED"]
    assert codes(result) == ["unknown_status"]
    assert "X" in result.findings[0].message


def test_several_meters_and_directions_are_apart() -> None:
    other = "30001999999998"
    rows = [*curve(), *curve(way="PROD", value=0), *curve(meter=other)]
    found = {(series.meter, series.direction) for series in read(rows[::-1]).series}
    assert found == {(METER, "consumption"), (METER, "production"), (other, "consumption")}


def test_times_with_an_offset_and_headers_without_accents_are_read() -> None:
    header = HEADER.replace("é", "e")
    rows = [row.replace(" 00:00:00;PA", "T00:00:00;PA") for row in curve()]
    with_offset = [row.replace("2025-06-02 ", "2025-06-02T").replace(":00;1200", ":00+02:00;1200") for row in rows]
    assert read(with_offset, header).series[0].starts_at == datetime(2025, 6, 1, 22, tzinfo=UTC)


def test_rows_of_an_unknown_direction_are_an_error() -> None:
    result = read(curve() + curve(way="???"))
    assert "values_unclear" in codes(result)
    assert len(result.series) == 1


def test_only_reactive_energy_is_refused() -> None:
    with pytest.raises(FileRefused) as caught:
        read(curve(quantity="PRI", unit="VAR"))
    assert caught.value.findings[0].code == "no_load_curve"


def test_register_readings_are_refused() -> None:
    header = HEADER.replace("Nature;Pas", "Cadran;Grille")
    assert detect_format("\n".join([header, *curve()]).encode()) == "enedis_sge"
    with pytest.raises(FileRefused, match="Index"):
        read(curve(), header)


def test_daily_values_are_refused() -> None:
    with pytest.raises(FileRefused) as caught:
        read([row.replace("PT10M", "P1D") for row in curve()])
    assert caught.value.findings[0].code == "step_not_supported"

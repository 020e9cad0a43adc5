"""What is special of the file of the customer portal: blocks, ends, lengths that only the times tell."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from energy_synergy.files.refused import FileRefused
from energy_synergy.formats.base import ReadResult
from energy_synergy.formats.detect import detect_format, read_file
from energy_synergy.metering.series import Quality

METER = "19999999999999"
SAID = "Identifiant PRM;Type de donnees;Date de debut;Date de fin;Grandeur physique;Grandeur metier;Etape metier;Unite"


def block(
    rows: list[str],
    *,
    kind: str = "Courbe de charge",
    quantity: str = "Energie active",
    way: str = "Consommation",
    unit: str = "W",
    step: str = "30",
) -> list[str]:
    what = f"{METER};{kind};02/06/2025;03/06/2025;{quantity};{way};Comptage Brut;{unit};{step}"
    return [f"{SAID};Pas en minutes", what, "", "Horodate;Valeur", *rows, ""]


def ends(count: int, minutes: int, first: str = "2025-06-02T00:00:00+02:00", value: int = 1200) -> list[str]:
    start = datetime.fromisoformat(first)
    return [f"{(start + (n + 1) * timedelta(minutes=minutes)).isoformat()};{value}" for n in range(count)]


def read(lines: list[str], **hints: object) -> ReadResult:
    data = ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()
    return read_file(io.BytesIO(data), "enedis_linky", file_name="courbe.csv", **hints)


def codes(result: ReadResult) -> list[str]:
    return [finding.code for finding in result.findings]


def test_it_works() -> None:
    (series,) = read(block(ends(48, 30))).series
    assert (series.meter, series.direction) == (METER, "consumption")
    assert series.starts_at == datetime(2025, 6, 1, 22, tzinfo=UTC)
    assert series.energy_kwh.tolist() == [0.6] * 48


@pytest.mark.parametrize(("step", "kwh"), [("60", 1.2), ("30", 0.6), ("10", 0.2), ("", 0.2)])
def test_mean_power_becomes_energy_by_its_own_length(step: str, kwh: float) -> None:
    minutes = int(step or 10)
    (series,) = read(block(ends(24, minutes), step=step)).series
    assert series.energy_kwh[0] == pytest.approx(kwh)


def test_energy_in_wh_is_not_multiplied_by_its_length() -> None:
    (series,) = read(block(ends(48, 30), unit="Wh")).series
    assert series.energy_kwh[0] == 1.2


def test_a_step_that_changes_where_none_is_told_keeps_each_length() -> None:
    rows = ends(24, 60) + ends(48, 30, "2025-06-03T00:00:00+02:00")
    result = read(block(rows, step=""))
    (series,) = result.series
    assert series.step == timedelta(minutes=30)
    assert series.total_kwh == pytest.approx(48 * 1.2)
    assert not np.isnan(series.energy_kwh).any()
    assert set(series.quality[:48].tolist()) == {Quality.ESTIMATED}
    assert "step_changes" in codes(result)


def test_a_row_that_is_lacking_is_a_hole_not_a_longer_reading() -> None:
    rows = ends(48, 30)
    (series,) = read(block([*rows[:20], *rows[21:]], step="")).series
    assert np.flatnonzero(np.isnan(series.energy_kwh)).tolist() == [20]
    assert series.total_kwh == pytest.approx(47 * 0.6)


def test_an_empty_value_is_missing_never_zero() -> None:
    rows = ends(48, 30)
    rows[5] = rows[5].partition(";")[0] + ";"
    result = read(block(rows))
    assert np.isnan(result.series[0].energy_kwh[5])
    assert codes(result) == ["missing_value"]
    assert result.findings[0].place.line == 10


def test_lines_are_those_of_the_file_in_each_block() -> None:
    first, second = block(ends(48, 30)), block(ends(48, 30), way="Production")
    second[10] = second[10].partition(";")[0] + ";many"
    result = read([*first, *second])
    assert [series.direction for series in result.series] == ["consumption", "production"]
    assert [finding.place.line for finding in result.findings] == [len(first) + 11]


def test_registers_and_peaks_are_no_curve() -> None:
    peaks = block(["2025-06-02T10:04:10+02:00;6540"], kind="Puissance maximale quotidienne", unit="VA")
    result = read([*peaks, *block(ends(48, 30))])
    assert len(result.series) == 1
    assert codes(result) == ["blocks_left_out"]


@pytest.mark.parametrize("kind", ["Index", "Puissance maximale quotidienne", "Consommation globale quotidienne"])
def test_a_file_without_a_curve_is_refused_with_what_it_holds(kind: str) -> None:
    lines = block(["2025-06-02T00:00:00+02:00;6540"], kind=kind, unit="Wh")
    assert detect_format("\n".join(lines).encode()) == "enedis_linky"
    with pytest.raises(FileRefused) as caught:
        read(lines)
    assert caught.value.findings[0].code == "no_load_curve"
    assert kind in str(caught.value)


def test_reactive_energy_is_refused() -> None:
    with pytest.raises(FileRefused, match="Energie reactive"):
        read(block(ends(48, 30), quantity="Energie reactive"))


def test_a_curve_without_direction_or_unit_is_refused_until_they_are_told() -> None:
    lines = block(ends(48, 30), way="", unit="")
    with pytest.raises(FileRefused) as caught:
        read(lines)
    assert caught.value.findings[0].code == "meaning_unclear"
    (series,) = read(lines, direction="production", unit="W").series
    assert (series.direction, series.total_kwh) == ("production", pytest.approx(48 * 0.6))


def test_the_block_may_lack_its_column_of_the_step() -> None:
    lines = [line.removesuffix(";Pas en minutes").removesuffix(";30") for line in block(ends(48, 30))]
    assert read(lines).series[0].total_kwh == pytest.approx(48 * 0.6)


def test_a_file_of_countless_blocks_is_refused() -> None:
    with pytest.raises(FileRefused) as caught:
        read([SAID] * 3_000)
    assert caught.value.findings[0].code == "table_too_large"


@pytest.mark.parametrize(("day", "rows"), [("2025-03-30", 46), ("2025-10-26", 50)])
def test_days_of_a_clock_change_have_all_their_halves(day: str, rows: int) -> None:
    offset = "+01:00" if rows == 46 else "+02:00"
    first = datetime.fromisoformat(f"{day}T00:00:00{offset}")
    (series,) = read(block(ends(rows, 30, first.isoformat()))).series
    assert len(series.energy_kwh) == rows
    assert series.total_kwh == pytest.approx(rows * 0.6)


def test_the_newer_layout_says_what_it_is_on_one_line_and_its_direction_is_assumed_aloud() -> None:
    above = [f"Identifiant PRM;{METER};Type de donnees;Courbe de charge;"]
    lines = [*above, "horodate ISO fin de pas;puissance moyenne (W)", *ends(48, 30)]
    assert detect_format("\n".join(lines).encode()) == "enedis_linky"
    result = read(lines)
    assert (result.series[0].meter, result.series[0].total_kwh) == (METER, pytest.approx(28.8))
    assert codes(result) == ["direction_assumed"]
    assert read(lines, direction="production").series[0].direction == "production"


def test_a_header_in_another_place_is_no_block() -> None:
    with pytest.raises(FileRefused):
        read(["x;Identifiant PRM;Type de donnees", "Horodate;Valeur", *ends(48, 30)])

"""What is special of the rows per day of e-distribuzione: blank cells, 92 and 100 quarters, the POD above."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import numpy as np
import pytest

from energy_synergy.files.refused import FileRefused
from energy_synergy.formats.base import ReadResult
from energy_synergy.formats.detect import detect_format, read_file

POD = "POD;IT001E99999999"
QUARTERS = [f"{m // 60:02d}:{m % 60:02d}-{(m + 15) // 60 % 24:02d}:{(m + 15) % 60:02d}" for m in range(0, 1440, 15)]
TITLE = "Tipo;Energia attiva prelevata (kWh)"


def values(count: int) -> list[str]:
    return [f"{n},5" for n in range(count)]


def row(date: str, cells: list[str]) -> str:
    return ";".join([date, *cells])


def read(rows: list[str], columns: list[str] | None = None, above: tuple[str, ...] = (POD, TITLE)) -> ReadResult:
    header = row("Giorno", QUARTERS if columns is None else columns)
    data = "\r\n".join([*above, header, *rows, ""]).encode()
    return read_file(io.BytesIO(data), file_name="curva.csv")


def codes(result: ReadResult) -> list[str]:
    return [finding.code for finding in result.findings]


def test_it_works() -> None:
    result = read([row("02/06/2025", values(96))])
    (series,) = result.series
    assert result.format == "e_distribuzione"
    assert (series.meter, series.direction) == ("IT001E99999999", "consumption")
    assert series.starts_at == datetime(2025, 6, 1, 22, tzinfo=UTC)
    assert series.energy_kwh.tolist() == [n + 0.5 for n in range(96)]
    assert codes(result) == []


@pytest.mark.parametrize(
    ("said", "direction"),
    [("Energia attiva immessa", "production"), ("Energia attiva prelevata", "consumption")],
)
def test_the_lines_above_say_the_direction(said: str, direction: str) -> None:
    assert read([row("02/06/2025", values(96))], above=(POD, f"Tipo;{said}")).series[0].direction == direction


def test_a_direction_that_is_not_said_is_assumed_aloud() -> None:
    assert codes(read([row("02/06/2025", values(96))], above=(POD,))) == ["direction_assumed"]


def test_reactive_energy_is_refused() -> None:
    with pytest.raises(FileRefused, match="reactive"):
        read([row("02/06/2025", values(96))], above=(POD, "Tipo;Energia reattiva"))


def test_a_blank_cell_is_missing_and_moves_no_other() -> None:
    cells = values(96)
    cells[40] = cells[41] = ""
    result = read([row("02/06/2025", cells)])
    found = result.series[0].energy_kwh
    assert np.flatnonzero(np.isnan(found)).tolist() == [40, 41]
    assert found[42] == 42.5
    assert codes(result) == ["missing_value", "missing_value"]


def test_the_skipped_hour_may_be_blank_in_its_place() -> None:
    cells = [*values(92)[:8], "", "", "", "", *values(92)[8:]]
    assert read([row("30/03/2025", cells)]).series[0].energy_kwh.tolist() == [n + 0.5 for n in range(92)]


@pytest.mark.parametrize("tail", [[], ["", "", "", ""]])
def test_a_spring_day_may_have_92_cells(tail: list[str]) -> None:
    assert read([row("30/03/2025", [*values(92), *tail])]).series[0].energy_kwh.tolist() == [n + 0.5 for n in range(92)]


def test_a_table_of_the_spring_day_alone_may_lack_the_columns() -> None:
    result = read([row("30/03/2025", values(92))], [*QUARTERS[:8], *QUARTERS[12:]])
    assert result.series[0].energy_kwh.tolist() == [n + 0.5 for n in range(92)]


def test_an_autumn_day_may_have_four_cells_behind_the_header() -> None:
    rows = [row("26/10/2025", values(100)), row("27/10/2025", values(96))]
    assert read(rows).series[0].energy_kwh.tolist() == [n + 0.5 for n in [*range(100), *range(96)]]


@pytest.mark.parametrize("place", [12, 96])
def test_the_columns_of_the_second_pass_may_have_headers(place: int) -> None:
    columns = [*QUARTERS[:place], *QUARTERS[8:12], *QUARTERS[place:]]
    usual = values(96)
    rows = [
        row("25/10/2025", [*usual[:place], "", "", "", "", *usual[place:]]),
        row("26/10/2025", values(100)),
    ]
    found = read(rows, columns)
    assert found.series[0].energy_kwh.tolist() == [n + 0.5 for n in [*range(96), *range(100)]]
    assert found.bad_rows == 0


def test_an_autumn_day_of_96_cells_lacks_the_second_pass() -> None:
    result = read([row("26/10/2025", values(96))])
    assert "repeated_hour_once" in codes(result)
    assert np.flatnonzero(np.isnan(result.series[0].energy_kwh)).tolist() == [12, 13, 14, 15]


def test_more_cells_than_the_day_has_are_told() -> None:
    result = read([row("02/06/2025", values(98)), row("03/06/2025", values(96))])
    assert set(codes(result)) == {"value_beyond_day"}
    assert result.bad_rows == 1


def test_hours_instead_of_quarters_are_read() -> None:
    hours = [f"{h:02d}:00-{(h + 1) % 24:02d}:00" for h in range(24)]
    (series,) = read([row("02/06/2025", values(24))], hours).series
    assert (len(series.energy_kwh), series.step.total_seconds()) == (24, 3600)


def test_a_table_without_a_pod_is_another_one() -> None:
    data = "\n".join([row("Giorno", QUARTERS), row("02/06/2025", values(96))]).encode()
    assert detect_format(data) != "e_distribuzione"


def test_a_column_of_pods_names_several() -> None:
    rows = [f"IT001E9999999{n};" + row("02/06/2025", values(96)) for n in (1, 2)]
    data = "\n".join(["POD;" + row("Giorno", QUARTERS), *rows, ""]).encode()
    found = read_file(io.BytesIO(data), file_name="curve.csv", direction="consumption")
    assert [series.meter[-1] for series in found.series] == ["1", "2"]

"""What a reader may be told about a file: doubles, values below zero, corrected cells, columns."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest

from energy_synergy.files.refused import FileRefused
from energy_synergy.formats.base import ReadResult
from energy_synergy.formats.detect import look_at, raw_rows, read_file

ROWS = ["2025-06-02 00:00;1.5", "2025-06-02 00:15;2.5", "2025-06-02 00:30;-3.5", "2025-06-02 00:45;4.5"]


def read(text: str, **hints: Any) -> ReadResult:
    return read_file(io.BytesIO(text.encode()), file_name="mill.csv", timezone="Europe/Paris", **hints)


def table(*rows: str, header: str = "Time;Consumption kWh") -> str:
    return "\n".join([header, *rows]) + "\n"


def energies(result: ReadResult) -> dict[str, list[float | None]]:
    return {
        one.direction: [None if np.isnan(value) else value for value in one.energy_kwh.tolist()]
        for one in result.series
    }


def test_the_last_of_double_times_counts_when_told() -> None:
    rows = ["2025-06-02 00:00;1", "2025-06-02 00:00;9", "2025-06-02 00:15;2", "2025-06-02 00:30;3"]
    plain, told = read(table(*rows)), read(table(*rows), doubles="last")
    assert (energies(plain)["consumption"], plain.bad_rows) == ([1, 2, 3], 1)
    assert (energies(told)["consumption"], told.bad_rows) == ([9, 2, 3], 0)
    assert "duplicates_told" in {finding.code for finding in told.findings}


def test_a_double_with_a_value_goes_before_one_without() -> None:
    rows = ["2025-06-02 00:00;oops", "2025-06-02 00:00;9", "2025-06-02 00:15;2", "2025-06-02 00:30;3"]
    result = read(table(*rows))
    assert energies(result)["consumption"] == [9, 2, 3]
    assert dict(result.bad_lines) == {(None, 2): "bad_value"}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("absolute", {"consumption": [1.5, 2.5, 3.5, 4.5]}),
        ("missing", {"consumption": [1.5, 2.5, None, 4.5]}),
        ("other_direction", {"consumption": [1.5, 2.5, 0, 4.5], "production": [0, 0, 3.5, 0]}),
    ],
)
def test_values_below_zero_mean_what_is_told(rule: str, expected: dict[str, list[float | None]]) -> None:
    result = read(table(*ROWS), negatives=rule)
    assert (energies(result), result.bad_rows) == (expected, 0)
    assert result.counts["negatives_told"] == 1


def test_values_below_zero_mean_the_same_in_a_row_per_day() -> None:
    header = ";".join(["Date", *(f"{hour:02}:00" for hour in range(24))])
    row = ";".join(["2025-06-02", *("-2" if hour < 6 else "4" for hour in range(24))])
    text = f"{header}\n{row}\n{row.replace('06-02', '06-03')}\n{row.replace('06-02', '06-04')}\n"
    result = read(text, negatives="other_direction", direction="consumption")
    assert {one.direction: one.total_kwh for one in result.series} == {"consumption": 216.0, "production": 36.0}


def test_a_direction_given_twice_is_refused() -> None:
    rows = [f"{row};1" for row in ROWS]
    with pytest.raises(FileRefused) as refused:
        read(table(*rows, header="Time;Consumption kWh;Production kWh"), negatives="other_direction")
    assert refused.value.findings[0].code == "direction_given_twice"


def test_a_corrected_cell_is_read_instead() -> None:
    result = read(table(*ROWS), cells={"4:Consumption kWh": "3.5", "9:Consumption kWh": "1", "x": "1"})
    assert (energies(result)["consumption"], result.bad_rows) == ([1.5, 2.5, 3.5, 4.5], 0)


def test_a_corrected_time_is_read_instead() -> None:
    rows = [ROWS[0], "2025-06-02 OO:15;2.5", *ROWS[1:]]
    result = read(table(*rows[:2], ROWS[3]), cells={"3:Time": "2025-06-02 00:15"}, step_minutes=15)
    assert energies(result)["consumption"] == [1.5, 2.5, None, 4.5]


def test_a_row_with_a_wrong_value_is_left_out_whole() -> None:
    rows = ["2025-06-02 00:00;1;5", "2025-06-02 00:15;x;6", "2025-06-02 00:30;3;7"]
    result = read(table(*rows, header="Time;Consumption kWh;Production kWh"))
    assert energies(result) == {"consumption": [1, None, 3], "production": [5, None, 7]}


def test_every_bad_row_is_known_beyond_the_listed_findings() -> None:
    rows = [
        f"2025-06-{day:02} {hour:02}:{minute:02};x" for day in range(1, 29) for hour in range(24) for minute in (0, 30)
    ]
    result = read(table("2025-05-31 23:30;1", *rows, "2025-06-29 00:00;1"))
    assert (len(result.bad_lines), result.counts["bad_value"]) == (1344, 1344)
    assert len(result.findings) < 1100


def test_a_look_tells_the_columns() -> None:
    text = table(*(f"{row};note" for row in ROWS), header="Time;Soutirage (kWh);Remarque")
    look = look_at(io.BytesIO(text.encode()), file_name="mill.csv", timezone="Europe/Paris")
    assert (look.format, look.has_header, look.detected["separator"]) == ("long_csv", True, "semicolon")
    assert [(c.header, c.role, c.unit) for c in look.columns] == [
        ("Time", "time", None),
        ("Soutirage (kWh)", "consumption", "kWh"),
        ("Remarque", "ignore", None),
    ]
    assert look.columns[1].samples == ("1.5", "2.5", "-3.5")


def test_a_look_counts_the_times_of_a_day() -> None:
    header = ";".join(["Date", "Site", *(f"{hour:02}:00" for hour in range(24))])
    text = "\n".join([header, *(f"2025-06-0{day};A;" + ";".join(["1"] * 24) for day in (2, 3, 4))])
    look = look_at(io.BytesIO(text.encode()), file_name="mill.csv", timezone="Europe/Paris")
    assert (look.times_of_day, [(c.header, c.role) for c in look.columns]) == (
        24,
        [("Date", "date"), ("Site", "meter")],
    )


def test_columns_of_one_name_are_told_apart() -> None:
    text = table(*(f"{row};1" for row in ROWS[:2]), header="Time;kWh;kWh")
    roles = {"Time": "time", "kWh": "ignore", "kWh (2)": "production"}
    assert energies(read(text, columns=roles)) == {"production": [1, 1]}


def test_rows_are_returned_as_they_are_written() -> None:
    text = table(*ROWS)
    found = raw_rows(io.BytesIO(text.encode()), [(None, 4), (None, 99)], "long_csv")
    assert found.header == ("Time", "Consumption kWh")
    assert dict(found.rows) == {(None, 4): ("2025-06-02 00:30", "-3.5")}


def test_a_value_cut_in_two_is_noticed_beside_an_empty_column() -> None:
    rows = [f"{row};" for row in ROWS[:2]]
    text = table(*rows, "2025-06-02 00:30;12;4;", *(f"{row};" for row in ROWS[3:]), header="Time;Consumption kWh;Note")
    result = read(text)
    assert dict(result.bad_lines) == {(None, 4): "too_many_cells"}


def test_rows_that_all_end_with_separators_are_right() -> None:
    text = table(*(f"{row};;" for row in (*ROWS[:2], ROWS[3])), header="Time;Consumption kWh")
    assert read(text).bad_rows == 0

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from energy_synergy.files.cells import cut
from energy_synergy.files.numbers import (
    Wrong,
    detect_decimal_mark,
    read_number,
    read_numbers,
    read_numbers_one_by_one,
    settled_mark,
)


@pytest.mark.parametrize(
    ("text", "mark", "number"),
    [
        ("12", "point", 12),
        ("12.5", "point", 12.5),
        ("12,5", "comma", 12.5),
        (".5", "point", 0.5),
        ("5,", "comma", 5),
        ("1 094,60", "comma", 1094.6),
        ("1\u00a0094,60", "comma", 1094.6),
        ("1\u202f094\u202f000,6", "comma", 1094000.6),
        ("1.094,60", "comma", 1094.6),
        ("1,094.60", "point", 1094.6),
        ("1'094.60", "point", 1094.6),
        ("+3.5", "point", 3.5),
        ("-0.0", "point", 0),
        ("1.25e-05", "point", 1.25e-05),
    ],
)
def test_it_reads_a_number(text: str, mark: str, number: float) -> None:
    assert read_number(text, mark) == number  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "1_0",
        "nan",
        "NaN",
        "inf",
        "-inf",
        "Infinity",
        "1e999",
        "1E+999",
        "0x1F",
        "0b1",
        "1.2.3",
        "1,2,3",
        "12abc",
        "e5",
        ".",
        ",",
        "+-",
        "1,00",
        "1.0,0",
        "١٢",
        "½",
        "1e5.5",
        "=1+1",
        "TRUE",
    ],
)
def test_it_refuses_what_is_no_number(text: str) -> None:
    assert read_number(text, "point") in (Wrong.NOT_A_NUMBER, Wrong.TOO_LARGE)


@pytest.mark.parametrize("text", ["1_0", "1 09", "12 345 6", "1.0944,5", "0 ,5"])
def test_it_refuses_groups_that_are_not_of_three(text: str) -> None:
    assert read_number(text, "comma") is Wrong.NOT_A_NUMBER


@pytest.mark.parametrize("text", ["", " ", "-", "N/A", "n/a", "null", "—", "#N/A"])
def test_it_knows_a_missing_value(text: str) -> None:
    assert read_number(text, "point") is Wrong.MISSING


@pytest.mark.parametrize("cell", ["-1", "-0.001", -5.0])
def test_it_refuses_negative_energy(cell: str | float) -> None:
    assert read_number(cell, "point") is Wrong.NEGATIVE


@pytest.mark.parametrize("cell", [math.nan, math.inf])
def test_it_refuses_a_number_cell_that_is_none(cell: float) -> None:
    assert read_number(cell, "point") is Wrong.NOT_A_NUMBER


def test_it_refuses_what_no_meter_reads() -> None:
    assert read_number("1e13", "point") is Wrong.TOO_LARGE


@pytest.mark.parametrize(
    ("cells", "is_comma_separated", "expected"),
    [
        (["1,5", "2,25"], False, ("comma", True)),
        (["1.5", "2.25"], False, ("point", True)),
        (["1.234,5", "12"], False, ("comma", True)),
        (["1,234.5", "12"], False, ("point", True)),
        (["1,234", "2,345"], False, ("comma", True)),
        (["1,234", "2,345"], True, ("point", True)),
        (["1,234,567"], False, ("point", True)),
        (["1.234.567"], False, ("comma", True)),
        (["1.234", "2.345"], False, ("point", False)),
        (["1.234", "0.345"], False, ("point", True)),
        (["12", "7"], False, ("point", True)),
        (["1,5", "1.5", "2,5"], False, ("comma", True)),
    ],
)
def test_it_tells_the_decimal_mark(cells: list[str], is_comma_separated: bool, expected: tuple[str, bool]) -> None:
    assert detect_decimal_mark(cells, is_comma_separated=is_comma_separated) == expected


CELLS = st.lists(
    st.one_of(
        st.floats(0, 1e6).map(lambda x: f"{x:.3f}"),
        st.integers(0, 10**9).map(str),
        st.text(alphabet="0123456789.,_-+e ", max_size=18).map(str.strip),
        st.sampled_from(["nan", "1_0", "N/A", "1e999", "1 094.6", "-3", "999999999999999", "0.1", "9999999999999.9"]),
    ),
    min_size=1,
    max_size=30,
)


@given(cells=CELLS, mark=st.sampled_from(["point", "comma"]))
def test_bytes_read_at_once_equal_cells_read_one_by_one(cells: list[str], mark: str) -> None:
    columns = cut("".join(f"x;{cell}\n" for cell in cells).encode(), 0, ";", 2, [1])
    assert columns is not None
    at_once, one_by_one = (
        read(source, mark) for read, source in ((read_numbers, columns[0]), (read_numbers_one_by_one, cells))
    )  # type: ignore[arg-type]
    assert at_once[1] == one_by_one[1]
    assert at_once[0].tobytes() == one_by_one[0].tobytes()


@given(cells=CELLS)
def test_a_mark_that_the_first_cells_settle_is_the_mark_of_all(cells: list[str]) -> None:
    columns = cut("".join(f"x;{cell}\n" for cell in cells).encode(), 0, ";", 2, [1])
    assert columns is not None
    settled = settled_mark(columns)
    if settled:
        assert (settled[0], True) == detect_decimal_mark(cells, is_comma_separated=False)

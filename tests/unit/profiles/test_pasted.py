"""Values of a day are read as they are copied and typed, or refused by name."""

import pytest

from energy_synergy.profiles.curve import CurveRefused
from energy_synergy.profiles.pasted import LONGEST_TEXT, as_number, read_values

HOURS = [float(hour) for hour in range(24)]


def joined(separator, mark="."):
    return separator.join(f"{hour}{mark}5" for hour in range(24))


@pytest.mark.parametrize(
    "text",
    [
        joined("\n"), joined("\r\n"), joined("\t"), joined(";"), joined(" "), joined(", "), joined(","),
        joined("\n", ","), joined("\t", ","), joined(";", ","), joined(" ", ","), joined("\n") + "\n\n",
        "kWh\n" + joined("\n"), "Hour\tkWh\n" + "\n".join(f"{hour:02d}:00\t{hour}.5" for hour in range(24)),
        "\n".join(f"{hour}h;{hour},5" for hour in range(24)),
    ],
)  # fmt: skip
def test_it_reads_values_however_they_stand_apart(text):
    assert read_values(text) == [hour + 0.5 for hour in HOURS]


def test_it_reads_96_values():
    assert read_values("\n".join("0,25" for _ in range(96))) == [0.25] * 96


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1 234,5", 1234.5), ("1\u202f234,5", 1234.5), ("1,234.5", 1234.5), ("1.234,5", 1234.5), ("4,2 %", 4.2),
        ("1e-3", 0.001), ("0", 0.0), ("+3", 3.0), ("-0", 0.0),
        ("-1", None), ("\u22121", None), ("nan", None), ("inf", None), ("1e999", None), ("", None), ("1_0", None),
        ("=1+1", None), ("0x1", None), ("١", None), ("1.2.3", None), (",", None),
    ],
)  # fmt: skip
def test_it_knows_a_number_from_zero_up(cell, number):
    assert as_number(cell) == number


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Write or paste 24 values"),
        (" \n\t;", "Write or paste 24 values"),
        ("\n".join(["1"] * 23), "not 23"),
        ("\n".join(["1"] * 10_000), "not 10000"),
        ("\n".join(["1"] * 4 + ["-2"] + ["1"] * 19), r"Value 5 \(-2\) is not a number from zero up"),
        ("\n".join(["1"] * 23 + ["abc"]), r"Value 24 \(abc\)"),
        ("\n".join(["NaN"] * 24), r"Value 1 \(NaN\)"),
        ("1\n" * LONGEST_TEXT, "too long"),
    ],
)
def test_it_refuses_anything_else_by_name(text, words):
    with pytest.raises(CurveRefused, match=words):
        read_values(text)

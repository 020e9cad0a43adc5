"""A CSV file of one day is a profile."""

import pytest

from energy_synergy.profiles.csv import LONGEST_TEXT, Csv
from energy_synergy.profiles.curve import CurveRefused
from energy_synergy.registry import option

HOURS = range(24)


def test_it_works():
    profile = option("profiles", "csv", text="\n".join(str(hour) for hour in HOURS))

    assert profile.typical_day()[0] == 0
    assert profile.typical_day()[95] == pytest.approx(23 / 276 / 4, abs=1e-9)


def test_it_reads_the_template_with_its_column_of_zeros():
    rows = [f"{quarter // 4:02d}:{quarter % 4 * 15:02d},0,{quarter}" for quarter in range(96)]

    curve = option("profiles", "csv", text="\n".join(["Time,Production,Consommation", *rows])).typical_day()

    assert curve[95] / curve[19] == pytest.approx(5, rel=1e-6)


def test_it_reads_decimal_commas_and_a_byte_order_mark():
    text = "\ufeffheure;kWh\r\n" + "\r\n".join(f"{hour}h;{hour},5" for hour in HOURS)

    assert option("profiles", "csv", text=text).typical_day()[0] == pytest.approx(0.5 / 288 / 4, abs=1e-9)


def test_it_takes_the_column_that_it_is_told():
    text = "a,b\n" + "\n".join(f"1,{hour}" for hour in HOURS)

    assert option("profiles", "csv", text=text, column="b").typical_day()[0] == 0


def test_it_refuses_to_choose_between_two_columns():
    text = "a,b\n" + "\n".join(f"1,{hour}" for hour in HOURS)

    with pytest.raises(CurveRefused, match=r"it holds 2 \(a, b\)"):
        option("profiles", "csv", text=text)


def test_it_lists_the_columns_when_one_is_not_there():
    with pytest.raises(CurveRefused, match="Columns: kWh"):
        option("profiles", "csv", text="kWh\n" + "1\n" * 24, column="kwh")


@pytest.mark.parametrize("cell", ["nan", "inf", "1_0", "-1", "x", "1e999", "", "0x1", "١"])
def test_it_refuses_a_cell_that_is_no_number(cell):
    with pytest.raises(CurveRefused):
        option("profiles", "csv", text="kWh,remark\n" + "1,a\n" * 23 + f"{cell},a\n")


@pytest.mark.parametrize("text", ["", "\n\n", "kWh\n", "\x00\x01", "1\n" * 25, "0\n" * 24])
def test_it_refuses_a_text_without_a_curve(text):
    with pytest.raises(CurveRefused):
        option("profiles", "csv", text=text)


def test_it_reads_a_file(tmp_path):
    path = tmp_path / "day.csv"
    path.write_text("kWh\n" + "2\n" * 24, encoding="utf-8")

    assert Csv.from_file(path).typical_day().sum() == pytest.approx(1)


def test_it_refuses_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CurveRefused, match="cannot be read"):
        Csv.from_file(tmp_path / "none.csv")


def test_it_refuses_a_file_that_is_too_long(tmp_path):
    path = tmp_path / "long.csv"
    path.write_text("1\n" * LONGEST_TEXT, encoding="utf-8")

    with pytest.raises(CurveRefused, match="too long"):
        Csv.from_file(path)

"""A profile goes into a CSV file and comes back as it was; other files are read or refused by line and column."""

import pytest

from energy_synergy.errors import InvalidValue
from energy_synergy.profiles.as_calendar import as_calendar
from energy_synergy.profiles.calendar_csv import LONGEST_TEXT, read_calendar, write_calendar
from energy_synergy.registry import option

DAY = {"values": [1.0] * 8 + [5.0] * 10 + [1.0] * 6}
CLOSED = {"values": [2.0, 1.0] * 12, "weight": 0.215}
WINTER, SUMMER = [11, 12, 1, 2, 3, 4], [5, 6, 7, 8, 9, 10]
PROFILES = {
    "one": [{"months": list(range(1, 13)), "weekday": DAY}],
    "days": [{"months": list(range(1, 13)), "weekday": DAY, "saturday": CLOSED, "sunday": {**CLOSED, "weight": 0}}],
    "seasons": [
        {"name": "=Winter; (cold)", "months": WINTER, "weekday": DAY, "saturday": CLOSED},
        {"name": "", "months": SUMMER, "weekday": DAY, "sunday": CLOSED},
    ],
}


def shape(calendar):
    return [
        (one.name, one.months, [(day.curve.tolist(), day.weight) for day in one.days], one.saturday is None)
        for one in calendar.seasons
    ]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", PROFILES)
def test_it_comes_back_as_it_went(name, language):
    calendar = option("profiles", "calendar", seasons=PROFILES[name])

    assert shape(read_calendar(write_calendar(calendar, language=language))) == shape(calendar)


@pytest.mark.parametrize("name", ["photovoltaic", "office", "hydro"])
def test_a_profile_of_the_catalogue_comes_back_as_it_went(name):
    calendar = as_calendar(option("profiles", name))

    assert shape(read_calendar(write_calendar(calendar, language="fr"))) == shape(calendar)


def test_it_writes_decimals_that_sum_to_one_and_no_formula():
    rows = write_calendar(option("profiles", "calendar", seasons=PROFILES["seasons"]), language="en").splitlines()

    assert rows[0].startswith("Time,'=Winter; (cold) (11 12 1 2 3 4) weekday,")
    assert rows[1] == "weight,1,0.215,1,0.215"
    assert sum(int(row.split(",")[2].replace(".", "")) for row in rows[2:]) == 10**9


def test_it_reads_the_template_by_the_direction():
    rows = [f"{quarter // 4:02d}:{quarter % 4 * 15:02d},1,{quarter}" for quarter in range(96)]
    text = "\n".join(["Time,Production,Consommation", *rows])

    assert read_calendar(text, direction="consumption").typical_day()[0] == 0
    assert read_calendar(text, direction="production").typical_day()[0] > 0


def test_it_takes_the_sum_of_a_column_for_the_weight_of_its_day():
    rows = "\n".join(f"{hour}:00;2;1;0" for hour in range(24))
    calendar = read_calendar(f"heure;semaine;samedi;dimanche\n{rows}")

    assert [day.weight for day in calendar.seasons[0].days] == [1, 0.5, 0]


def test_it_reads_a_bare_column_beside_remarks():
    assert read_calendar("kWh,remark\n" + "1,a\n" * 24).seasons[0].weekday.weight == 1
    assert read_calendar("kWh\n" + "0,5\n" * 24).typical_day()[0] == pytest.approx(1 / 96)
    assert read_calendar("0,5\n" * 24).typical_day()[0] == pytest.approx(1 / 96)
    assert read_calendar("1\n" * 96).typical_day()[0] == pytest.approx(1 / 96)
    assert read_calendar("\ufeffh;kWh\r\n" + "".join(f"{hour};0,5\r\n" for hour in range(24))).seasons[0].name == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "holds nothing"),
        ("kWh\n", "0 rows"),
        ("kWh\n" + "1\n" * 23, "23 rows"),
        ("kWh\n" + "1\n" * 10_000, "10000 rows"),
        ("kWh\n" + "0\n" * 24, "no column of numbers with a value above zero"),
        ("kWh\n" + "1\n" * 5 + "abc\n" + "1\n" * 18, "Line 7, column kWh: “abc” is not a number"),
        ("time;kWh\n" + "1:00;1\n" * 23 + "1:00;-4\n", "Line 25, column kWh: “-4”"),
        ("time;kWh\n" + "1:00;1\n" * 23 + "1:00\n", "Line 25, column kWh: “” is not"),
        ("time;kWh\n" + "1:00;NaN\n" * 24, "no column of numbers"),
        ("a,b\n" + "1,2\n" * 24, r"several columns of values \(a, b\)"),
        ("t;saturday;sunday\n" + "1;2;3\n" * 24, "several columns"),
        ("time;saturday;sunday\n" + "1;2;3\n" * 24, "has no column weekday"),
        ("time;weekday;weekday\n" + "1;2;3\n" * 24, "Two columns stand for the same day"),
        ("time;a weekday;b weekday\n" + "1;2;3\n" * 24, "Month 1 belongs to 2 seasons"),
        ("time;a (13) weekday\n" + "1;2\n" * 24, "not 13"),
        ("time;weekday;saturday\nweight;1;5000\n" + "1;2;3\n" * 24, "from 0 to 1000"),
        ("time;weekday\nweight;x\n" + "1;2\n" * 24, "Line 2, column weekday: “x”"),
        ("time;" + "x" * 40 + " weekday\n" + "1;2\n" * 24, "up to 30 characters"),
        ("1\n" * LONGEST_TEXT, "too long"),
        ('"' + "1," * 140_000, "too long"),
    ],
)
def test_it_refuses_by_line_and_column(text, words):
    with pytest.raises(InvalidValue, match=words):
        read_calendar(text)

"""Tariffs as a file of rows."""

from __future__ import annotations

from datetime import date

import pytest

from energy_synergy.errors import InvalidValue
from energy_synergy.files.refused import FileRefused
from energy_synergy.tariffs.examples import tariff_example, tariff_examples
from energy_synergy.tariffs.runs import read_months, read_runs, read_weekdays, runs_text
from energy_synergy.tariffs.spot_indexed import SpotIndexed
from energy_synergy.tariffs.tariff import Tariff, read_tariff
from energy_synergy.tariffs.tariff_file import TariffFile, read_tariff_file, write_tariff_file
from energy_synergy.tariffs.time_of_use import TimeOfUse

HEAD = (
    "company;title;first_day;last_day;part;kind;band;price;times;weekdays;months;factor;spread;floor;cap;holidays_of\n"
)


def read(*rows: str, head: str = HEAD) -> TariffFile:
    return read_tariff_file((head + "\n".join(rows)).encode())


def only(*rows: str, head: str = HEAD) -> Tariff:
    found = read(*rows, head=head)
    assert [one.message for one in found.findings] == []
    (one,) = found.tariffs
    return one.tariff


def told(*rows: str, head: str = HEAD) -> str:
    found = read(*rows, head=head)
    assert found.tariffs == ()
    (one,) = found.findings
    return f"{one.place.line} {one.place.column}: {one.message}"


def test_rows_of_the_same_company_name_and_days_are_one_tariff() -> None:
    tariff = only(
        "Mill;Offer;2026-01-01;2026-12-31;energy;flat;;0,1825",
        "mill;offer;01/01/2026;31.12.2026;grid_fee;;;0,05",
        "Mill;Offer;2026-1-1;2026-12-31;base_fee_per_month;;;1 200,50",
    )
    assert (tariff.title, tariff.active_from, tariff.active_to) == ("Offer", date(2026, 1, 1), date(2027, 1, 1))
    assert tariff == read_tariff(
        {
            "title": "Offer",
            "active_from": "2026-01-01",
            "active_to": "2027-01-01",
            "energy": 0.1825,
            "grid_fee": 0.05,
            "base_fee_per_month": 1200.5,
        }
    )


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_commas_semicolons_and_tabs_separate(separator: str) -> None:
    head = HEAD.replace(";", separator)
    row = separator.join(("Mill", "", "", "", "energy", "flat", "", '"0.1825"'))
    assert only(row, head=head).record()["energy"]["price_per_kwh"] == 0.1825


def test_decimal_commas_are_read_between_quotes_too() -> None:
    assert only('Mill,energy,"0,1825"', head="company,part,price\n").record()["energy"]["price_per_kwh"] == 0.1825


def test_columns_come_in_any_order_under_any_heading() -> None:
    rows = "Prices of 2026\n\nPrice,Part,Company\n0.2,energy,Mill\n"
    (one,) = read_tariff_file(rows.encode()).tariffs
    assert (one.company, one.line, one.tariff.record()["energy"]["price_per_kwh"]) == ("Mill", 4, 0.2)


def test_bands_are_rows_and_the_rest_of_the_time_one_more() -> None:
    tariff = only(
        "Mill;;;;energy;time_of_use;Night;0,10;22:00-06:00;;;;;;;FR",
        "Mill;;;;energy;time_of_use;Peak;0,30;08:00-10:00 18:00-20:00;1-5;11-2;;;;;",
        "Mill;;;;energy;other;;0,20;;;;;;;;",
    )
    assert isinstance(tariff.energy, TimeOfUse)
    night, peak = tariff.energy.bands
    assert (night.name, night.times, night.weekdays, night.months) == ("Night", ("22:00-06:00",), (), ())
    assert (peak.times, peak.weekdays) == (("08:00-10:00", "18:00-20:00"), (0, 1, 2, 3, 4))
    assert peak.months == (1, 2, 11, 12)
    assert (tariff.energy.other_price_per_kwh, tariff.energy.holidays_of) == (0.2, "FR")


def test_a_day_ahead_price_has_its_own_columns() -> None:
    tariff = only("Mill;;;;feed_in;spot_indexed;;;;;;0,97;-0,005;0;;")
    assert tariff.feed_in == SpotIndexed(factor=0.97, spread_per_kwh=-0.005, floor_per_kwh=0, cap_per_kwh=None)


def test_a_tariff_without_a_currency_is_in_that_of_the_group() -> None:
    data = b"company,part,price,currency\nMill,energy,0.2,\nForge,energy,0.2,chf\n"
    found = read_tariff_file(data, currency="DKK")
    assert [one.tariff.currency for one in found.tariffs] == ["DKK", "CHF"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("Mill;;;;energy;flat;;cheap", "2 price: Line 2, column price: cheap is not a number."),
        ("Mill;;;;energy;flat;;", "2 price: Line 2, column price: the number is missing."),
        (";;;;energy;flat;;0,2", "2 company: Line 2, column company: the name of the company is missing."),
        ("Mill;;31-2-26;;energy;flat;;0,2", "2 first_day: Line 2, column first_day: 31-2-26 is not a day."),
        ("Mill;;2026-02-31;;energy;flat;;0,2", "2 first_day: Line 2, column first_day: 2026-02-31 is not a day."),
        ("Mill;;2026-02-01;2026-01-01;energy;flat;;0,2", "2 None: The tariff ends on 2026-01-02"),
        ("Mill;;;;power;flat;;0,2", "2 part: Line 2, column part: power is no part of a tariff."),
        ("Mill;;;;energy;free;;0,2", "2 kind: Line 2, column kind: free is no kind of price."),
        ("Mill;;;;energy;flat;Night;0,2", "2 band: Line 2, column band: Night means nothing here."),
        ("Mill;;;;energy;spot_indexed;;0,2", "2 price: Line 2, column price: 0,2 means nothing here."),
        ("Mill;;;;vat_percent;flat;;20", "2 kind: Line 2, column kind: flat means nothing here."),
        ("Mill;;;;vat_percent;;;120", "2 None: The tariff cannot be read: vat_percent"),
        ("Mill;;;;energy;time_of_use;;0,2;;8;", "2 weekdays: 8 is no list of numbers from 1 to 7."),
        ("Mill;;;;energy;time_of_use;;0,2;;;0-3", "2 months: 0-3 is no list of numbers from 1 to 12."),
        ("Mill;;;;energy;time_of_use;;0,2;22-6;;", "2 None: 22-6 is not a span of the day."),
        ("Mill;;;;energy;time_of_use;;0,2;08:00-09:00;;", "2 None: No band holds on weekday 1"),
    ],
)
def test_a_row_that_does_not_fit_is_told_with_its_place(row: str, expected: str) -> None:
    assert told(row).startswith(expected)


def test_the_same_part_twice_is_told() -> None:
    rows = ("Mill;;;;energy;flat;;0,2", "Mill;;;;energy;flat;;0,3")
    assert told(*rows) == "3 part: Line 3, column part: energy is told twice for the same tariff. Keep one of the rows."


def test_holidays_of_two_countries_are_told() -> None:
    rows = ("Mill;;;;energy;time_of_use;;0,2;22:00-06:00;;;;;;;FR", "Mill;;;;energy;other;;0,2;;;;;;;;DE")
    assert told(*rows).startswith("3 holidays_of: ")


def test_two_tariffs_on_the_same_days_are_told() -> None:
    found = read("Mill;Old;;;energy;flat;;0,2", "Mill;New;2026-01-01;;energy;flat;;0,3")
    (one,) = found.findings
    assert one.message == "The tariffs of Mill in the lines 2 and 3 hold on the same days."


def test_the_other_tariffs_of_a_file_are_read() -> None:
    found = read("Mill;;;;energy;flat;;cheap", "Forge;;;;energy;flat;;0,3")
    assert [one.company for one in found.tariffs] == ["Forge"]
    assert len(found.findings) == 1


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "The file is empty."),
        (b"a;b\n1;2\n", "No line of the file names the columns company, part, price."),
        (b"company;part;price;colour\n", "The column colour is none of a file of tariffs."),
        (b"PK\x03\x04 zip", "not text"),
        (b"company;part;price\n" + b"Mill;energy;0,1\n" * 20_001, "more than 20000 rows"),
    ],
)
def test_what_is_no_file_of_tariffs_is_refused(data: bytes, expected: str) -> None:
    with pytest.raises(FileRefused, match=expected):
        read_tariff_file(data)


def test_a_file_of_another_encoding_keeps_its_names() -> None:
    (one,) = read_tariff_file("company;part;price\nMétal;energy;0,2\n".encode("cp1252")).tariffs
    assert one.company == "Métal"


@pytest.mark.parametrize(("separator", "mark"), [(";", ","), (",", "."), ("\t", "."), (",", ",")])
def test_what_was_written_is_read_back(separator: str, mark: str) -> None:
    told = [
        ("=Mill;1", tariff_example("five_bands").tariff.model_copy(update={"title": "-Offer, new"})),
        (
            "Forge",
            read_tariff({"active_from": "2026-01-01", "active_to": "2027-01-01", "energy": 1e-7, "vat_percent": 20}),
        ),
        *((f"C{n}", one.tariff) for n, one in enumerate(tariff_examples().values())),
    ]
    text = write_tariff_file(told, separator=separator, decimal_mark=mark)
    found = read_tariff_file(text.encode())
    assert found.findings == ()
    assert [(one.company, one.tariff) for one in found.tariffs] == told


def test_a_name_that_begins_like_a_formula_is_not_computed_by_spreadsheets() -> None:
    text = write_tariff_file([("=1+1", read_tariff({"energy": -0.05}))])
    assert "'=1+1;" in text
    assert ";-0,05;" in text


def test_an_empty_file_names_the_columns() -> None:
    assert read_tariff_file(write_tariff_file([]).encode()) == TariffFile((), ())


@pytest.mark.parametrize("text", ["8", "0", "1-8", "x", "1--3", "-", "1-2-3"])
def test_a_list_of_weekdays_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue):
        read_runs(text, 7)


def test_all_weekdays_and_all_months_are_none_named() -> None:
    assert (read_weekdays("1-7"), read_months("1-12"), read_weekdays("")) == ((), (), ())
    assert read_weekdays("6-1") == (0, 5, 6)
    assert runs_text(()) == ""


def test_the_last_day_of_the_calendar_is_no_end() -> None:
    (told,) = read_tariff_file(b"company;part;price;last_day\nMill;energy;0,25;9999-12-31\n").tariffs
    assert told.tariff.active_to is None

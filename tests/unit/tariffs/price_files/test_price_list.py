"""Plain lists of prices, under whatever headers."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from energy_synergy.files.refused import FileRefused
from energy_synergy.tariffs.price_files.base import PriceResult
from energy_synergy.tariffs.price_files.detect import detect_price_format, read_price_file

Read = Callable[..., PriceResult]
Known = Callable[..., dict[datetime, float]]
START = datetime(2024, 5, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
EURO = "start_utc,eur_per_mwh\n"


def hours(prices: list[object], start: datetime = START) -> str:
    return "".join(f"{start + place * HOUR:%Y-%m-%dT%H:%MZ},{price}\n" for place, price in enumerate(prices))


def codes(result: PriceResult) -> list[str]:
    return [finding.code for finding in result.findings]


def test_it_works(read: Read, known: Known) -> None:
    result = read(EURO + hours([10, -5.5, 0]), area="FR")
    assert list(known(result).values()) == [0.01] * 4 + [-0.0055] * 4 + [0.0] * 4
    assert (result.prices[0].area, result.prices[0].currency) == ("FR", "EUR")


@pytest.mark.parametrize(
    ("header", "row", "hints"),
    [
        ("time;Price (EUR/kWh)", "2024-05-01T00:00+00:00;0,05", {}),
        ("Datum;Preis in ct/kWh", "2024-05-01 02:00;5,0", {"timezone": "Europe/Berlin", "currency": "EUR"}),
        (
            "Datum von;Datum bis;Frankreich [€/MWh]",
            "01.05.2024 02:00;01.05.2024 03:00;50,00",
            {"timezone": "Europe/Paris"},
        ),
        ("date,time,price", "2024-05-01,00:00,50", {"timezone": "UTC", "unit": "MWh", "currency": "EUR"}),
        ("Datum;von;Zeitzone von;Spotmarktpreis in ct/kWh", "01.05.2024;02:00;CEST;5,0", {"currency": "EUR"}),
    ],
)
def test_it_reads_what_headers_tell(read: Read, known: Known, header: str, row: str, hints: dict[str, str]) -> None:
    later = row.replace("02:00", "03:00").replace(
        "01.05.2024 03:00;01.05.2024 03:00", "01.05.2024 03:00;01.05.2024 04:00"
    )
    later = later.replace("T00:00", "T01:00").replace(",00:00", ",01:00")
    found = known(read(f"{header}\n{row}\n{later}\n", **hints))
    assert found == {START + part * timedelta(minutes=15): pytest.approx(0.05) for part in range(8)}


def test_a_unit_that_nobody_told_is_not_guessed(read: Read, known: Known) -> None:
    text = "time,price\n" + hours([50, 60])
    with pytest.raises(FileRefused, match="per MWh or per kWh"):
        read(text)
    with pytest.raises(FileRefused, match="currency"):
        read(text, unit="MWh")
    assert set(known(read(text, unit="MWh", currency="EUR")).values()) == {0.05, 0.06}


def test_a_currency_is_never_converted(read: Read) -> None:
    with pytest.raises(FileRefused, match="not in CHF"):
        read(EURO + hours([50]), currency="CHF")


def test_naive_times_need_a_zone(read: Read) -> None:
    with pytest.raises(FileRefused, match="time zone"):
        read("time,EUR/MWh\n2024-05-01 00:00,50\n2024-05-01 01:00,51\n")


def test_dates_that_could_be_read_in_two_ways_are_refused(read: Read, known: Known) -> None:
    text = "time,EUR/MWh\n01/05/2024 00:00,50\n01/05/2024 01:00,51\n"
    with pytest.raises(FileRefused, match="month first"):
        read(text, timezone="UTC")
    assert min(known(read(text, timezone="UTC", date_order="dmy"))) == START


def test_the_column_of_the_area_is_taken(read: Read, known: Known) -> None:
    text = "time,FR [EUR/MWh],BE [EUR/MWh]\n2024-05-01T00:00Z,50,60\n2024-05-01T01:00Z,51,61\n"
    with pytest.raises(FileRefused, match=r"FR \[EUR/MWh\], BE"):
        read(text)
    assert sorted(set(known(read(text, area="BE")).values())) == pytest.approx([0.06, 0.061])
    assert sorted(set(known(read(text, column="FR [EUR/MWh]")).values())) == pytest.approx([0.05, 0.051])


def test_a_quarter_that_lacks_is_a_hole_not_a_longer_price(read: Read, known: Known) -> None:
    starts = [START + timedelta(minutes=15 * part) for part in range(12) if part != 5]
    rows = "".join(f"{at:%Y-%m-%dT%H:%MZ},{place}\n" for place, at in enumerate(starts))
    result = read(EURO + rows)
    assert codes(result) == ["area_not_said", "prices_missing"]
    assert START + timedelta(minutes=75) not in known(result)


def test_hours_turn_into_quarter_hours_within_a_day(read: Read, known: Known) -> None:
    first = datetime(2025, 9, 30, tzinfo=UTC)
    starts = [first + hour * HOUR for hour in range(22)]
    starts += [first + 22 * HOUR + timedelta(minutes=15 * part) for part in range(16)]
    rows = "".join(f"{at:%Y-%m-%dT%H:%MZ},{place}\n" for place, at in enumerate(starts))
    result = read(EURO + rows, area="FR")
    assert result.findings == ()
    assert len(known(result)) == 22 * 4 + 16


@pytest.mark.parametrize("place", [2, 5])
def test_one_row_with_another_offset_is_left_out(read: Read, known: Known, place: int) -> None:
    stamps = [f"2024-05-01 {hour:02}:00{'+03:00' if hour == place else '+02:00'}" for hour in range(8)]
    result = read("time,EUR/MWh\n" + "".join(f"{stamp},{hour}\n" for hour, stamp in enumerate(stamps)), area="FR")
    assert "odd_offset" in codes(result)
    assert place / 1_000 not in known(result).values()
    assert len(known(result)) == 28


def test_a_first_row_before_the_change_of_the_clock_is_right(read: Read, known: Known) -> None:
    stamps = ["2024-10-28 00:00+02:00", *(f"2024-10-28 {hour:02}:00+01:00" for hour in range(5))]
    result = read("time,EUR/MWh\n" + "".join(f"{stamp},{hour}\n" for hour, stamp in enumerate(stamps)), area="FR")
    assert result.findings == ()
    assert len(known(result)) == 24


def test_a_list_without_a_header_can_be_read_when_it_is_told(read: Read, known: Known) -> None:
    found = known(read(hours([50, 60, 70]), unit="MWh", currency="EUR", area="FR"))
    assert len(found) == 12
    assert read(hours([50, "x", 70]), unit="MWh", currency="EUR").findings[-1].place.line == 2


@pytest.mark.parametrize("text", ["", "a,b\nc,d\n", "time,EUR/MWh\n", "%PDF-1.4", "\x00\x01\x02\x03" * 50])
def test_what_is_no_list_of_prices_is_refused(read: Read, text: str) -> None:
    with pytest.raises(FileRefused):
        read(text)


def test_a_year_twisted_by_a_typing_error_is_refused(read: Read) -> None:
    with pytest.raises(FileRefused, match="a date is wrong"):
        read(
            EURO
            + "1991-05-01T00:00Z,5\n1991-05-01T01:00Z,5\n"
            + hours([50, 60])
            + "2099-05-01T00:00Z,5\n2099-05-01T01:00Z,5\n"
        )


@given(st.binary(max_size=400))
def test_telling_the_layout_never_fails(data: bytes) -> None:
    detect_price_format(data)
    detect_price_format(b'"MTU (UTC)","Day-ahead Price [EUR/MWh]"\n' + data)


@given(st.lists(st.decimals(min_value=-500, max_value=1_400, places=2), min_size=8, max_size=60))
def test_it_gives_back_every_price_that_was_written(prices: list[float]) -> None:
    text = EURO + hours(["1400.01", *prices, "3.5"]) + "\n"
    spot = read_price_file(io.BytesIO(text.encode()), area="FR").prices[0]
    assert spot.price_per_kwh[4:-4:4].tolist() == [pytest.approx(float(price) / 1_000) for price in prices]

"""CSV exports of the ENTSO-E portal, with their defects."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from energy_synergy.files.refused import FileRefused
from energy_synergy.findings import Severity
from energy_synergy.tariffs.price_files.base import PriceResult

Read = Callable[..., PriceResult]
Known = Callable[..., dict[datetime, float]]
LEGACY = '"MTU (CET/CEST)","Day-ahead Price [EUR/MWh]","Currency","BZN|FR"\n'
NEW = '"MTU (CET/CEST)","Area","Sequence","Day-ahead Price (EUR/MWh)"\n'
SPRING = datetime(2024, 3, 30, 23, tzinfo=UTC)


def legacy(*rows: tuple[str, str, str], header: str = LEGACY) -> str:
    """Return an export; a row is a date, the clock of start and end, and the price."""
    lines = (f'"{day} {span[:5]} - {day} {span[6:]}","{price}","EUR"\n' for day, span, price in rows)
    return header + "".join(lines)


def codes(result: PriceResult) -> list[str]:
    return [finding.code for finding in result.findings]


DAY = "31.03.2024"
THREE = ((DAY, "00:00-01:00", "10"), (DAY, "01:00-02:00", "20"), (DAY, "02:00-03:00", ""), (DAY, "03:00-04:00", "-4"))


def test_an_hour_has_the_same_price_in_its_four_quarters(read: Read, known: Known) -> None:
    found = known(read(legacy((DAY, "00:00-01:00", "-500.00"))))
    assert found == {SPRING + part * timedelta(minutes=15): -0.5 for part in range(4)}


def test_the_blank_row_of_the_skipped_hour_is_no_trouble(read: Read, known: Known) -> None:
    result = read(legacy(*THREE))
    assert result.findings == ()
    assert [price for at, price in known(result).items() if at.minute == 0] == [0.01, 0.02, -0.004]


def test_a_price_in_the_skipped_hour_is_left_out_and_told(read: Read, known: Known) -> None:
    result = read(legacy(*THREE[:2], (DAY, "02:00-03:00", "54.54"), THREE[3]))
    assert codes(result) == ["time_never_shown"]
    assert result.findings[0].place.line == 4
    assert max(known(result).values()) == 0.02


def test_a_skipped_hour_may_also_be_bridged(read: Read, known: Known) -> None:
    result = read(legacy(THREE[0], (DAY, "01:00-03:00", "20"), THREE[3]))
    assert result.findings == ()
    assert len(known(result)) == 12


@pytest.mark.parametrize("blank", ["", "-", "n/e", "N/A"])
def test_a_missing_price_stays_unknown_and_is_told_once(read: Read, known: Known, blank: str) -> None:
    rows = [(DAY, f"{hour:02}:00-{hour + 1:02}:00", "5" if hour in (3, 9) else blank) for hour in range(3, 10)]
    result = read(legacy(*rows))
    (finding,) = result.findings
    assert (finding.code, finding.count, finding.place.line) == ("prices_missing", 20, 3)
    assert finding.severity is Severity.WARNING
    assert len(known(result)) == 8


def test_a_missing_row_is_a_hole(read: Read) -> None:
    (finding,) = read(legacy((DAY, "05:00-06:00", "5"), (DAY, "07:00-08:00", "6"))).findings
    assert finding.place.starts_at == datetime(2024, 3, 31, 4, tzinfo=UTC)
    assert finding.place.ends_at == datetime(2024, 3, 31, 5, tzinfo=UTC)


def test_a_row_that_comes_twice_counts_once(read: Read, known: Known) -> None:
    result = read(legacy((DAY, "05:00-06:00", "5"), (DAY, "05:00-06:00", "5.0"), (DAY, "06:00-07:00", "6")))
    assert codes(result) == ["price_twice"]
    assert len(known(result)) == 8


def test_two_prices_for_one_hour_leave_it_unknown(read: Read, known: Known) -> None:
    result = read(legacy((DAY, "05:00-06:00", "5"), (DAY, "05:00-06:00", "7"), (DAY, "06:00-07:00", "6")))
    assert "price_conflict" in codes(result)
    assert result.bad_rows == 1
    assert set(known(result).values()) == {0.006}


def test_the_repeated_hour_that_is_there_once_is_not_guessed(read: Read, known: Known) -> None:
    day = "29.10.2023"
    rows = [(day, f"{hour:02}:00-{hour + 1:02}:00", str(hour)) for hour in range(5)]
    result = read(legacy(*rows))
    assert codes(result).count("repeated_hour_once") == 1
    assert 0.002 not in known(result).values()
    assert len(known(result)) == 16


def test_rows_out_of_order_leave_the_repeated_hour_unknown(read: Read, known: Known) -> None:
    day = "29.10.2023"
    rows = [(day, f"{hour:02}:00-{hour + 1:02}:00", str(price)) for hour, price in ((2, 7), (5, 5), (2, 8), (1, 1))]
    result = read(legacy(*rows))
    assert "repeated_hour_order" in codes(result)
    assert set(known(result).values()) == {0.005, 0.001}


def test_a_row_in_another_currency_is_left_out(read: Read, known: Known) -> None:
    text = legacy((DAY, "05:00-06:00", "5"), (DAY, "06:00-07:00", "6")).replace('"6","EUR"', '"6","PLN"')
    result = read(text)
    assert "currency_mix" in codes(result)
    assert set(known(result).values()) == {0.005}


def test_it_refuses_a_file_without_a_single_price(read: Read) -> None:
    with pytest.raises(FileRefused, match="no price"):
        read(legacy((DAY, "05:00-06:00", "n/e")))


def test_it_refuses_another_area_than_was_asked_for(read: Read) -> None:
    with pytest.raises(FileRefused, match="not of ES"):
        read(legacy((DAY, "05:00-06:00", "5")), area="ES")


def test_times_in_utc_need_no_clock(read: Read, known: Known) -> None:
    text = legacy((DAY, "01:00-02:00", "5"), header=LEGACY.replace("CET/CEST", "UTC"))
    assert min(known(read(text))) == datetime(2024, 3, 31, 1, tzinfo=UTC)


def test_an_unknown_clock_must_be_told(read: Read, known: Known) -> None:
    text = legacy((DAY, "05:00-06:00", "5"), header=LEGACY.replace("CET/CEST", "XYZ"))
    with pytest.raises(FileRefused, match="time zone"):
        read(text)
    assert len(known(read(text, timezone="Europe/Paris"))) == 4


def test_prices_are_read_after_a_spreadsheet_wrote_them(read: Read, known: Known) -> None:
    rows = [f"{DAY} {hour:02}:00 - {DAY} {hour + 1:02}:00;{hour},5;EUR" for hour in range(3, 9)]
    result = read("MTU (CET/CEST);Day-ahead Price [EUR/MWh];Currency;BZN|FR\r\n" + "\r\n".join(rows) + "\r\n")
    assert sorted(set(known(result).values())) == [pytest.approx((hour + 0.5) / 1_000) for hour in range(3, 9)]


def new_row(span: str, price: str, area: str = "BZN|DE-LU", sequence: str = "Sequence 1") -> str:
    return f'"{span}","{area}","{sequence}","{price}"\n'


SPAN = "01/10/2025 00:00:00 - 01/10/2025 00:15:00"


def test_the_coupled_auction_counts_and_the_other_is_told(read: Read, known: Known) -> None:
    result = read(NEW + new_row(SPAN, "65.83") + new_row(SPAN, "64.80", sequence="Sequence 2"))
    assert list(known(result).values()) == [pytest.approx(0.06583)]
    assert codes(result) == ["auction_left_out"]


def test_another_auction_is_read_only_when_it_is_asked_for(read: Read, known: Known) -> None:
    text = NEW + new_row(SPAN, "64.80", sequence="Sequence 2")
    with pytest.raises(FileRefused, match="sequence 2"):
        read(text)
    assert list(known(read(text, sequence=2)).values()) == [pytest.approx(0.0648)]


def test_each_area_of_a_file_is_one_record(read: Read, known: Known) -> None:
    text = NEW + new_row(SPAN, "65.83") + new_row(SPAN, "10", "BZN|FR", "Without Sequence")
    result = read(text)
    assert [spot.area for spot in result.prices] == ["DE-LU", "FR"]
    assert list(known(result, 1).values()) == [0.01]
    assert [spot.area for spot in read(text, area="FR").prices] == ["FR"]


def test_the_clock_named_behind_a_time_tells_the_two_passes_apart(read: Read, known: Known) -> None:
    spans = (
        "26/10/2025 02:45:00 (CEST) - 26/10/2025 02:00:00 (CET)",
        "26/10/2025 02:00:00 (CET) - 26/10/2025 02:15:00 (CET)",
        "26/10/2025 02:30:00 (CEST) - 26/10/2025 02:45:00 (CEST)",
    )
    found = known(read(NEW + "".join(new_row(span, str(price)) for price, span in enumerate(spans, 1))))
    at = datetime(2025, 10, 26, 0, 30, tzinfo=UTC)
    assert found == {at: 0.003, at + timedelta(minutes=15): 0.001, at + timedelta(minutes=30): 0.002}


def test_hours_and_quarter_hours_may_follow_each_other(read: Read, known: Known) -> None:
    hour = "30/09/2025 23:00:00 - 01/10/2025 00:00:00"
    found = known(read(NEW + new_row(hour, "40") + new_row(SPAN, "65")))
    assert list(found.values()) == [0.04] * 4 + [0.065]


def test_prices_in_the_wrong_unit_are_refused_not_believed(read: Read) -> None:
    rows = [(DAY, f"{hour:02}:00-{hour + 1:02}:00", f"{50 + hour}") for hour in range(3, 20)]
    with pytest.raises(FileRefused, match="unit"):
        read(legacy(*rows), unit="kWh")
    days = [(f"{day:02}.04.2024", span, "0.05") for day in range(1, 15) for _, span, _ in rows]
    with pytest.raises(FileRefused, match="unit"):
        read(legacy(*days))


def test_a_price_that_no_auction_gives_is_left_out(read: Read, known: Known) -> None:
    result = read(legacy((DAY, "05:00-06:00", "50"), (DAY, "06:00-07:00", "90000"), (DAY, "07:00-08:00", "60")))
    assert "price_beyond_limits" in codes(result)
    assert set(known(result).values()) == {0.05, 0.06}

from __future__ import annotations

import io

import pytest

from energy_synergy.files.refused import FileRefused
from energy_synergy.formats.base import ReadResult
from energy_synergy.formats.detect import detect_format, read_file
from energy_synergy.metering.series import Quality

METER = "DE0009999999900000000000000000001"
HEAD = "UNB+UNOC:3+9900000000001:500+9900000000002:500+250603:0400+REF1++TL'"
BEGIN = ("UNH+1+MSCONS:D:04B:UN:2.4c", "BGM+Z48+X+9", "DTM+137:202506030400?+00:303", "NAD+DP", f"LOC+172+{METER}")
PERIOD = ("DTM+163:202506012200?+00:303", "DTM+164:202506022200?+00:303")


def line(obis: str = "1-1?:1.29.0", *quantities: str) -> tuple[str, ...]:
    return ("LIN+1", f"PIA+5+{obis}:SRW", *quantities)


def quantity(number: int, value: str, code: str = "220") -> str:
    start, end = (f"2025060122{15 * place:02d}" for place in (number, number + 1))
    return f"QTY+{code}:{value}'DTM+163:{start}?+00:303'DTM+164:{end}?+00:303"


def message(*segments: str) -> bytes:
    inside = "'".join((*BEGIN, *PERIOD, *segments))
    return f"{HEAD}{inside}'UNT+{inside.count(chr(39)) + 2}+1'UNZ+1+REF1'".encode()


def read(*segments: str, **hints: object) -> ReadResult:
    return read_file(io.BytesIO(message(*segments)), **hints)


def codes(result: ReadResult) -> set[str]:
    return {finding.code for finding in result.findings}


def test_it_works() -> None:
    result = read(*line("1-1?:1.29.0", quantity(0, "9.060"), quantity(1, "8,5")))
    (series,) = result.series
    assert (series.meter, series.direction, series.energy_kwh.tolist()) == (METER, "consumption", [9.06, 8.5])
    assert result.findings == ()


def test_feed_in_is_production() -> None:
    assert read(*line("1-1?:2.29.0", quantity(0, "1"))).series[0].direction == "production"


@pytest.mark.parametrize("obis", ["1-1?:5.29.0", "1-1?:1.8.0", "7-1?:1.29.0", "AUA:Z08"])
def test_what_is_no_load_curve_of_active_energy_is_refused_by_name(obis: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read(*line(obis, quantity(0, "1")))
    assert refused.value.findings[0].code == "no_load_curve"


def test_a_value_that_may_not_be_used_is_missing() -> None:
    result = read(*line("1-1?:1.29.0", quantity(0, "1", "67"), quantity(1, "1", "20"), quantity(2, "1", "187")))
    assert result.series[0].quality.tolist() == [Quality.SUBSTITUTED, Quality.MISSING, Quality.ESTIMATED]


def test_a_unit_that_is_no_energy_is_left_out() -> None:
    more = ("LIN+2", "PIA+5+1-1?:1.29.0:SRW", quantity(0, "5:K3"))
    result = read(*line("1-1?:1.29.0", quantity(0, "1"), quantity(1, "1")), *more)
    assert result.series[0].total_kwh == 2
    assert "series_left_out" in codes(result)


def test_a_value_without_its_end_is_named_and_does_not_take_that_of_the_next() -> None:
    torn = "QTY+220:5'DTM+163:202506012200?+00:303"
    result = read(*line("1-1?:1.29.0", torn, quantity(1, "2"), quantity(2, "3")))
    assert result.series[0].energy_kwh.tolist() == [2, 3]
    assert result.bad_rows == 1


def test_a_message_that_lost_segments_says_so() -> None:
    data = message(*line("1-1?:1.29.0", quantity(0, "1"), quantity(1, "2"))).replace(
        b"DTM+137:202506030400?+00:303'", b""
    )
    assert "message_not_whole" in codes(read_file(io.BytesIO(data)))


def test_a_message_that_is_cut_off_says_so() -> None:
    data = message(*line("1-1?:1.29.0", quantity(0, "1"), quantity(1, "2")))
    assert "message_cut_off" in codes(read_file(io.BytesIO(data[: data.index(b"UNT")])))


def test_a_reading_is_told_by_its_number_and_not_by_a_line() -> None:
    result = read(*line("1-1?:1.29.0", quantity(0, "1"), quantity(1, "x"), quantity(2, "-1")))
    found = [finding for finding in result.findings if finding.code in ("bad_value", "negative_value")]
    assert [finding.message[:9] for finding in found] == ["Reading 2", "Reading 3"]


def test_other_service_characters_are_those_of_una() -> None:
    text = message(*line("1-1?:1.29.0", quantity(0, "9.5"))).decode()
    other = "UNA|*,!_~\n" + text.translate(str.maketrans("+:'", "*|~")).replace("?*", "+").replace("?|", ":")
    assert read_file(io.BytesIO(other.replace("~", "~\r\n").encode())).series[0].total_kwh == 9.5


def test_a_released_mark_is_part_of_the_text() -> None:
    text = message(*line("1-1?:1.29.0", quantity(0, "9.5"))).decode().replace("BGM+Z48+X+9", "BGM+Z48+a?'b??+9")
    assert read_file(io.BytesIO(text.encode())).findings == ()


def test_another_message_is_not_claimed() -> None:
    assert detect_format(message().replace(b"MSCONS", b"INVOIC")) != "mscons"


def test_a_text_without_an_end_mark_is_refused() -> None:
    with pytest.raises(FileRefused):
        read_file(io.BytesIO(message()[:200].replace(b"'", b"|") + b"x" * 50_000), "mscons")

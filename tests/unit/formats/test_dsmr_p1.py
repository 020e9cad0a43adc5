"""Telegrams of a P1 port: registers, not energies; what was lost on the way is seen by the checksum."""

from __future__ import annotations

import io
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from dsmr_parser import telegram_specifications
from dsmr_parser.parsers import TelegramParser

from energy_synergy.files.refused import FileRefused
from energy_synergy.formats.base import ReadResult
from energy_synergy.formats.detect import detect_format, read_file
from energy_synergy.formats.parsing.crc16 import checksums

DATA = Path(__file__).parents[2] / "data" / "formats" / "dsmr_p1"
START = datetime(2025, 6, 2, 10, tzinfo=UTC)


def telegram(at: datetime, drawn: float, *, stamp: bool = True, number: str = "4531", fed_in: float = 0.0) -> str:
    local = at + timedelta(hours=2)
    lines = ["/ISk5\\2MT382-1000", "", "1-3:0.2.8(50)"]
    lines += [f"0-0:1.0.0({local:%y%m%d%H%M%S}S)"] if stamp else []
    lines += [f"0-0:96.1.1({number})", f"1-0:1.8.1({drawn:010.3f}*kWh)", "1-0:1.8.2(000001.000*kWh)"]
    lines += [f"1-0:2.8.1({fed_in:010.3f}*kWh)", "!"]
    text = "\r\n".join(lines)
    return f"{text}{int(checksums([text.encode()])[0]):04X}\r\n"


def log(*telegrams: str) -> ReadResult:
    return read_file(io.BytesIO("".join(telegrams).encode()), "dsmr_p1", file_name="log.txt")


def quarters(count: int) -> list[str]:
    return [telegram(START + timedelta(minutes=15 * i), 10 + i) for i in range(count)]


def codes(result: ReadResult) -> set[str]:
    return {finding.code for finding in result.findings}


def test_it_refuses_one_telegram_and_says_why() -> None:
    data = (DATA / "one_telegram.txt").read_bytes()
    assert detect_format(data) == "dsmr_p1"
    with pytest.raises(FileRefused, match="what registers stand at") as refused:
        read_file(io.BytesIO(data))
    assert refused.value.findings[0].code == "no_interval"
    assert "Log telegrams" in (refused.value.findings[0].advice or "")


def test_it_reads_quarter_hours_of_a_log() -> None:
    result = log(*quarters(5))
    drawn, fed_in = result.series
    assert drawn.meter == "E1"
    assert (drawn.energy_kwh.tolist(), fed_in.energy_kwh.tolist()) == ([1.0] * 4, [0.0] * 4)
    assert drawn.starts_at == START


def test_it_leaves_a_telegram_with_a_wrong_checksum_out_and_names_it() -> None:
    telegrams = quarters(5)
    telegrams[2] = telegrams[2].replace("000012.000", "000072.000")
    result = log(*telegrams)
    assert result.series[0].energy_kwh.tolist() == [1.0] * 4
    assert result.series[0].quality.tolist() == [1, 2, 2, 1]
    (finding,) = [one for one in result.findings if one.code == "checksum_wrong"]
    assert finding.place.line == 19


def test_it_takes_a_log_whose_line_ends_were_changed() -> None:
    text = "".join(quarters(4)).replace("\r\n", "\n")
    result = read_file(io.BytesIO(text.encode()), file_name="log.txt")
    assert not result.bad_rows
    assert result.series[0].energy_kwh.tolist() == [1.0] * 3


def test_it_refuses_telegrams_that_say_no_time() -> None:
    with pytest.raises(FileRefused) as refused:
        log(*(telegram(START, 10 + i, stamp=False) for i in range(4)))
    assert {one.code for one in refused.value.findings} == {"no_interval", "telegram_without_time"}


def test_it_says_that_own_use_is_unknown_where_the_meter_counts_both_ways() -> None:
    fed = log(*(telegram(START + timedelta(minutes=15 * i), 10 + i, fed_in=5 + i) for i in range(4)))
    assert "own_use_unknown" in codes(fed)
    assert "own_use_unknown" not in codes(log(*quarters(4)))


def test_it_keeps_two_meters_apart() -> None:
    other = [telegram(START + timedelta(minutes=15 * i), 500 + 2 * i, number="4532") for i in range(3)]
    result = log(*(one for pair in zip(quarters(3), other, strict=True) for one in pair))
    assert {one.meter for one in result.series} == {"E1", "E2"}
    assert [one.total_kwh for one in result.series if one.direction == "consumption"] == [2.0, 4.0]


def test_it_reads_the_hour_that_comes_twice_by_its_letters() -> None:
    result = read_file(DATA / "p1_quarters_autumn.txt")
    assert len(result.series[0].energy_kwh) == 96 + 100
    assert "register_rolled_over" in codes(result)


def test_it_takes_telegrams_of_every_ten_seconds_at_the_quarter_hours() -> None:
    result = log(*(telegram(START + timedelta(seconds=10 * i), 10 + i / 100) for i in range(181)))
    assert result.series[0].energy_kwh.tolist() == pytest.approx([0.9, 0.9])
    assert set(result.series[0].quality.tolist()) == {1}


def test_it_refuses_telegrams_of_one_a_day() -> None:
    with pytest.raises(FileRefused) as refused:
        log(*(telegram(START + timedelta(days=i), 10 + i) for i in range(4)))
    assert refused.value.findings[0].code == "step_not_supported"


def test_it_reads_a_telegram_without_beginning_as_damaged() -> None:
    text = "".join(quarters(5)).split("\r\n")
    del text[18]
    assert codes(read_file(io.BytesIO("\r\n".join(text).encode()), "dsmr_p1")) >= {"telegram_cut_off"}


def test_it_bounds_a_telegram_that_never_ends() -> None:
    data = b"/ABC5x\r\n" + b"1-0:1.8.1(000012.000*kWh)\r\n" * 20_000
    began = time.perf_counter()
    with pytest.raises(FileRefused):
        read_file(io.BytesIO(data), "dsmr_p1")
    assert time.perf_counter() - began < 5


def test_dsmr_parser_finds_the_same_registers() -> None:
    their_parser: Any = TelegramParser
    parser = their_parser(telegram_specifications.V5)
    text = (DATA / "p1_quarters_autumn.txt").read_bytes().decode()
    found = [parser.parse(f"/{part}") for part in text.split("/")[1:]]
    drawn = [float(one.ELECTRICITY_USED_TARIFF_1.value + one.ELECTRICITY_USED_TARIFF_2.value) for one in found]
    total = drawn[-1] - drawn[0] + 1_000_000
    assert read_file(DATA / "p1_quarters_autumn.txt").series[0].total_kwh == pytest.approx(total, abs=1e-6)

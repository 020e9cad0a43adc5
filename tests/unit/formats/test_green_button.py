"""Green Button: entries are tied by links, and only electrical energy of intervals is read."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from greenbutton_objects.parse import parse_feed

from energy_synergy.files.refused import FileRefused
from energy_synergy.formats.base import ReadResult
from energy_synergy.formats.detect import detect_format, read_file

DATA = Path(__file__).parents[2] / "data" / "formats" / "green_button"
FEED = (DATA / "two_points_hours.xml").read_text(encoding="utf-8")
BASE = "https://utility.example/espi/1_1/resource/RetailCustomer/9"
SIMPLE = """<feed xmlns="http://www.w3.org/2005/Atom">
<entry><link rel="self" href="rt/1"/><content><ReadingType xmlns="http://naesb.org/espi">
<flowDirection>{flow}</flowDirection><powerOfTenMultiplier>{power}</powerOfTenMultiplier>{more}<uom>{uom}</uom>
</ReadingType></content></entry>
<entry><link rel="self" href="up/1/mr/1"/><content><MeterReading xmlns="http://naesb.org/espi"/></content></entry>
<entry><link rel="self" href="up/1/mr/1/ib/1"/><content><IntervalBlock xmlns="http://naesb.org/espi">
{readings}</IntervalBlock></content></entry></feed>"""
READING = (
    "<IntervalReading><timePeriod><duration>{length}</duration><start>{start}</start></timePeriod>"
    "<value>{value}</value></IntervalReading>"
)


def feed(
    *values: object, flow: object = 1, power: object = 0, uom: int = 72, length: int = 3_600, more: str = ""
) -> bytes:
    readings = (
        READING.format(length=length, start=1_748_836_800 + i * length, value=value) for i, value in enumerate(values)
    )
    return SIMPLE.format(flow=flow, power=power, uom=uom, readings="".join(readings), more=more).encode()


def read(data: bytes | str) -> ReadResult:
    data = data.encode() if isinstance(data, str) else data
    return read_file(io.BytesIO(data), "green_button", file_name="feed.xml")


def codes(result: ReadResult) -> set[str]:
    return {finding.code for finding in result.findings}


@pytest.mark.parametrize(("power", "kwh"), [(0, 1.5), (3, 1500.0), (-3, 0.0015)])
def test_it_multiplies_by_the_power_of_ten(power: int, kwh: float) -> None:
    assert read(feed(1500, 1500, power=power)).series[0].energy_kwh.tolist() == pytest.approx([kwh, kwh])


def test_it_tells_drawn_from_fed_in() -> None:
    assert [read(feed(1, flow=flow)).series[0].direction for flow in (1, 19)] == ["consumption", "production"]


def test_it_leaves_totals_of_days_and_demand_out_by_name() -> None:
    (left_out,) = [one for one in read(FEED).findings if one.code == "series_left_out"]
    assert left_out.values["names"] == "Mill Reading 3, Mill Reading 4"


def test_it_does_not_take_usage_point_11_for_usage_point_1() -> None:
    assert {(one.meter, len(one.energy_kwh)) for one in read(FEED).series} == {("Mill", 25), ("Barn", 25)}


def test_it_names_readings_that_are_tied_to_nothing() -> None:
    its_links = "UsagePoint/11/MeterReading/1/IntervalBlock"
    result = read(
        FEED.replace(f'{its_links}/1"', '/elsewhere/1"').replace(f'rel="up" href="{BASE}/{its_links}"', 'rel="x"')
    )
    assert "block_not_tied" in codes(result)
    assert result.bad_rows == 1


@pytest.mark.parametrize("value", ["", "12a", "-5", "1e9999"])
def test_a_value_that_is_no_energy_is_missing_and_named(value: str) -> None:
    result = read(feed(1500, value, 1500))
    assert codes(result) & {"missing_value", "bad_value", "negative_value"}
    assert result.findings[-1].message.startswith("Reading 2")


def test_a_net_channel_needs_to_be_told_what_its_minus_means() -> None:
    assert {"net_channel", "negative_value"} <= codes(read(feed(1500, -500, flow=4)))
    told = read_file(io.BytesIO(feed(1500, -500, flow=4)), negatives="other_direction")
    assert {one.direction: one.total_kwh for one in told.series} == {"consumption": 1.5, "production": 0.5}


def test_it_assumes_a_direction_that_nobody_says() -> None:
    assert "direction_assumed" in codes(read(feed(1500, flow="")))


@pytest.mark.parametrize("more", ["<commodity>7</commodity>", "<accumulationBehaviour>3</accumulationBehaviour>"])
def test_it_refuses_gas_and_registers(more: str) -> None:
    with pytest.raises(FileRefused):
        read(feed(1500, more=more))


def test_it_refuses_a_feed_of_days() -> None:
    with pytest.raises(FileRefused, match="1440 minutes"):
        read(feed(1500, 1500, length=86_400))


def test_it_refuses_xml_that_is_cut_off_or_declares_entities() -> None:
    with pytest.raises(FileRefused, match="no whole XML"):
        read(FEED[:3_000])
    with pytest.raises(FileRefused, match="no whole XML"):
        read('<!DOCTYPE feed [<!ENTITY a "aaaa">]>' + FEED.partition("?>")[2])


def test_a_wrong_start_is_named() -> None:
    assert "bad_time" in codes(read(feed(1500, 1500).replace(b"1748836800", b"17488x6800")))


def test_it_is_told_by_the_name_of_its_schema() -> None:
    assert detect_format(FEED.encode()) == "green_button"
    assert detect_format(b"<feed><entry/></feed>") is None


@pytest.mark.parametrize("name", ["us_green_button.xml", "two_points_hours.xml"])
def test_greenbutton_objects_reads_the_same_energy(name: str) -> None:
    theirs: dict[tuple[str, str], float] = {}
    their_reader: Any = parse_feed
    for point in their_reader(str(DATA / name)):
        for channel in point.meterReadings:
            kind = channel.readingType
            if kind.uom.value == 72 and kind.intervalLength <= 3_600:
                key = (point.title, "production" if kind.flowDirection.value == 19 else "consumption")
                # Their value is scaled by the power of ten already, in Wh.
                theirs[key] = sum(one.value for one in channel.intervalReadings) / 1_000
    ours = {(one.meter, one.direction): one.total_kwh for one in read_file(DATA / name).series}
    assert ours == pytest.approx(theirs, abs=1e-6)


def test_it_refuses_entries_nested_without_end() -> None:
    with pytest.raises(FileRefused) as caught:
        read("<feed>" + "<entry>" * 5_000 + "</entry>" * 5_000 + "</feed>")
    assert caught.value.findings[0].code == "xml_damaged"

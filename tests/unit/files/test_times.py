from __future__ import annotations

from datetime import UTC, date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from energy_synergy.files.cells import cut
from energy_synergy.files.times import (
    NAIVE,
    read_clock,
    read_fields_one_by_one,
    read_labels,
    read_uniform_fields,
)
from energy_synergy.files.zones import local_from_utc, utc_from_local

HOUR = 3_600


def wall(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def utc(labels: list[str], zone: str = "Europe/Paris") -> list[str]:
    found = utc_from_local(read_labels(labels).local, zone)
    return [datetime.fromtimestamp(second, UTC).strftime("%H:%M") for second in found.utc.tolist()]


@pytest.mark.parametrize(
    "text",
    [
        "2025-06-30 13:45",
        "2025-06-30T13:45:00",
        "2025/06/30 13:45",
        "30/06/2025 13:45",
        "30-06-2025 13:45:00",
        "30.06.2025 13:45",
        "30.6.2025 13:45",
        "30/06/25 13:45",
        "30/06/2025 13h45",
        "2025-06-30 13:45:00.000",
        "202506301345",
        "06/30/2025 13:45",
    ],
)
def test_it_reads_a_written_time(text: str) -> None:
    labels = read_labels([text])
    assert labels.is_valid.all()
    assert labels.local[0] == wall("2025-06-30 13:45")
    assert labels.offset[0] == NAIVE


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("2025-06-30T13:45Z", 0),
        ("2025-06-30 13:45:00+02:00", 2),
        ("2025-06-30 13:45 -0330", -3.5),
        ("2025-06-30 13:45 MESZ", 2),
    ],
)
def test_it_reads_an_offset(text: str, hours: float) -> None:
    assert read_labels([text]).offset[0] == hours * HOUR


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "2025-02-30 00:00",
        "31/04/2025 00:00",
        "2025-06-30 24:15",
        "2025-06-30 12:60",
        "1899-01-01 00:00",
        "2025-13-01 00:00",
        "2025-06-30 12:00+99:00",
        "2025-06-30 12:00 XYZ",
    ],
)
def test_it_refuses_what_is_no_time(text: str) -> None:
    assert not read_labels([text]).is_valid.any()


def test_24_00_is_the_midnight_that_follows() -> None:
    labels = read_labels(["2025-12-31 24:00"])
    assert labels.has_24
    assert labels.local[0] == wall("2026-01-01 00:00")


@pytest.mark.parametrize(
    ("texts", "order", "is_certain"),
    [
        (["13/06/2025 00:00"], "dmy", True),
        (["06/13/2025 00:00"], "mdy", True),
        (["01/02/2025 00:00", "02/02/2025 00:00", "03/02/2025 00:00"], "dmy", True),
        (["01/02/2025 00:00", "01/03/2025 00:00", "01/04/2025 00:00"], "mdy", True),
        (["01/02/2025 00:00", "01/02/2025 00:15"], "dmy", False),
        (["01.02.2025 00:00"], "dmy", True),
        (["2025-02-01 00:00"], "ymd", True),
    ],
)
def test_the_whole_column_decides_the_order_of_a_date(texts: list[str], order: str, is_certain: bool) -> None:
    labels = read_labels(texts)
    assert (labels.order, labels.is_order_certain) == (order, is_certain)


def test_one_order_holds_for_all_rows_and_the_others_are_refused() -> None:
    labels = read_labels(["13/06/2025 00:00", "14/06/2025 00:00", "06/15/2025 00:00"])
    assert labels.is_valid.tolist() == [True, True, False]


def test_a_given_order_wins() -> None:
    assert read_labels(["01/02/2025 00:00"], "mdy").local[0] == wall("2025-01-02 00:00")


LABELS = st.lists(
    st.one_of(
        st.dates(date(1995, 1, 1), date(2090, 1, 1)).map(lambda day: day.strftime("%d/%m/%Y 13:45")),
        st.text(alphabet="0123456789/: ", min_size=16, max_size=16),
        st.just("31/12/2025 24:00"),
        st.just("00/13/2025 25:61"),
    ),
    min_size=1,
    max_size=20,
)


@given(texts=LABELS)
def test_labels_read_at_once_equal_labels_read_one_by_one(texts: list[str]) -> None:
    columns = cut("".join(f"{text};1\n" for text in texts).encode(), 0, ";", 2, [0])
    assert columns is not None
    for source in (texts, columns[0]):
        at_once = read_uniform_fields(source)
        if at_once is not None:
            np.testing.assert_array_equal(at_once, read_fields_one_by_one(texts))


@pytest.mark.parametrize(
    ("text", "minutes"), [("00:00", 0), ("9:15", 555), ("09h15", 555), ("24:00", 1440), ("24:15", None), ("9", None)]
)
def test_it_reads_a_clock(text: str, minutes: int | None) -> None:
    assert read_clock(text) == minutes


def test_the_order_of_rows_tells_the_two_passes_of_the_autumn_hour_apart() -> None:
    labels = [f"2025-10-26 {clock}" for clock in ("01:30", "02:00", "02:30", "02:00", "02:30", "03:00")]
    assert utc(labels) == ["23:30", "00:00", "00:30", "01:00", "01:30", "02:00"]
    assert utc(labels[::-1]) == ["02:00", "01:30", "01:00", "00:30", "00:00", "23:30"]


def test_rows_sorted_by_the_wall_clock_alternate_between_the_passes() -> None:
    labels = [f"2025-10-26 {clock}" for clock in ("01:30", "02:00", "02:00", "02:30", "02:30", "03:00")]
    assert utc(labels) == ["23:30", "00:00", "01:00", "00:30", "01:30", "02:00"]


def test_a_repeated_hour_that_is_there_once_is_told() -> None:
    labels = read_labels([f"2025-10-26 {clock}" for clock in ("01:30", "02:00", "02:30", "03:00")])
    found = utc_from_local(labels.local, "Europe/Paris")
    assert len(found.given_once) == 1


def test_the_skipped_hour_is_marked() -> None:
    labels = read_labels([f"2025-03-30 {clock}" for clock in ("01:45", "02:00", "02:45", "03:00")])
    found = utc_from_local(labels.local, "Europe/Paris")
    assert found.never_shown.tolist() == [False, True, True, False]
    assert found.utc[3] - found.utc[0] == 900


@pytest.mark.parametrize(
    "zone", ["Europe/Paris", "America/Sao_Paulo", "Asia/Beirut", "Australia/Lord_Howe", "Asia/Kolkata"]
)
def test_every_quarter_hour_of_years_comes_back_from_its_wall_clock(zone: str) -> None:
    first = wall("2016-01-01 00:00")
    instants = first + np.arange(4 * 35_064, dtype=np.int64) * 900
    local = local_from_utc(instants, zone)
    np.testing.assert_array_equal(utc_from_local(local, zone).utc, instants)

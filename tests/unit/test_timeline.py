"""Timelines, compared with a plain slow loop over the zone database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from energy_synergy.errors import InvalidValue, UnknownName
from energy_synergy.timeline import LocalDay, Timeline, first_instant, zone

QUARTER = timedelta(minutes=15)
# Zone, and a local date at or near which its clock does something unusual.
UNUSUAL = [
    ("Europe/Paris", date(2025, 3, 30)),
    ("Europe/Paris", date(2025, 10, 26)),
    ("America/Havana", date(2025, 3, 9)),  # 00:00 does not exist
    ("America/Havana", date(2025, 11, 2)),  # 00:00 comes twice
    ("Asia/Beirut", date(2025, 3, 30)),  # 00:00 does not exist
    ("Asia/Beirut", date(2025, 10, 26)),  # 24:00 becomes 23:00
    ("America/Asuncion", date(2023, 3, 26)),
    ("America/Asuncion", date(2023, 10, 1)),
    ("America/Sao_Paulo", date(2017, 2, 19)),
    ("America/Sao_Paulo", date(2017, 10, 15)),
    ("America/Nuuk", date(2024, 3, 31)),
    ("Australia/Lord_Howe", date(2025, 4, 6)),  # half an hour
    ("Australia/Lord_Howe", date(2025, 10, 5)),
    ("Pacific/Apia", date(2011, 12, 31)),  # 30 December was left out
    ("Asia/Pyongyang", date(2018, 5, 5)),  # half an hour, for good
    ("Africa/Casablanca", date(2025, 2, 23)),
    ("Africa/Casablanca", date(2025, 4, 6)),
    ("America/St_Johns", date(2006, 10, 29)),  # stepped back at 00:01 into the day before
    ("America/Goose_Bay", date(1988, 10, 30)),  # the same, by two hours
    ("Asia/Kathmandu", date(2025, 1, 1)),  # 5:45 from UTC
    ("Asia/Kathmandu", date(1986, 1, 1)),
    ("UTC", date(2025, 1, 1)),
]
unusual = pytest.mark.parametrize(("name", "day"), UNUSUAL)


def around(name: str, day: date) -> Timeline:
    """Return eight days of slots in UTC, the day in the middle."""
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=4)
    return Timeline(start, 8 * 96, name)


def wall_clock(timeline: Timeline) -> list[datetime]:
    """Return the local time of each slot, one by one."""
    tz = ZoneInfo(timeline.timezone)
    return [datetime.fromtimestamp(int(second), tz) for second in timeline.unix]


def slow_local_days(timeline: Timeline) -> list[LocalDay]:
    """Return the local days by going through the slots; a date that has begun goes on until a later one begins."""
    days: list[LocalDay] = []
    for slot, moment in enumerate(wall_clock(timeline)):
        if not days or moment.date() > days[-1].date:
            days.append(LocalDay(moment.date(), slot, 0))
        days[-1] = LocalDay(days[-1].date, days[-1].first_slot, days[-1].slots + 1)
    return days


def test_it_works() -> None:
    timeline = Timeline.from_days(date(2025, 1, 1), date(2025, 1, 3), "Europe/Paris")
    assert timeline.starts_at == datetime(2024, 12, 31, 23, tzinfo=UTC)
    assert timeline.ends_at == datetime(2025, 1, 2, 23, tzinfo=UTC)
    assert timeline.local_days == (LocalDay(date(2025, 1, 1), 0, 96), LocalDay(date(2025, 1, 2), 96, 96))


@unusual
def test_the_offset_is_that_of_the_zone_in_every_slot(name: str, day: date) -> None:
    timeline = around(name, day)
    expected = [(moment.utcoffset() or timedelta()).total_seconds() for moment in wall_clock(timeline)]
    assert timeline.offset_seconds.tolist() == expected


@unusual
def test_local_days_are_those_of_a_slow_loop(name: str, day: date) -> None:
    timeline = around(name, day)
    assert list(timeline.local_days) == slow_local_days(timeline)


@unusual
def test_calendar_of_each_slot_is_that_of_the_wall_clock(name: str, day: date) -> None:
    timeline = around(name, day)
    moments = wall_clock(timeline)
    assert timeline.weekday.tolist() == [moment.weekday() for moment in moments]
    assert timeline.month.tolist() == [moment.month for moment in moments]
    assert timeline.quarter_of_day.tolist() == [moment.hour * 4 + moment.minute // 15 for moment in moments]


@unusual
def test_a_day_begins_at_the_first_slot_that_shows_it_or_a_later_one(name: str, day: date) -> None:
    timeline = around(name, day)
    slots = list(zip(timeline.unix.tolist(), wall_clock(timeline), strict=True))
    for other in (day + timedelta(days=shift) for shift in (-2, -1, 0, 1, 2)):
        expected = next(second for second, moment in slots if moment.date() >= other)
        assert first_instant(other, name).timestamp() == expected


@unusual
def test_days_follow_each_other_without_gap_or_overlap(name: str, day: date) -> None:
    days = [day + timedelta(days=shift) for shift in range(-2, 3)]
    single = [Timeline.from_days(one, one + timedelta(days=1), name) for one in days]
    whole = Timeline.from_days(days[0], days[-1] + timedelta(days=1), name)
    assert sum(timeline.slots for timeline in single) == whole.slots
    assert [before.ends_at for before in single[:-1]] == [after.starts_at for after in single[1:]]


@pytest.mark.parametrize(
    ("name", "day", "slots"),
    [
        ("Europe/Paris", date(2026, 3, 29), 92),
        ("Europe/Vienna", date(2026, 10, 25), 100),
        ("Europe/Paris", date(2024, 2, 29), 96),
        ("America/Havana", date(2025, 3, 9), 92),
        ("America/Sao_Paulo", date(2017, 2, 18), 100),
        ("Australia/Lord_Howe", date(2025, 4, 6), 98),
        ("Australia/Lord_Howe", date(2025, 10, 5), 94),
        ("Pacific/Apia", date(2011, 12, 30), 0),
    ],
)
def test_a_day_has_the_slots_that_the_clock_leaves_it(name: str, day: date, slots: int) -> None:
    assert Timeline.from_days(day, day + timedelta(days=1), name).slots == slots


@pytest.mark.parametrize(("year", "days"), [(2024, 366), (2025, 365), (2026, 365)])
def test_a_year_has_all_its_quarters(year: int, days: int) -> None:
    timeline = Timeline.from_days(date(year, 1, 1), date(year + 1, 1, 1), "Europe/Paris")
    assert timeline.slots == days * 96
    assert len(timeline.local_days) == days


def test_a_year_agrees_with_the_slow_loop_throughout() -> None:
    timeline = Timeline.from_days(date(2025, 1, 1), date(2026, 1, 1), "Africa/Casablanca")
    assert list(timeline.local_days) == slow_local_days(timeline)
    assert timeline.offset_seconds.tolist() == [
        (moment.utcoffset() or timedelta()).total_seconds() for moment in wall_clock(timeline)
    ]


def test_times_before_1970_are_times() -> None:
    timeline = Timeline.from_days(date(1969, 12, 30), date(1970, 1, 2), "Europe/Paris")
    assert timeline.first_index < 0
    assert [day.date for day in timeline.local_days] == [date(1969, 12, 30), date(1969, 12, 31), date(1970, 1, 1)]
    assert timeline.slot_of(timeline.starts_at - timedelta(seconds=1)) == -1


def test_times_in_a_zone_are_taken_as_instants() -> None:
    paris = ZoneInfo("Europe/Paris")
    start, end = datetime(2025, 3, 30, tzinfo=paris), datetime(2025, 3, 31, tzinfo=paris)
    assert Timeline.between(start, end, "Europe/Paris").slots == 92
    assert Timeline(start, 92, "Europe/Paris").ends_at == end.astimezone(UTC)
    assert Timeline(start, 92, "Europe/Paris").starts_at.tzinfo is UTC


def test_it_names_the_local_start_of_a_slot() -> None:
    timeline = Timeline.from_days(date(2025, 10, 26), date(2025, 10, 27), "Europe/Paris")
    assert timeline.start_of(8).isoformat() == "2025-10-26T02:00:00+02:00"
    assert timeline.start_of(12).isoformat() == "2025-10-26T02:00:00+01:00"
    assert timeline.start_of(100).isoformat() == "2025-10-27T00:00:00+01:00"


def test_it_finds_the_slot_of_an_instant() -> None:
    timeline = Timeline(datetime(2025, 1, 1, tzinfo=UTC), 4, "Europe/Paris")
    moments = [timeline.starts_at + timedelta(minutes=minutes) for minutes in (-1, 0, 14, 15, 60)]
    assert [timeline.slot_of(moment) for moment in moments] == [-1, 0, 0, 1, 4]


def test_a_timeline_without_slots_has_no_days() -> None:
    timeline = Timeline(datetime(2025, 1, 1, tzinfo=UTC), 0, "Europe/Paris")
    assert timeline.local_days == ()
    assert timeline.offset_seconds.shape == timeline.weekday.shape == (0,)


def test_a_part_of_a_slot_at_the_end_is_left_out() -> None:
    start = datetime(2025, 1, 1, tzinfo=UTC)
    assert Timeline.between(start, start + timedelta(minutes=44), "UTC").slots == 2


@pytest.mark.parametrize(
    "starts_at",
    [
        datetime(2025, 1, 1),  # noqa: DTZ001
        datetime(2025, 1, 1, 0, 7, tzinfo=UTC),
        datetime(2025, 1, 1, 0, 0, 0, 1, tzinfo=UTC),
        datetime(2025, 1, 1, tzinfo=timezone(timedelta(minutes=20))),
    ],
)
def test_a_start_off_the_quarter_or_without_a_zone_is_refused(starts_at: datetime) -> None:
    with pytest.raises(InvalidValue, match="quarter"):
        Timeline(starts_at, 1, "Europe/Paris")


def test_an_end_before_the_start_is_refused() -> None:
    start = datetime(2025, 1, 1, tzinfo=UTC)
    with pytest.raises(InvalidValue, match="before it starts"):
        Timeline.between(start, start - QUARTER, "Europe/Paris")


def test_an_end_without_a_zone_is_refused() -> None:
    with pytest.raises(InvalidValue, match="no zone"):
        Timeline.between(datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 1, 2), "Europe/Paris")  # noqa: DTZ001


def test_a_negative_number_of_slots_is_refused() -> None:
    with pytest.raises(InvalidValue, match="-1 slots"):
        Timeline(datetime(2025, 1, 1, tzinfo=UTC), -1, "Europe/Paris")


@pytest.mark.parametrize("name", ["Europe/Pariss", "", "/etc/passwd", "../UTC", "Europe"])
def test_an_unknown_zone_is_refused(name: str) -> None:
    with pytest.raises(UnknownName, match="time zone"):
        zone(name)


def test_arrays_are_of_whole_numbers() -> None:
    timeline = around("Europe/Paris", date(2025, 3, 30))
    assert {values.dtype for values in (timeline.unix, timeline.offset_seconds, timeline.month)} == {np.dtype(np.int64)}

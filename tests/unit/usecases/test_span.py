"""The span of time that is analysed when none is given, or half of one."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from energy_synergy.community.group import Group, Member
from energy_synergy.errors import InvalidValue
from energy_synergy.metering.series import Series
from energy_synergy.usecases.span import NothingToAnalyse, find_timeline


def group(*spans: tuple[datetime | None, int], timezone: str = "Europe/Paris") -> Group:
    series = tuple(
        Series("m", "consumption", start, timedelta(minutes=15), np.ones(slots), np.ones(slots, dtype=np.uint8))
        for start, slots in spans
    )
    return Group("G", timezone, tuple(Member(f"m{number}", (one,)) for number, one in enumerate(series)))


MIDNIGHT = datetime(2025, 6, 8, 22, tzinfo=UTC)


def test_it_is_the_union_of_the_dated_series() -> None:
    timeline = find_timeline(group((MIDNIGHT, 96), (MIDNIGHT + timedelta(days=2), 96), (None, 96)))
    assert timeline is not None
    assert (timeline.starts_at, timeline.slots) == (MIDNIGHT, 3 * 96)


def test_it_is_cut_to_whole_local_days() -> None:
    timeline = find_timeline(group((MIDNIGHT - timedelta(hours=3), 2 * 96)))
    assert timeline is not None
    assert (timeline.starts_at, timeline.slots) == (MIDNIGHT, 96)


def test_days_of_clock_changes_are_whole() -> None:
    timeline = find_timeline(group((datetime(2025, 3, 29, 23, tzinfo=UTC), 92)))
    assert timeline is not None
    assert timeline.slots == 92


def test_less_than_a_day_counts_as_its_day() -> None:
    timeline = find_timeline(group((MIDNIGHT + timedelta(hours=3), 8)))
    assert timeline is not None
    assert (timeline.starts_at, timeline.slots) == (MIDNIGHT, 96)


def test_nothing_dated_is_a_typical_day() -> None:
    assert find_timeline(group((None, 96))) is None


def test_a_given_end_counts() -> None:
    timeline = find_timeline(group((MIDNIGHT, 960)), ends_at=MIDNIGHT + timedelta(hours=1))
    assert timeline is not None
    assert timeline.slots == 4


def test_a_span_that_no_memory_holds_is_refused() -> None:
    with pytest.raises(InvalidValue, match="longer than 20 years"):
        find_timeline(group((MIDNIGHT, 960)), ends_at=datetime(9999, 1, 1, tzinfo=UTC))


def test_an_empty_span_is_refused_in_local_time() -> None:
    with pytest.raises(NothingToAnalyse, match=r"2025-06-09T00:00:00\+02:00"):
        find_timeline(group((MIDNIGHT, 960)), MIDNIGHT, MIDNIGHT)


def test_half_a_span_without_dates_is_refused() -> None:
    with pytest.raises(NothingToAnalyse):
        find_timeline(group((None, 96)), starts_at=MIDNIGHT)

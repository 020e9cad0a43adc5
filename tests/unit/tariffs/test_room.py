"""Room for a new tariff among those that hold already."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from energy_synergy.tariffs.room import holds_on, overlaps, room_for
from energy_synergy.tariffs.tariff import Tariff, read_tariff

Span = tuple[str | None, str | None]


def spanning(first: str | None, end: str | None) -> Tariff:
    return read_tariff({"active_from": first, "active_to": end})


def spans(found: dict[int, tuple[Tariff, ...]]) -> dict[int, list[tuple[date | None, date | None]]]:
    return {place: [(one.active_from, one.active_to) for one in left] for place, left in found.items()}


@pytest.mark.parametrize(
    ("old", "new", "left"),
    [
        ((None, None), ("2026-01-01", None), [(None, "2026-01-01")]),
        ((None, None), (None, "2026-01-01"), [("2026-01-01", None)]),
        ((None, None), ("2026-01-01", "2026-02-01"), [(None, "2026-01-01"), ("2026-02-01", None)]),
        (("2026-01-10", "2026-01-20"), ("2026-01-01", "2026-02-01"), []),
        (("2026-01-01", "2026-02-01"), ("2026-01-01", "2026-02-01"), []),
        (("2026-01-01", "2026-02-01"), ("2026-01-15", None), [("2026-01-01", "2026-01-15")]),
        (("2026-01-01", "2026-02-01"), (None, "2026-01-15"), [("2026-01-15", "2026-02-01")]),
        (("2026-01-01", "2026-02-01"), ("2026-02-01", None), None),
        (("2026-01-01", "2026-02-01"), (None, "2026-01-01"), None),
    ],
)
def test_the_old_one_keeps_the_days_that_the_new_one_leaves(old: Span, new: Span, left: list[Span] | None) -> None:
    found = spans(room_for(spanning(*new), [spanning(*old)]))
    days = [tuple(day and date.fromisoformat(day) for day in span) for span in left or []]
    assert found == ({} if left is None else {0: days})


def test_afterwards_one_holds_on_each_day() -> None:
    held = [spanning(None, "2026-01-05"), spanning("2026-01-05", "2026-01-10"), spanning("2026-01-10", None)]
    new = spanning("2026-01-03", "2026-01-12")
    room = room_for(new, held)
    after = [new, *(one for place, old in enumerate(held) for one in room.get(place, (old,)))]
    for number in range(20):
        assert sum(holds_on(one, date(2026, 1, 1) + timedelta(days=number)) for one in after) == 1


def test_what_ends_where_another_begins_does_not_overlap() -> None:
    assert not overlaps(spanning(None, "2026-01-01"), spanning("2026-01-01", None))
    assert overlaps(spanning(None, "2026-01-02"), spanning("2026-01-01", None))

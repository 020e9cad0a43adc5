"""A group's own key from a file, for the days of an agreement."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from energy_synergy.errors import InvalidValue, marked
from energy_synergy.findings import Finding
from energy_synergy.sharing.key_file import KeyFile, read_key_file
from energy_synergy.timeline import Timeline
from energy_synergy.usecases.agreements import WrittenKey, write_key
from energy_synergy.web.db.agreed_keys import parties_of
from energy_synergy.web.db.models import Group

YEAR = timedelta(days=366)


class DayKeyNeedsStart(InvalidValue):
    """Coefficients of one day on the clock are laid out from the first day of the agreement on, which is not told."""

    code = "day_key_needs_start"


def read_own_key(
    group: Group, data: bytes, *, first_on: date | None, end: date | None, may_sum_below_one: bool
) -> tuple[WrittenKey, tuple[Finding, ...]]:
    """Return the key that a file holds, with what was found in it.

    Coefficients of one day on the local clock are laid out over the agreement, for a year where it has no end.
    Raises KeyFileRefused for what cannot be read, DayKeyNeedsStart.
    """
    parties = parties_of(group)
    names = [one.name for one in parties]
    found = read_key_file(data, names, timezone=group.timezone, may_sum_below_one=may_sum_below_one)
    timeline = _timeline(group, found, first_on, end) if found.layout == "slots" else None
    key = found.key(timeline)
    first_index = None if timeline is None else timeline.first_index
    return write_key(key, [one.number for one in parties], first_index=first_index), found.findings


def _timeline(group: Group, found: KeyFile, first_on: date | None, end: date | None) -> Timeline:
    assert found.slots is not None, "a file with parts for each slot has slots"
    if found.slots.starts_at is not None:
        slots = len(found.coefficients) * found.slots.row_slots
        return Timeline(datetime.fromtimestamp(found.slots.starts_at, UTC), slots, group.timezone)
    if first_on is None:
        raise DayKeyNeedsStart(
            marked("The file has coefficients for one day. Say on which day the agreement begins, so that they apply.")
        )
    return Timeline.from_days(first_on, end or first_on + YEAR, group.timezone)

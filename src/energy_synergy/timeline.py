"""The timeline: 15-minute slots in UTC, named by their start, seen as local days of any zone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import numpy.typing as npt

from energy_synergy.errors import InvalidValue, UnknownName, marked
from energy_synergy.units import SLOT, SLOT_SECONDS, SLOTS_PER_DAY

Ints = npt.NDArray[np.int64]
DAY_SECONDS = 86_400
LONGEST_STEP_BACK = 12


def zone(name: str) -> ZoneInfo:
    """Return an IANA zone.

    Raises UnknownName for a name that the zone database does not hold.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownName(
            marked("Unknown time zone {name}. Use an IANA name such as Europe/Paris."), name=name
        ) from error


def first_instant(day: date, timezone_name: str) -> datetime:
    """Return the UTC instant at which a local day begins, also where the clock changes at midnight.

    The instant is the first whose local date is `day` or later: a day without 00:00 begins at 01:00, and a
    day whose 00:00 comes twice begins at the first.
    """
    tz = zone(timezone_name)

    def is_reached(slot: int) -> bool:
        return datetime.fromtimestamp(slot * SLOT_SECONDS, tz).date() >= day

    guess = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    low, high = (guess - 26 * 3600) // SLOT_SECONDS, (guess + 26 * 3600) // SLOT_SECONDS
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if is_reached(middle) else (middle, high)
    # Some clocks stepped back at 00:01, so that the day was reached, left and reached again.
    first = next((slot for slot in range(high - LONGEST_STEP_BACK, high) if is_reached(slot)), high)
    return datetime.fromtimestamp(first * SLOT_SECONDS, UTC)


@dataclass(frozen=True, slots=True)
class LocalDay:
    """One local day on a timeline: its date, its first slot and how many slots of it lie there."""

    date: date
    first_slot: int
    slots: int


@dataclass(frozen=True)
class Timeline:
    """A run of 15-minute slots from `starts_at` (UTC), read on the clock of an IANA zone."""

    starts_at: datetime
    slots: int
    timezone: str

    def __post_init__(self) -> None:
        zone(self.timezone)
        if self.starts_at.utcoffset() is None or self.starts_at.timestamp() % SLOT_SECONDS:
            raise InvalidValue(
                marked("A timeline starts at an aware quarter of an hour, not at {starts_at}."),
                starts_at=self.starts_at,
            )
        if self.slots < 0:
            raise InvalidValue(marked("A timeline cannot have {slots} slots."), slots=self.slots)
        # Python adds to a time in a zone by the wall clock, which is wrong where the clock changes.
        object.__setattr__(self, "starts_at", self.starts_at.astimezone(UTC))

    @classmethod
    def from_days(cls, first: date, end: date, timezone_name: str) -> Timeline:
        """Return the slots of the local days from `first` to `end`, end exclusive."""
        return cls.between(first_instant(first, timezone_name), first_instant(end, timezone_name), timezone_name)

    @classmethod
    def between(cls, starts_at: datetime, ends_at: datetime, timezone_name: str) -> Timeline:
        """Return the slots from one instant to another, end exclusive.

        Raises InvalidValue when the end lies before the start, or one of them has no zone.
        """
        for moment in (starts_at, ends_at):
            if moment.utcoffset() is None:
                raise InvalidValue(marked("The time {moment} has no zone or offset."), moment=moment.isoformat())
        start, end = starts_at.astimezone(UTC), ends_at.astimezone(UTC)
        if end < start:
            raise InvalidValue(
                marked("The period ends ({ends_at}) before it starts ({starts_at})."),
                starts_at=starts_at.isoformat(),
                ends_at=ends_at.isoformat(),
            )
        return cls(start, (end - start) // SLOT, timezone_name)

    @property
    def ends_at(self) -> datetime:
        """The instant after the last slot, in UTC."""
        return self.starts_at + self.slots * SLOT

    @property
    def first_index(self) -> int:
        """The number of the first slot, counted in slots from the Unix epoch."""
        return int(self.starts_at.timestamp()) // SLOT_SECONDS

    @cached_property
    def unix(self) -> Ints:
        """Start of each slot in Unix seconds, (T,)."""
        return (self.first_index + np.arange(self.slots, dtype=np.int64)) * SLOT_SECONDS

    @cached_property
    def offset_seconds(self) -> Ints:
        """Offset of local time from UTC in each slot [s], (T,)."""
        offsets = np.empty(self.slots, dtype=np.int64)
        for first, end, offset in self._offset_runs():
            offsets[first:end] = offset
        return offsets

    def _offset_runs(self) -> Iterator[tuple[int, int, int]]:
        tz = zone(self.timezone)
        first = 0
        while first < self.slots:
            offset = self._offset_at(first, tz)
            end = first
            while end < self.slots and self._offset_at(end, tz) == offset:
                end += SLOTS_PER_DAY // 4
            low, high = max(first, end - SLOTS_PER_DAY // 4), min(end, self.slots)
            while low < high:
                middle = (low + high) // 2
                low, high = (middle + 1, high) if self._offset_at(middle, tz) == offset else (low, middle)
            yield first, low, offset
            first = low

    def _offset_at(self, slot: int, tz: ZoneInfo) -> int:
        moment = datetime.fromtimestamp((self.first_index + slot) * SLOT_SECONDS, tz)
        return int((moment.utcoffset() or timedelta()).total_seconds())

    @cached_property
    def local_unix(self) -> Ints:
        """What a clock on the wall shows at the start of each slot, as if it were UTC [s], (T,)."""
        local: Ints = self.unix + self.offset_seconds
        return local

    @cached_property
    def day_number(self) -> Ints:
        """Local date of each slot, in days since 1970-01-01, (T,)."""
        number: Ints = self.local_unix // DAY_SECONDS
        return number

    @cached_property
    def quarter_of_day(self) -> Ints:
        """Quarter of the local day that the wall clock shows, 0 to 95, (T,); twice or never on change days."""
        quarter: Ints = self.local_unix % DAY_SECONDS // SLOT_SECONDS
        return quarter

    @cached_property
    def weekday(self) -> Ints:
        """Local day of the week of each slot, Monday 0, (T,)."""
        weekday: Ints = (self.day_number + 3) % 7
        return weekday

    @cached_property
    def month(self) -> Ints:
        """Local calendar month of each slot, 1 to 12, (T,)."""
        months = self.day_number.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
        month: Ints = months % 12 + 1
        return month

    @cached_property
    def local_days(self) -> tuple[LocalDay, ...]:
        """The local days in order; a full day has 96 slots, or 92 or 100 where the clock changes by an hour."""
        if not self.slots:
            return ()
        # The wall clock may step back over midnight: a date never comes back once the next has begun.
        numbers = np.maximum.accumulate(self.day_number)
        firsts = np.flatnonzero(np.diff(numbers, prepend=numbers[0] - 1))
        ends = np.append(firsts[1:], self.slots)
        epoch = date(1970, 1, 1)
        return tuple(
            LocalDay(epoch + timedelta(days=int(numbers[first])), int(first), int(end - first))
            for first, end in zip(firsts, ends, strict=True)
        )

    def start_of(self, slot: int) -> datetime:
        """Return the start of a slot on the local clock, with its offset; `slot` may be T for the end."""
        return (self.starts_at + slot * SLOT).astimezone(zone(self.timezone))

    def slot_of(self, moment: datetime) -> int:
        """Return the slot that holds an instant; it may lie outside the timeline."""
        return int(moment.timestamp() // SLOT_SECONDS) - self.first_index

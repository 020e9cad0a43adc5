"""The buckets of a chart: quarters, hours, days or months on the clock of the wall, at most 1,500 of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from energy_synergy.metering.series import Energies
from energy_synergy.timeline import Ints, Timeline
from energy_synergy.units import SLOT_SECONDS, SLOTS_PER_DAY
from energy_synergy.web.queries.overview_records import PeriodKind, Step

Flags = npt.NDArray[np.bool_]
HOUR_SECONDS = 3600
MOST_BARS = 31
MINUTES: dict[Step, int] = {"quarter": 15, "hour": 60, "day": 1440, "month": 30 * 1440}
# What a period may be cut into, the usual step first; no other gives between 2 and 1,500 buckets.
STEPS: dict[PeriodKind, tuple[Step, ...]] = {
    "day": ("quarter", "hour"),
    "week": ("quarter", "hour", "day"),
    "month": ("hour", "day"),
    "year": ("day", "month"),
    "typical": ("quarter", "hour"),
}


@dataclass(frozen=True)
class Buckets:
    """Runs of slots: `firsts` (B,) is the first slot of each, `slots` how many slots they share, T.

    `step_minutes` of months is that of 30 days.
    `labels` and `ends` are what a clock on the wall shows when a bucket begins and when it ends.
    """

    firsts: Ints
    slots: int
    step_minutes: int
    labels: list[str]
    ends: list[str]

    @property
    def quantity(self) -> Literal["power", "energy"]:
        """What a chart of them shows: mean power, or the energy of days."""
        return "energy" if self.step_minutes >= MINUTES["day"] else "power"

    @property
    def are_few(self) -> bool:
        """Tell whether a chart of them has bars: sums of few days or months are no line."""
        return self.quantity == "energy" and len(self.firsts) <= MOST_BARS

    @cached_property
    def sizes(self) -> Ints:
        """How many slots lie in each bucket, (B,)."""
        return np.diff(self.firsts, append=self.slots)

    @property
    def is_plain(self) -> bool:
        """Tell whether each bucket is one slot."""
        return len(self.firsts) == self.slots

    def sums(self, energy_kwh: Energies) -> Energies:
        """Return the energy of each bucket [kWh], (B, ...), missing values left out; NaN where all are missing."""
        if self.is_plain:
            return energy_kwh
        sums: Energies = np.add.reduceat(energy_kwh, self.firsts, axis=0)
        if np.isnan(sums).any():
            known = np.add.reduceat(~np.isnan(energy_kwh), self.firsts, axis=0, dtype=np.int64)
            sums = np.add.reduceat(np.nan_to_num(energy_kwh), self.firsts, axis=0)
            sums[known == 0] = np.nan
        return sums

    def places_of(self, flags: Flags) -> list[int]:
        """Return the numbers of the buckets in which a flag (T,) is set."""
        places = flags if self.is_plain else np.logical_or.reduceat(flags, self.firsts)
        found: list[int] = np.flatnonzero(places).tolist()
        return found

    @cached_property
    def numbers(self) -> Ints:
        """The bucket of each slot, (T,)."""
        return np.repeat(np.arange(len(self.firsts)), self.sizes)

    def positions(self, slots: Ints) -> list[float]:
        """Return where slots begin on an axis of buckets; the slot after the last one is at B."""
        last = np.minimum(slots, self.slots - 1)
        numbers = self.numbers[last]
        positions: list[float] = np.round(numbers + (slots - self.firsts[numbers]) / self.sizes[numbers], 4).tolist()
        return positions


def calendar_buckets(timeline: Timeline, kind: PeriodKind, step: Step | None = None) -> Buckets:
    """Return the buckets of a calendar period; an hour that comes twice gives two buckets."""
    step = step or STEPS[kind][0]
    return _buckets(timeline, FIRSTS[step](timeline), MINUTES[step])


def month_buckets(timeline: Timeline) -> Buckets:
    """Return the calendar months of a period."""
    return _buckets(timeline, _firsts_of_months(timeline), MINUTES["month"])


def _firsts_of_quarters(timeline: Timeline) -> Ints:
    return np.arange(timeline.slots, dtype=np.int64)


def _firsts_of_hours(timeline: Timeline) -> Ints:
    is_first = np.diff(timeline.local_unix // HOUR_SECONDS, prepend=-1) != 0
    is_first[1:] |= np.diff(timeline.offset_seconds) != 0
    return np.flatnonzero(is_first)


def _firsts_of_days(timeline: Timeline) -> Ints:
    return np.array([day.first_slot for day in timeline.local_days], dtype=np.int64)


def _firsts_of_months(timeline: Timeline) -> Ints:
    months = timeline.local_unix.astype("datetime64[s]").astype("datetime64[M]").astype(np.int64)
    return np.flatnonzero(np.diff(months, prepend=months[0] - 1))


FIRSTS: dict[Step, Callable[[Timeline], Ints]] = {
    "quarter": _firsts_of_quarters,
    "hour": _firsts_of_hours,
    "day": _firsts_of_days,
    "month": _firsts_of_months,
}


def _buckets(timeline: Timeline, firsts: Ints, minutes: int) -> Buckets:
    lasts = np.append(firsts[1:], timeline.slots) - 1
    return Buckets(
        firsts,
        timeline.slots,
        minutes,
        _wall_clock(timeline.local_unix[firsts]),
        _wall_clock(timeline.local_unix[lasts] + SLOT_SECONDS),
    )


def typical_buckets(step: Step | None = None) -> Buckets:
    """Return the quarters, or hours, of a day without a date, from 00:00 to 24:00."""
    minutes = MINUTES[step or STEPS["typical"][0]]
    times = [f"{minute // 60:02}:{minute % 60:02}" for minute in range(0, MINUTES["day"] + 1, minutes)]
    firsts = np.arange(0, SLOTS_PER_DAY, minutes // MINUTES["quarter"], dtype=np.int64)
    return Buckets(firsts, SLOTS_PER_DAY, minutes, times[:-1], times[1:])


def _wall_clock(local_unix: Ints) -> list[str]:
    labels: list[str] = np.datetime_as_string(local_unix.astype("datetime64[s]"), unit="m").tolist()
    return labels

"""What differs between two versions of the same readings: what came late, what was corrected, what was taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from energy_synergy.community.group import Group
from energy_synergy.community.readings import Readings
from energy_synergy.metering.series import DIRECTIONS, Direction, Energies, Qualities, Quality
from energy_synergy.timeline import Timeline

Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed of one member in one direction.

    `before_kwh` and `after_kwh` are the sums of what is there, None without any reading. Of the `slots` that differ,
    `added` were missing before and `removed` are missing now. The first of them begins at `starts_at`, the last ends at
    `ends_at`, on the clock of the group.
    """

    member: str
    direction: Direction
    before_kwh: float | None
    after_kwh: float | None
    slots: int
    added: int
    removed: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class SlotChange:
    """One slot that differs [kWh], None where it is missing."""

    starts_at: datetime
    member: str
    direction: Direction
    before_kwh: float | None
    before_quality: Quality
    after_kwh: float | None
    after_quality: Quality


@dataclass(frozen=True, eq=False)
class Versions:
    """The readings of the same members on the same timeline as they were known at two instants."""

    timeline: Timeline
    before: Readings
    after: Readings

    def differences(self) -> tuple[Difference, ...]:
        """Return what changed, by member and direction; nothing for those in which nothing did."""
        return tuple(self._difference(member, direction, places) for member, direction, places in self._changed())

    def slot_changes(self) -> Iterator[SlotChange]:
        """Yield each slot that differs, by member, direction and time."""
        for member, direction, places in self._changed():
            before_kwh, before_quality = _column(self.before, member, direction)
            after_kwh, after_quality = _column(self.after, member, direction)
            for place in places.tolist():
                yield SlotChange(
                    self.timeline.start_of(place),
                    self.after.members[member],
                    direction,
                    _known(before_kwh[place]),
                    Quality(int(before_quality[place])),
                    _known(after_kwh[place]),
                    Quality(int(after_quality[place])),
                )

    def _changed(self) -> Iterator[tuple[int, Direction, Places]]:
        for member in range(len(self.after.members)):
            for direction in DIRECTIONS:
                before_kwh, before_quality = _column(self.before, member, direction)
                after_kwh, after_quality = _column(self.after, member, direction)
                is_same = (before_kwh == after_kwh) | (np.isnan(before_kwh) & np.isnan(after_kwh))
                places = np.flatnonzero(~is_same | (before_quality != after_quality))
                if len(places):
                    yield member, direction, places

    def _difference(self, member: int, direction: Direction, places: Places) -> Difference:
        before_kwh, _ = _column(self.before, member, direction)
        after_kwh, _ = _column(self.after, member, direction)
        was_missing, is_missing = np.isnan(before_kwh[places]), np.isnan(after_kwh[places])
        return Difference(
            self.after.members[member],
            direction,
            _sum(before_kwh),
            _sum(after_kwh),
            len(places),
            int((was_missing & ~is_missing).sum()),
            int((~was_missing & is_missing).sum()),
            self.timeline.start_of(int(places[0])),
            self.timeline.start_of(int(places[-1]) + 1),
        )


def without_source(group: Group, readings: Readings) -> Readings:
    """Return readings in which a direction without any source is missing, not zero: it may get one later."""
    tables: dict[str, Any] = {}
    for direction in DIRECTIONS:
        absent = [place for place, member in enumerate(group.members) if not member.has_direction(direction)]
        energy_kwh, quality = getattr(readings, f"{direction}_kwh"), getattr(readings, f"{direction}_quality")
        energy_kwh[:, absent], quality[:, absent] = np.nan, Quality.MISSING
        tables |= {f"{direction}_kwh": energy_kwh, f"{direction}_quality": quality}
    return Readings(readings.members, readings.timeline, **tables)


def _column(readings: Readings, member: int, direction: Direction) -> tuple[Energies, Qualities]:
    if direction == "production":
        return readings.production_kwh[:, member], readings.production_quality[:, member]
    return readings.consumption_kwh[:, member], readings.consumption_quality[:, member]


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _sum(values: Energies) -> float | None:
    return None if np.isnan(values).all() else float(np.nansum(values))

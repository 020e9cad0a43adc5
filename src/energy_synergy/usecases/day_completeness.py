"""What each local day of a source rests on: how many of its slots are measured, estimated, substituted, missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

import numpy as np
import numpy.typing as npt

from energy_synergy.metering.series import Qualities, Quality
from energy_synergy.timeline import Timeline


class DayState(StrEnum):
    """What a day rests on as a whole; a day with any slot missing is partly there, whatever the rest is."""

    MEASURED = "measured"
    ESTIMATED = "estimated"
    SUBSTITUTED = "substituted"
    PARTIAL = "partial"
    MISSING = "missing"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class DayCompleteness:
    """One local day: its slots by quality. `expected` are those in which readings are due; none on days outside."""

    date: date
    expected: int
    measured: int
    estimated: int
    substituted: int
    missing: int

    @property
    def state(self) -> DayState:
        """What the day rests on as a whole."""
        if not self.expected:
            return DayState.OUTSIDE
        if self.missing:
            return DayState.MISSING if self.missing == self.expected else DayState.PARTIAL
        if self.estimated:
            return DayState.ESTIMATED
        return DayState.SUBSTITUTED if self.substituted else DayState.MEASURED


@dataclass(frozen=True, slots=True)
class DayRun:
    """Days in a row that rest on the same."""

    state: DayState
    first: date
    last: date
    days: int
    missing: int


def compute_days(quality: Qualities, is_expected: npt.NDArray[np.bool_], timeline: Timeline) -> list[DayCompleteness]:
    """Return each local day of a timeline from the quality of its slots (T,) and where readings are due (T,)."""
    days = timeline.local_days
    firsts = [day.first_slot for day in days]
    if not firsts:
        return []
    expected = np.add.reduceat(is_expected.astype(np.int64), firsts)
    counts = [np.add.reduceat((is_expected & (quality == code)).astype(np.int64), firsts) for code in Quality]
    missing, measured, estimated, substituted = (counts[code].tolist() for code in Quality)
    return [
        DayCompleteness(day.date, int(expected[n]), measured[n], estimated[n], substituted[n], missing[n])
        for n, day in enumerate(days)
    ]


def day_runs(days: Sequence[DayCompleteness]) -> list[DayRun]:
    """Return days in a row that rest on the same."""
    runs = []
    for state, group in groupby(days, key=lambda day: day.state):
        ones = list(group)
        runs.append(DayRun(state, ones[0].date, ones[-1].date, len(ones), sum(one.missing for one in ones)))
    return runs

"""One group over one period, computed once: what the page, its charts, its tables and its files all rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from energy_synergy.community.balance import Balance, group_balance
from energy_synergy.community.group import Group
from energy_synergy.community.identities import check_sums
from energy_synergy.community.periods import UNKNOWN, Codes, states
from energy_synergy.community.readings import Readings, compute_readings
from energy_synergy.community.typical_day import compute_typical_readings
from energy_synergy.community.window import WindowResult, compute_window
from energy_synergy.metering.series import Direction, Energies, Qualities, Quality
from energy_synergy.timeline import Timeline
from energy_synergy.web.db.facts import GroupFacts
from energy_synergy.web.queries.calendar_period import Choice, timeline_of
from energy_synergy.web.queries.window_key import KeyRun, window_key

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class GroupWindow:
    """The kernel's result for a period, with the readings that it rests on.

    `timeline` is None for a typical day. A direction of the group is unknown in a slot when all that could tell is
    missing; its `has_production` and `has_consumption` (M,) tell which members have a source at all. `counts` says how
    many values of members with a source are of each quality.

    A visitor who does not see every company has these pooled into one member. Where a total would give a company away,
    the window `is_coarse`: nothing finer than a calendar month may be shown of it. Of the companies in `hourly`, by
    number, only hours may be shown. `key_runs` are the agreements that energy is shared by, none where there is none.
    """

    facts: GroupFacts
    choice: Choice
    timeline: Timeline | None
    readings: Readings
    result: WindowResult
    has_production: Flags
    has_consumption: Flags
    counts: Mapping[Quality, int]
    is_coarse: bool = False
    hourly: frozenset[int] = frozenset()
    key_runs: tuple[KeyRun, ...] = ()

    @cached_property
    def balance(self) -> Balance:
        """The group as one in each slot [kWh], (T,), missing readings left out."""
        return group_balance(self.result)

    @cached_property
    def is_production_unknown(self) -> Flags:
        """Where production is expected and none is there, (T,)."""
        return self._is_unknown(self.readings.production_quality, self.has_production)

    @cached_property
    def is_consumption_unknown(self) -> Flags:
        """Where consumption is expected and none is there, (T,)."""
        return self._is_unknown(self.readings.consumption_quality, self.has_consumption)

    def _is_unknown(self, quality: Qualities, has_source: Flags) -> Flags:
        unknown = np.zeros(len(quality), dtype=np.bool_)
        if has_source.any() and self.result.is_provisional.any():
            unknown[:] = (quality[:, has_source] == Quality.MISSING).all(axis=1)
        return unknown

    @cached_property
    def is_unknown(self) -> Flags:
        """Where nothing is known of the group at all, (T,)."""
        if not self.has_source:
            return np.ones(self.result.slots, dtype=np.bool_)
        unknown_production = self.is_production_unknown | ~self.has_production.any()
        return unknown_production & (self.is_consumption_unknown | ~self.has_consumption.any())

    @cached_property
    def has_no_production_reading(self) -> Flags:
        """Which members have a source of production and not one reading of it, (M,)."""
        is_missing: Flags = (self.readings.production_quality == Quality.MISSING).all(axis=0)
        return self.has_production & is_missing

    @cached_property
    def has_no_consumption_reading(self) -> Flags:
        """Which members have a source of consumption and not one reading of it, (M,)."""
        is_missing: Flags = (self.readings.consumption_quality == Quality.MISSING).all(axis=0)
        return self.has_consumption & is_missing

    @property
    def lacks_production(self) -> bool:
        """Tell whether production is expected and nothing of it is known."""
        return bool(self.has_production.any() and self.has_no_production_reading[self.has_production].all())

    @property
    def lacks_consumption(self) -> bool:
        """Tell whether consumption is expected and nothing of it is known."""
        return bool(self.has_consumption.any() and self.has_no_consumption_reading[self.has_consumption].all())

    @property
    def has_source(self) -> bool:
        """Tell whether any member has any source."""
        return bool(self.has_production.any() or self.has_consumption.any())

    def is_of(self, quality: Quality) -> Flags:
        """Tell for each slot and member whether a direction is of a quality other than measured, (T, M)."""
        production, consumption = self.readings.production_quality, self.readings.consumption_quality
        if not self.counts[quality]:
            return np.zeros(production.shape, dtype=np.bool_)
        found: Flags = (production == quality) | (consumption == quality)
        return found

    @cached_property
    def is_estimated(self) -> Flags:
        """Where some member's value is estimated, (T,)."""
        if not self.counts[Quality.ESTIMATED]:
            return np.zeros(self.result.slots, dtype=np.bool_)
        estimated: Flags = np.logical_or.reduce(self.is_of(Quality.ESTIMATED), axis=1)
        return estimated

    @cached_property
    def codes(self) -> Codes:
        """The state of each slot, (T,), -1 where nothing is known."""
        codes = states(self.balance.production_kwh, self.balance.consumption_kwh, self.choice.tolerance)
        codes[self.is_unknown] = UNKNOWN
        return codes

    @cached_property
    def group_production_kwh(self) -> Energies:
        """Production of the group [kWh], (T,), NaN where unknown."""
        return np.where(self.is_production_unknown | self.is_unknown, np.nan, self.balance.production_kwh)

    @cached_property
    def group_consumption_kwh(self) -> Energies:
        """Consumption of the group [kWh], (T,), NaN where unknown."""
        return np.where(self.is_consumption_unknown | self.is_unknown, np.nan, self.balance.consumption_kwh)


def compute_group_window(group: Group, facts: GroupFacts, choice: Choice) -> GroupWindow:
    """Return a group over the chosen period, members in the order of `facts`, before anybody's sight of it."""
    timeline = timeline_of(choice.period, group.timezone)
    is_typical = choice.period.kind == "typical"
    if is_typical:
        readings = compute_typical_readings(group, timeline, day_type=choice.period.day_type)
    else:
        readings = compute_readings(group, timeline)
    key, key_runs = window_key(group, facts, timeline, as_of=choice.as_of, is_typical=is_typical)
    result = compute_window(readings.production_kwh, readings.consumption_kwh, key, taking_part=group.taking_part)
    check_sums(result)
    has_production, has_consumption = _have(group, "production"), _have(group, "consumption")
    return GroupWindow(
        facts=facts,
        choice=choice,
        timeline=None if is_typical else timeline,
        readings=readings,
        result=result,
        has_production=has_production,
        has_consumption=has_consumption,
        counts=count_qualities(readings, int(has_production.sum() + has_consumption.sum()) * result.slots),
        key_runs=key_runs,
    )


def count_qualities(readings: Readings, values: int) -> Mapping[Quality, int]:
    """Return how many of the values of members with a source are of each quality."""
    every = (readings.production_quality, readings.consumption_quality)
    codes = [one for one in every if (one != Quality.MEASURED).any()]
    counts = {
        quality: sum(int(np.count_nonzero(one == quality)) for one in codes)
        for quality in (Quality.ESTIMATED, Quality.SUBSTITUTED, Quality.MISSING)
    }
    return {**counts, Quality.MEASURED: values - sum(counts.values())}


def _have(group: Group, direction: Direction) -> Flags:
    return np.array([member.has_direction(direction) for member in group.members], dtype=np.bool_)

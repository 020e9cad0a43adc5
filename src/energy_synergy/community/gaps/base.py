"""The contract of a gap policy: which values stand in for readings that are missing."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import timedelta
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from energy_synergy.metering.series import Energies, Qualities, Quality
from energy_synergy.registry import Option
from energy_synergy.timeline import Timeline
from energy_synergy.units import SLOTS_PER_DAY

Flags = npt.NDArray[np.bool_]
# A value stands in only where the meter was read not longer ago, and is read again not later, than this.
REACH = timedelta(days=14)
# How far around a period the policies look; further than `REACH` and than any policy looks.
CONTEXT = timedelta(days=35)


class GapPolicy(Option, ABC):
    """A rule for missing readings; what it puts in their place depends on the readings around them alone.

    A value of a slot is the same whatever period is asked for: a policy looks `CONTEXT` around it and no further.
    `quality` marks what stands in; `label` is keyed by language.
    """

    label: ClassVar[Mapping[str, str]]
    quality: ClassVar[Quality] = Quality.SUBSTITUTED

    @abstractmethod
    def stand_ins(self, measured_kwh: Energies, timeline: Timeline) -> Energies:
        """Return a value for each slot that has one [kWh], (T,), NaN elsewhere; `measured_kwh` (T,) is NaN in gaps."""


def with_stand_ins(
    policy: GapPolicy, energy_kwh: Energies, quality: Qualities, timeline: Timeline
) -> tuple[Energies, Qualities]:
    """Return readings (T,) in which a policy has filled what it can; what it fills is marked with its quality.

    A gap at the beginning or the end of what is known stays: nothing says whether the meter was there.
    """
    is_missing = np.isnan(energy_kwh) | (quality == Quality.MISSING)
    if not is_missing.any() or is_missing.all():
        return energy_kwh, quality
    measured = np.where(quality == Quality.MEASURED, energy_kwh, np.nan)
    values = policy.stand_ins(measured, timeline)
    is_filled = is_missing & _is_between(~is_missing) & ~np.isnan(values)
    filled_kwh = np.where(is_filled, np.maximum(values, 0.0), energy_kwh)
    return filled_kwh, np.where(is_filled, np.uint8(policy.quality), quality).astype(np.uint8)


def _is_between(is_known: Flags) -> Flags:
    """Tell for each slot whether something is known at most `REACH` before it and at most `REACH` after it, (T,)."""
    places = np.arange(len(is_known))
    reach = REACH.days * SLOTS_PER_DAY
    before = np.maximum.accumulate(np.where(is_known, places, -reach - 1))
    after = np.minimum.accumulate(np.where(is_known, places, len(places) + reach)[::-1])[::-1]
    between: Flags = (places - before <= reach) & (after - places <= reach)
    return between


def by_day(values: Energies, timeline: Timeline) -> tuple[Energies, int]:
    """Return values (T,) as a table of local days and quarters (D, 96), NaN where there is none, and the first day.

    Of an hour that comes twice the first pass counts.
    """
    first = int(timeline.day_number.min())
    table = np.full((int(timeline.day_number.max()) - first + 1, SLOTS_PER_DAY), np.nan)
    table[timeline.day_number[::-1] - first, timeline.quarter_of_day[::-1]] = values[::-1]
    return table, first

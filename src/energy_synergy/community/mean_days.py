"""Mean days of a group by season and day of the week: the numbers of its small multiples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from energy_synergy.errors import UnknownName, marked
from energy_synergy.sharing.base import Array
from energy_synergy.timeline import Ints, Timeline
from energy_synergy.units import SLOTS_PER_DAY

DaySet = Literal["three", "seven"]
# The column of each day from Monday on: Monday to Friday as one, Saturday, Sunday; or each day for itself.
COLUMNS_BY_SET: dict[DaySet, tuple[int, ...]] = {"three": (0, 0, 0, 0, 0, 1, 2), "seven": (0, 1, 2, 3, 4, 5, 6)}
MONTHS = 12
MONTHS_PER_SEASON = 3
SEASONS = 4


@dataclass(frozen=True, slots=True, eq=False)
class MeanDays:
    """Mean energy of each quarter of the day [kWh], (S, W, 96), NaN where no slot is known.

    Season 0 is December to February, 1 March to May, 2 June to August, 3 September to November. `slots` counts the
    slots behind each mean: a time that comes twice when the clock changes counts twice. `days` counts the local days
    of which something is known, (S, W).
    """

    day_set: DaySet
    production_kwh: Array
    consumption_kwh: Array
    slots: Ints
    days: Ints

    @property
    def net_kwh(self) -> Array:
        """Production less consumption [kWh], (S, W, 96)."""
        return self.production_kwh - self.consumption_kwh


def compute_mean_days(
    production_kwh: Array, consumption_kwh: Array, timeline: Timeline, *, day_set: DaySet = "three"
) -> MeanDays:
    """Return the mean days of a group's production and consumption [kWh], (T,), NaN where unknown.

    A slot counts where both are known: a mean of different days would not be a balance.
    Raises UnknownName for another set of days.
    """
    if day_set not in COLUMNS_BY_SET:
        raise UnknownName(
            marked("Unknown set of days {name}. Known sets: {known}."), name=day_set, known=", ".join(COLUMNS_BY_SET)
        )
    column_of = np.array(COLUMNS_BY_SET[day_set])
    shape = (SEASONS, int(column_of.max()) + 1)
    panels = timeline.month % MONTHS // MONTHS_PER_SEASON * shape[1] + column_of[timeline.weekday]
    is_known = ~(np.isnan(production_kwh) | np.isnan(consumption_kwh))
    cells, size = (panels * SLOTS_PER_DAY + timeline.quarter_of_day)[is_known], shape[0] * shape[1] * SLOTS_PER_DAY
    slots = np.bincount(cells, minlength=size)
    means = (_means(cells, energy[is_known], slots).reshape(*shape, -1) for energy in (production_kwh, consumption_kwh))
    production, consumption = means
    days = _days(panels[is_known], timeline.day_number[is_known], shape)
    return MeanDays(day_set, production, consumption, slots.reshape(*shape, -1), days)


def _means(cells: Ints, energy_kwh: Array, slots: Ints) -> Array:
    sums = np.bincount(cells, weights=energy_kwh, minlength=len(slots))
    means: Array = np.divide(sums, slots, out=np.full(len(slots), np.nan), where=slots > 0)
    return means


def _days(panels: Ints, day_numbers: Ints, shape: tuple[int, int]) -> Ints:
    found = np.unique(np.stack([panels, day_numbers]), axis=1)[0]
    days: Ints = np.bincount(found, minlength=shape[0] * shape[1]).reshape(shape)
    return days

"""When there is surplus or deficit: the group's net energy by day or month and hour of the day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from energy_synergy.metering.series import Energies
from energy_synergy.timeline import Ints, Timeline
from energy_synergy.units import SLOTS_PER_DAY, SLOTS_PER_HOUR
from energy_synergy.web.queries.group_window import GroupWindow
from energy_synergy.web.queries.seen import too_few_contributors

HOURS = 24
HOUR_LABELS = [f"{hour:02}:00" for hour in range(HOURS)]


@dataclass(frozen=True, slots=True, eq=False)
class Heatmap:
    """Net energy, production less consumption [kWh], (R, 24), NaN where nothing is known or the hour does not exist.

    A row is a date, a month (the mean over its days, for each hour) or the typical day. An hour that comes twice holds
    both. `incomplete` lists the (row, hour) in which some reading is missing.
    """

    rows: list[str]
    row_kind: Literal["date", "month", "typical"]
    net_kwh: Energies
    incomplete: list[list[int]]


def compute_heatmap(window: GroupWindow) -> Heatmap:
    """Return the heatmap of a period.

    Raises TooFewContributors where only months may be shown.
    """
    if window.is_coarse:
        raise too_few_contributors()
    timeline, kind = window.timeline, window.choice.period.kind
    if timeline is None:
        quarters = np.arange(SLOTS_PER_DAY, dtype=np.int64)
        return _filled(window, ["typical"], "typical", np.zeros_like(quarters), quarters, quarters * 0)
    days = _day_numbers(timeline)
    dates = [day.date for day in timeline.local_days]
    if kind != "year":
        labels = [day.isoformat() for day in dates]
        return _filled(window, labels, "date", days, timeline.quarter_of_day, days)
    months = sorted({(day.year, day.month) for day in dates})
    row_of_day = np.array([months.index((day.year, day.month)) for day in dates], dtype=np.int64)
    labels = [f"{year}-{month:02}" for year, month in months]
    return _filled(window, labels, "month", row_of_day[days], timeline.quarter_of_day, days)


def _day_numbers(timeline: Timeline) -> Ints:
    sizes = [day.slots for day in timeline.local_days]
    return np.repeat(np.arange(len(sizes)), sizes)


def _filled(
    window: GroupWindow,
    labels: list[str],
    row_kind: Literal["date", "month", "typical"],
    rows: Ints,
    quarters: Ints,
    days: Ints,
) -> Heatmap:
    """Sum the slots of each row and hour, and divide by the days of the row on which something is known then."""
    cells, known, size = rows * HOURS + quarters // SLOTS_PER_HOUR, ~window.is_unknown, len(labels) * HOURS
    net = window.balance.production_kwh - window.balance.consumption_kwh
    sums = np.bincount(cells[known], weights=net[known], minlength=size)
    # Each hour of a day counts once in its cell, however many slots it has; those of nothing known go past the end.
    cell_of_hour = np.full((int(days.max(initial=-1)) + 1) * HOURS, size, dtype=np.int64)
    cell_of_hour[(days * HOURS + quarters // SLOTS_PER_HOUR)[known]] = cells[known]
    counts = np.bincount(cell_of_hour, minlength=size + 1)[:size]
    net_kwh = np.divide(sums, counts, out=np.full(size, np.nan), where=counts > 0).reshape(-1, HOURS)
    incomplete = np.flatnonzero(np.bincount(cells, weights=window.result.is_provisional, minlength=size))
    places = np.stack([incomplete // HOURS, incomplete % HOURS], axis=1).tolist()
    return Heatmap(labels, row_kind, net_kwh, places)

"""One company of a window by itself: its readings as a group of one, and its mean day."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from energy_synergy.community.window import compute_window
from energy_synergy.metering.series import Energies, Quality
from energy_synergy.units import SLOTS_PER_DAY
from energy_synergy.web.queries.group_window import GroupWindow


def window_of_one(window: GroupWindow, place: int) -> GroupWindow:
    """Return the window of a group of which one company is the only member: nothing is shared in it."""
    readings, column = window.readings, slice(place, place + 1)
    alone = replace(
        readings,
        members=readings.members[column],
        production_kwh=readings.production_kwh[:, column],
        consumption_kwh=readings.consumption_kwh[:, column],
        production_quality=readings.production_quality[:, column],
        consumption_quality=readings.consumption_quality[:, column],
    )
    sides = (
        (alone.production_quality, window.has_production[place]),
        (alone.consumption_quality, window.has_consumption[place]),
    )
    counts = {
        quality: sum(int(np.count_nonzero(codes == quality)) for codes, has_source in sides if has_source)
        for quality in Quality
    }
    return replace(
        window,
        facts=replace(window.facts, companies=window.facts.companies[column]),
        readings=alone,
        result=compute_window(alone.production_kwh, alone.consumption_kwh),
        has_production=window.has_production[column],
        has_consumption=window.has_consumption[column],
        counts=counts,
    )


def mean_day(window: GroupWindow, energy_kwh: Energies) -> Energies:
    """Return the mean of each quarter of the day [kWh], (96,), what is missing left out; NaN where nothing is known."""
    if window.timeline is None:
        return energy_kwh
    is_known = ~np.isnan(energy_kwh)
    quarters = window.timeline.quarter_of_day[is_known]
    sums = np.bincount(quarters, weights=energy_kwh[is_known], minlength=SLOTS_PER_DAY)
    counts = np.bincount(quarters, minlength=SLOTS_PER_DAY)
    mean: Energies = np.divide(sums, counts, out=np.full(SLOTS_PER_DAY, np.nan), where=counts > 0)
    return mean

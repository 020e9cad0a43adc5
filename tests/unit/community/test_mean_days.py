"""Mean days by season and day of the week."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from energy_synergy.community.mean_days import DaySet, MeanDays, compute_mean_days
from energy_synergy.errors import UnknownName
from energy_synergy.timeline import Timeline

NAN = float("nan")
YEAR = Timeline.from_days(date(2025, 1, 1), date(2026, 1, 1), "Europe/Paris")
WEEK = Timeline.from_days(date(2025, 6, 9), date(2025, 6, 16), "Europe/Paris")


def of(timeline: Timeline, production: np.ndarray, day_set: DaySet = "three") -> MeanDays:
    """Return the mean days of a production against a consumption of 1 kWh in each slot."""
    return compute_mean_days(production, np.ones(timeline.slots), timeline, day_set=day_set)


def test_it_works() -> None:
    found = of(WEEK, np.repeat(np.arange(7.0), 96))
    assert found.days.tolist() == [[0, 0, 0], [0, 0, 0], [5, 1, 1], [0, 0, 0]]
    assert found.production_kwh[2, :, 0].tolist() == [2, 5, 6]
    assert found.net_kwh[2, :, 95].tolist() == [1, 4, 5]
    assert np.isnan(found.production_kwh[0]).all()


def test_each_day_of_the_week_stands_alone_if_asked() -> None:
    found = of(WEEK, np.repeat(np.arange(7.0), 96), "seven")
    assert found.production_kwh[2, :, 40].tolist() == list(range(7))
    assert found.days[2].tolist() == [1] * 7


def test_seasons_begin_with_december() -> None:
    found = of(YEAR, YEAR.month.astype(float))
    assert found.days.sum(axis=1).tolist() == [90, 92, 92, 91]
    assert found.production_kwh[0, 1, 0] == pytest.approx(np.mean([1] * 4 + [2] * 4 + [12] * 4), abs=0.6)
    assert set(np.unique(of(YEAR, (YEAR.month // 3 % 4).astype(float)).production_kwh[1])) == {1.0}


def test_days_of_92_and_100_quarters_keep_their_slots() -> None:
    found = of(YEAR, np.ones(YEAR.slots))
    assert found.slots.sum() == YEAR.slots == 35_040
    sundays = found.slots[1, 2]
    assert (sundays[8] + 1, sundays[12]) == (found.days[1, 2], found.days[1, 2])
    assert found.slots[3, 2, 8] == found.days[3, 2] + 1


def test_a_slot_counts_only_where_both_are_known() -> None:
    production = np.ones(WEEK.slots)
    production[: 96 * 5] = NAN
    found = of(WEEK, production)
    assert found.days[2].tolist() == [0, 1, 1]
    assert np.isnan(found.consumption_kwh[2, 0]).all()


def test_another_set_of_days_is_refused() -> None:
    with pytest.raises(UnknownName, match="three, seven"):
        of(WEEK, np.ones(WEEK.slots), "four")  # type: ignore[arg-type]

"""The carpet of a group."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from energy_synergy.community.carpet import compute_carpet
from energy_synergy.errors import InvalidValue
from energy_synergy.timeline import Timeline

NAN = float("nan")


def days(first: date, end: date) -> Timeline:
    """Return the slots of some days of Paris."""
    return Timeline.from_days(first, end, "Europe/Paris")


def test_it_works() -> None:
    timeline = days(date(2025, 6, 9), date(2025, 6, 11))
    carpet = compute_carpet(np.arange(192.0), timeline)
    assert carpet.dates == (date(2025, 6, 9), date(2025, 6, 10))
    np.testing.assert_array_equal(carpet.net_kwh, np.arange(192.0).reshape(2, 96))
    np.testing.assert_array_equal(carpet.net_kw, 4 * carpet.net_kwh)
    assert (carpet.slots == 1).all()


def test_hours_hold_the_energy_of_their_quarters() -> None:
    carpet = compute_carpet(np.ones(96), days(date(2025, 6, 9), date(2025, 6, 10)), step_minutes=60)
    assert carpet.net_kwh.tolist() == [[4.0] * 24]
    assert carpet.net_kw.tolist() == [[4.0] * 24]


def test_the_clock_skips_an_hour_in_spring() -> None:
    timeline = days(date(2025, 3, 30), date(2025, 3, 31))
    carpet = compute_carpet(np.ones(92), timeline)
    assert np.isnan(carpet.net_kwh[0, 8:12]).all()
    assert carpet.slots[0, 8:12].tolist() == [0] * 4
    assert (carpet.slots.sum(), np.nansum(carpet.net_kwh)) == (92, 92)


def test_an_hour_that_comes_twice_in_autumn_is_no_brighter() -> None:
    carpet = compute_carpet(np.ones(100), days(date(2025, 10, 26), date(2025, 10, 27)), step_minutes=60)
    assert carpet.net_kwh[0, 2] == 8
    assert carpet.net_kw[0].tolist() == [4.0] * 24
    assert carpet.slots.sum() == 100


def test_unknown_slots_are_left_out() -> None:
    net = np.ones(96)
    net[:6] = NAN
    carpet = compute_carpet(net, days(date(2025, 6, 9), date(2025, 6, 10)), step_minutes=60)
    assert np.isnan(carpet.net_kwh[0, 0])
    assert (carpet.net_kwh[0, 1], carpet.net_kw[0, 1], carpet.known_slots[0, 1]) == (2, 4, 2)


def test_no_day_gives_no_row() -> None:
    assert compute_carpet(np.zeros(0), days(date(2025, 6, 9), date(2025, 6, 9))).net_kwh.shape == (0, 96)


def test_another_step_is_refused() -> None:
    with pytest.raises(InvalidValue, match="15, 30, 60"):
        compute_carpet(np.zeros(96), days(date(2025, 6, 9), date(2025, 6, 10)), step_minutes=25)

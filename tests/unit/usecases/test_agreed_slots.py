"""Coefficients of an agreed key for each slot."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from energy_synergy.timeline import Timeline
from energy_synergy.usecases.agreed_slots import CoefficientsMissing, SlotCoefficients

JUNE = datetime(2025, 6, 1, tzinfo=UTC)


def timeline(starts_at: datetime = JUNE, slots: int = 8) -> Timeline:
    return Timeline(starts_at, slots, "Europe/Paris")


def coefficients(slots: int = 200, dimensions: int = 1) -> SlotCoefficients:
    values = np.random.default_rng(3).random((slots, *(2,) * dimensions))
    return SlotCoefficients((7, 3), timeline().first_index - 4, values)


@pytest.mark.parametrize("dimensions", [1, 2])
def test_it_comes_back_as_it_was_packed(dimensions: int) -> None:
    told = coefficients(dimensions=dimensions)

    found = SlotCoefficients.of_packed(told.companies, dimensions, told.packed_days())

    np.testing.assert_array_equal(found.over(timeline()), told.values[4:12])


def test_it_refuses_slots_that_it_does_not_reach() -> None:
    told = coefficients()
    packed = SlotCoefficients.of_packed(told.companies, 1, told.packed_days())

    for one in (told, packed):
        with pytest.raises(CoefficientsMissing, match="2025-06-03"):
            one.over(timeline(slots=197))
    with pytest.raises(CoefficientsMissing):
        told.over(timeline(datetime(2025, 5, 31, 22, tzinfo=UTC)))


def test_it_refuses_coefficients_that_differ_inside_an_hour() -> None:
    with pytest.raises(CoefficientsMissing, match="inside an hour"):
        coefficients().over(timeline(), 4)


def test_it_takes_one_coefficient_an_hour_where_the_group_shares_by_the_hour() -> None:
    hourly = SlotCoefficients((7,), timeline().first_index, np.repeat([[0.25], [0.75]], 4, axis=0))

    np.testing.assert_array_equal(hourly.over(timeline(), 4), [[0.25], [0.75]])


def test_it_takes_days_that_were_never_given_for_unknown() -> None:
    assert SlotCoefficients.of_packed((7, 3), 1, []).values.shape == (0, 2)
    days = dict(coefficients(300).packed_days())
    del days[sorted(days)[1]]
    found = SlotCoefficients.of_packed((7, 3), 1, days.items())

    assert np.isnan(found.values).any()

"""The simplified compensation of surplus."""

from __future__ import annotations

import pytest

from energy_synergy.errors import InvalidValue
from energy_synergy.schemes.compensation import compensate_month


def test_it_works() -> None:
    found = compensate_month([10.0], [0.2], [5.0], [0.1])
    assert (found.cost, found.credit, found.payable) == (2.0, 0.5, 1.5)


def test_a_missing_reading_is_not_taken_for_nothing() -> None:
    with pytest.raises(InvalidValue, match="missing"):
        compensate_month([10.0, float("nan")], [0.2, 0.2], [5.0, 1.0], [0.1, 0.1])


def test_intervals_must_be_the_same() -> None:
    with pytest.raises(InvalidValue, match="same intervals"):
        compensate_month([10.0, 2.0], [0.2, 0.2], [5.0], [0.1])


def test_a_negative_price_of_surplus_costs() -> None:
    assert compensate_month([10.0], [0.2], [5.0], [-0.1]).payable == 2.5

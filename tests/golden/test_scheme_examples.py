"""Worked examples of country rules, computed by an independent program; A14, B5 and B5c are the names of its cases."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from energy_synergy.schemes.catalogue import scheme
from energy_synergy.schemes.coefficient_files.largest_remainder import whole_parts
from energy_synergy.schemes.compensation import compensate_month
from energy_synergy.schemes.facts import GroupFacts, MemberFacts, SiteFacts
from energy_synergy.schemes.local_fees import local_fees

TODAY = date(2026, 7, 1)
KEYS_A14 = np.array([33.3, 45.6, 78.9, 12.2]) / 170
DISCOUNTS = [
    pytest.param("de_energy_sharing", {}, 0.0, 0.12, id="B5 0 %"),
    pytest.param("ch_leg", {"transformation": "yes"}, 0.20, 0.138, id="B5 20 %"),
    pytest.param("at_eeg_regional", {}, 0.28, 0.1452, id="B5 28 %"),
    pytest.param("ch_leg", {"transformation": "no"}, 0.40, 0.156, id="B5 40 %"),
    pytest.param("at_eeg_local", {}, 0.57, 0.1713, id="B5 57 %"),
    pytest.param("de_ggv", {}, 1.0, 0.21, id="B5 100 %"),
]


def test_a14_rounding_down_loses_energy() -> None:
    floored = np.floor(KEYS_A14 * 1000) / 10
    assert floored.tolist() == [19.5, 26.8, 46.4, 7.1]
    assert 100 - floored.sum() == pytest.approx(0.2)


def test_a14_largest_remainders_keep_the_total() -> None:
    assert whole_parts(KEYS_A14, 100_000).tolist() == [19588, 26824, 46412, 7176]
    assert whole_parts([1 / 3] * 3, 10).tolist() == [4, 3, 3]


@pytest.mark.parametrize(("name", "answers", "discount", "ceiling"), DISCOUNTS)
def test_b5_a_discount_lifts_the_ceiling(name: str, answers: dict[str, str], discount: float, ceiling: float) -> None:
    site = SiteFacts("Site", grid_level=7)
    group = GroupFacts((MemberFacts("A", (site,)), MemberFacts("B", (site,))), answers=answers)
    factor = local_fees(group, scheme(name, on=TODAY)).factor
    assert factor is not None
    assert factor == pytest.approx(1 - discount)
    energy, grid_fee = 0.12, 0.09
    assert energy + grid_fee * (1 - factor) == pytest.approx(ceiling)


def test_b5c_compensation_never_falls_below_zero() -> None:
    found = compensate_month([3, 2, 1], [0.15, 0.12, 0.10], [5, 10, 8], [0.05, 0.04, 0.03])
    assert (found.cost, found.credit, found.payable) == (pytest.approx(0.79), pytest.approx(0.89), 0)

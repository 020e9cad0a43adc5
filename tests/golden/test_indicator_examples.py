"""Worked example F: two companies over four quarter-hours, computed by an independent program."""

from __future__ import annotations

import numpy as np
import pytest

from energy_synergy.community.balance import totals
from energy_synergy.community.window import WindowResult, compute_window
from energy_synergy.registry import option

F_VALUES = {
    "own_use_kwh": 3,
    "shared_kwh": 5,
    "grid_import_kwh": 6,
    "grid_export_kwh": 3,
    "self_consumption": 0.727273,
    "self_sufficiency": 0.571429,
    "coverage": 0.785714,
    "sharing_rate_of_surplus": 0.625,
    "peak_import_kw": 16,
    "peak_export_kw": 8,
    "member_peaks_kw": 24,
}


@pytest.fixture
def example_f() -> WindowResult:
    """The window of example F."""
    return compute_window([[5, 0], [4, 0], [0, 0], [0, 2]], [[1, 3], [1, 1], [2, 2], [3, 1]])


@pytest.mark.parametrize(("name", "expected"), F_VALUES.items())
def test_f_indicators(name: str, expected: float, example_f: WindowResult) -> None:
    assert option("indicators", name).compute(example_f) == pytest.approx(expected, abs=5e-7)


def test_f_totals(example_f: WindowResult) -> None:
    found = totals(example_f)
    assert (found["production_kwh"], found["consumption_kwh"]) == (11, 14)


def test_f_netting_over_the_whole_period_would_claim_more(example_f: WindowResult) -> None:
    surplus, deficit = example_f.surplus_kwh.sum(), example_f.deficit_kwh.sum()
    assert min(surplus, deficit) == 8
    assert example_f.received_kwh.sum() == 5


def test_f_load_match_is_no_self_sufficiency() -> None:
    result = compute_window([[0], [4], [6]], [[2], [4], [3]])
    assert option("indicators", "load_match").compute(result) == pytest.approx(0.666667, abs=5e-7)
    assert option("indicators", "self_sufficiency").compute(result) == pytest.approx(0.777778, abs=5e-7)


@pytest.mark.parametrize(("ddof", "expected"), [(0, 0.684935), (1, 0.83887)])
def test_f_grid_interaction(ddof: int, expected: float) -> None:
    result = compute_window([[0], [1], [3]], [[2], [1], [0]])
    found = option("indicators", "grid_interaction", ddof=ddof).compute(result)
    assert found == pytest.approx(expected, abs=5e-6)


def test_f_a_rate_without_production_is_undefined() -> None:
    result = compute_window(np.zeros((1, 2)), [[1, 2]])
    assert option("indicators", "self_consumption").compute(result) is None

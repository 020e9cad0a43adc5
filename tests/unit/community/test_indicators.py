"""Indicators: what they say, and where they are undefined."""

from __future__ import annotations

import numpy as np
import pytest

from energy_synergy.community.indicators.base import Indicator
from energy_synergy.community.window import compute_window
from energy_synergy.registry import family, option

NAN = float("nan")
NAMES = list(family("indicators"))
WHERE_NOTHING_HAPPENS = {"own_use_kwh": 0, "shared_kwh": 0, "grid_import_kwh": 0, "grid_export_kwh": 0} | {
    "peak_import_kw": 0,
    "peak_export_kw": 0,
    "member_peaks_kw": 0,
}


def compute(name: str, production: object, consumption: object) -> float | None:
    """Return an indicator of a window."""
    value: float | None = option("indicators", name).compute(compute_window(production, consumption))  # type: ignore[arg-type]
    return value


@pytest.mark.parametrize("name", NAMES)
def test_rates_are_undefined_and_sums_zero_where_nothing_happens(name: str) -> None:
    assert compute(name, np.zeros((3, 2)), np.zeros((3, 2))) == WHERE_NOTHING_HAPPENS.get(name)


@pytest.mark.parametrize("name", NAMES)
def test_only_sums_are_defined_without_a_slot(name: str) -> None:
    value = compute(name, np.zeros((0, 2)), np.zeros((0, 2)))
    assert value == (0 if name.endswith("_kwh") else None)


@pytest.mark.parametrize("name", NAMES)
def test_every_indicator_says_what_it_is(name: str) -> None:
    indicator = family("indicators")[name]
    assert issubclass(indicator, Indicator)
    assert all((indicator.label, indicator.formula, indicator.source))
    assert indicator.unit in {"fraction", "kWh", "kW", ""}


@pytest.mark.parametrize("name", ["self_consumption", "sharing_rate_of_surplus"])
def test_a_rate_of_production_is_undefined_without_production(name: str) -> None:
    assert compute(name, [[0, 0]], [[1, 2]]) is None


@pytest.mark.parametrize("name", ["self_sufficiency", "sharing_rate_of_deficit", "coverage", "load_match"])
def test_a_rate_of_consumption_is_undefined_without_consumption(name: str) -> None:
    assert compute(name, [[1, 2]], [[0, 0]]) is None


def test_coverage_may_exceed_one() -> None:
    assert compute("coverage", [[6, 0]], [[0, 2]]) == 3


def test_rates_leave_members_without_a_reading_out() -> None:
    assert compute("self_sufficiency", [[NAN, 4]], [[3, 4]]) == 1
    assert compute("self_consumption", [[8, 4]], [[NAN, 4]]) == 1


def test_means_over_time_leave_slots_with_a_missing_reading_out() -> None:
    production, consumption = [[1, 0], [NAN, 0]], [[0, 2], [0, 2]]
    assert compute("load_match", production, consumption) == 0.5
    assert compute("grid_interaction", production, consumption) == 0


def test_the_peak_is_that_of_the_group_and_not_of_its_members() -> None:
    consumption = [[3, 0], [0, 3]]
    assert compute("peak_import_kw", np.zeros((2, 2)), consumption) == 12
    assert compute("member_peaks_kw", np.zeros((2, 2)), consumption) == 24


def test_grid_interaction_of_a_sample_needs_two_slots() -> None:
    key = option("indicators", "grid_interaction", ddof=1)
    assert key.compute(compute_window([[1.0]], [[0.0]])) is None


def test_a_consumption_next_to_nothing_has_no_coverage() -> None:
    result = compute_window(np.array([[1e3]]), np.array([[1e-308]]))
    assert option("indicators", "coverage").compute(result) is None

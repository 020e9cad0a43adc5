"""A daily curve sums to exactly 1 kWh."""

import math
from decimal import Decimal

import numpy as np
import pytest

from energy_synergy.errors import InvalidValue
from energy_synergy.profiles.curve import DECIMALS, CurveRefused, normalise


def test_it_works():
    curve = normalise([1.0] * 48 + [3.0] * 48)

    assert curve.shape == (96,)
    assert curve[95] / curve[0] == pytest.approx(3, rel=1e-6)
    assert math.fsum(curve) == 1.0


def test_it_sums_to_exactly_one_in_decimals_too():
    curve = normalise(np.arange(1, 97) ** 3)

    assert sum(Decimal(f"{value:.{DECIMALS}f}") for value in curve) == 1


def test_it_gives_the_units_left_over_to_the_largest_remainders():
    curve = normalise([1.0] * 96)

    units = np.rint(curve * 10**DECIMALS).astype(int)
    assert set(units.tolist()) == {10416666, 10416667}
    assert (units[:64] == 10416667).all(), "ties go to the earlier quarters"


def test_it_spreads_an_hour_evenly_over_its_quarters():
    curve = normalise([0.0] * 12 + [1.0] + [0.0] * 11)

    assert curve[48:52].tolist() == [0.25] * 4
    assert curve.sum() == 1.0


def test_it_keeps_nights_without_energy_at_zero():
    curve = normalise(np.clip(np.sin(np.linspace(-np.pi, np.pi, 96)), 0, None))

    assert (curve[:48] == 0).all()


@pytest.mark.parametrize("scale", [5e-324, 1e-300, 1e300])
def test_it_counts_only_proportions(scale):
    assert normalise([scale] * 96).tolist() == normalise([1.0] * 96).tolist()


def test_it_cannot_be_changed_by_accident():
    with pytest.raises(ValueError, match="read-only"):
        normalise([1.0] * 24)[0] = 5


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([1.0] * 23, "24 values (hours) or 96 (quarter-hours), not 23"),
        ([], "not 0"),
        ([[1.0] * 24] * 4, "not 96"),
        ([0.0] * 24, "zeros has no shape"),
        ([1.0] * 23 + [-0.5], "Value 24 of the daily curve is negative (-0.5)"),
        ([1.0, float("nan")] + [1.0] * 22, "Value 2 of the daily curve is not a finite number"),
        ([float("inf")] * 96, "Value 1 of the daily curve is not a finite number"),
        (["1"] * 24, "something else"),
        (["1_0"] * 24, "something else"),
        ([True] * 24, "something else"),
        ([object()] * 24, "something else"),
        (None, "something else"),
    ],
)
def test_it_refuses_what_is_no_curve(values, words):
    with pytest.raises(CurveRefused) as refusal:
        normalise(values)

    assert words in str(refusal.value) or values is None
    assert isinstance(refusal.value, InvalidValue)

"""A curve drawn by hand is a profile."""

import pytest

from energy_synergy.errors import InvalidValue, UnknownName
from energy_synergy.profiles.expand import Estimate
from energy_synergy.registry import option


def test_it_works():
    drawn = option("profiles", "drawn", values=[0] * 6 + [50] * 12 + [0] * 6)

    assert drawn.typical_day()[24] == pytest.approx(1 / 48, abs=1e-9)
    assert drawn.typical_day().sum() == pytest.approx(1)


def test_it_fits_both_directions():
    drawn = option("profiles", "drawn", values=[1] * 96)

    assert Estimate("m", "production", drawn, 365).typical_day().total_kwh == pytest.approx(1)
    assert Estimate("m", "consumption", drawn, 365).typical_day().total_kwh == pytest.approx(1)


@pytest.mark.parametrize("values", [[1] * 25, [0] * 24, [-1] + [1] * 23, ["a"] * 24, None, "1" * 24])
def test_it_refuses_a_curve_that_is_none(values):
    with pytest.raises(InvalidValue, match="daily curve"):
        option("profiles", "drawn", values=values)


def test_it_is_suggested_for_a_slip_of_the_pen():
    with pytest.raises(UnknownName, match="Did you mean drawn"):
        option("profiles", "drawnn")

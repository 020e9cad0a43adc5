"""Values far above all others are named."""

import numpy as np
import pytest

from energy_synergy.metering.checks.spike import Spike


@pytest.mark.parametrize("direction", ["production", "consumption"])
def test_a_usual_series_is_fine(make_series, solar_kwh, direction) -> None:
    assert Spike().check(make_series(solar_kwh, direction), timezone="Europe/Paris") == ()


def test_it_finds_a_wrong_unit(make_series, office_kwh) -> None:
    office_kwh[50] = 4000.0
    (finding,) = Spike().check(make_series(office_kwh), timezone="Europe/Paris")
    assert finding.count == 1
    assert finding.value == "4000.0"
    assert "4000 kWh at 2025-01-01 12:30" in finding.message


def test_it_finds_one_in_a_typical_day(make_series) -> None:
    curve = np.ones(96)
    curve[40] = 1000
    (finding,) = Spike().check(make_series(curve, starts_at=None), timezone="Europe/Paris")
    assert finding.message.endswith("at 10:00.")


def test_it_does_not_judge_a_handful(make_series) -> None:
    assert Spike().check(make_series(np.array([1.0, 1.0, 1000.0])), timezone="Europe/Paris") == ()

"""A consumption that stands at zero is named where zero is not usual."""

import numpy as np

from energy_synergy.metering.checks.standstill import Standstill

PARIS = "Europe/Paris"


def test_it_finds_a_day_of_zeros(make_series, office_kwh) -> None:
    office_kwh[96 * 10 : 96 * 12] = 0
    (finding,) = Standstill().check(make_series(office_kwh), timezone=PARIS)
    assert finding.message == (
        "M1 reads exactly zero from 2025-01-11 00:00 to 2025-01-13 00:00, and hardly ever otherwise."
    )


def test_where_zero_is_usual_it_is_left_alone(make_series, office_kwh) -> None:
    office_kwh[::20] = 0
    office_kwh[96 * 10 : 96 * 12] = 0
    assert Standstill().check(make_series(office_kwh), timezone=PARIS) == ()


def test_production_short_zeros_and_an_empty_meter_are_left_alone(make_series, office_kwh) -> None:
    assert Standstill().check(make_series(np.zeros(96 * 30)), timezone=PARIS) == ()
    office_kwh[96 * 10 : 96 * 10 + 80] = 0
    assert Standstill().check(make_series(office_kwh), timezone=PARIS) == ()
    office_kwh[96 * 10 : 96 * 12] = 0
    assert Standstill().check(make_series(office_kwh, "production"), timezone=PARIS) == ()

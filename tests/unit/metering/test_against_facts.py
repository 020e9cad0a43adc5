"""Readings against what else is known of a meter: its earlier level, its contract, its invoices."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from energy_synergy.metering.contracted_power import check_contracted_power
from energy_synergy.metering.earlier_level import check_earlier_level
from energy_synergy.metering.invoiced_total import Invoiced, Summed, check_invoiced_total
from energy_synergy.metering.series import Series

PARIS = "Europe/Paris"
JUNE, JULY = datetime(2025, 5, 31, 22, tzinfo=UTC), datetime(2025, 6, 30, 22, tzinfo=UTC)


@pytest.fixture
def week() -> Series:
    energy_kwh = np.random.default_rng(1).uniform(1, 3, 96 * 7)
    return Series("M1", "consumption", JUNE, timedelta(minutes=15), energy_kwh, np.ones(96 * 7, dtype=np.uint8))


def test_it_finds_what_is_above_the_contracted_power(week) -> None:
    (finding,) = check_contracted_power(week, 11.5, timezone=PARIS)
    assert finding.count == int((week.energy_kwh > 11.5 / 4 * 1.02).sum())
    assert "contracted power of 11.5 kW" in finding.message


def test_a_peak_within_two_percent_passes(week) -> None:
    assert check_contracted_power(week, float(week.energy_kwh.max()) * 4 / 1.02, timezone=PARIS) == ()


@pytest.mark.parametrize(("factor", "told"), [(1000, "about 1000 times"), (0.001, "about 1/1000 of"), (4, "4 times")])
def test_it_finds_a_unit_that_differs_from_earlier_files(week, factor, told) -> None:
    new = replace(week, energy_kwh=week.energy_kwh[::-1] * factor)
    (finding,) = check_earlier_level(new, week, timezone=PARIS, next_to=True)
    assert told in finding.message


def test_four_times_may_be_the_season(week) -> None:
    new = replace(week, energy_kwh=week.energy_kwh * 4)
    assert check_earlier_level(new, week, timezone=PARIS, next_to=False) == ()


def test_other_steps_are_compared_by_power(week) -> None:
    hourly = replace(week, step=timedelta(hours=1), energy_kwh=week.energy_kwh.reshape(-1, 4).sum(axis=1))
    assert check_earlier_level(hourly, week, timezone=PARIS, next_to=True) == ()


def test_it_finds_an_invoice_that_differs() -> None:
    invoiced = Invoiced("consumption", JUNE, JULY, 1000.0, reference="F-17")
    (finding,) = check_invoiced_total(invoiced, Summed(4000.0, 1.0), timezone=PARIS)
    assert (
        "From 2025-06-01 to 2025-06-30 the readings come to 4000 kWh, the invoice F-17 to 1000 kWh: +300.0 %"
        in finding.message
    )


@pytest.mark.parametrize("summed", [Summed(1015.0, 1.0), Summed(500.0, 0.5), Summed(985.0, 0.985)])
def test_small_differences_and_missing_readings_are_left_alone(summed) -> None:
    assert check_invoiced_total(Invoiced("consumption", JUNE, JULY, 1000.0), summed, timezone=PARIS) == ()

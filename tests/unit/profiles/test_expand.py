"""An annual total and a profile become readings that give the total back."""

from datetime import UTC, date, datetime, timedelta
from typing import ClassVar

import numpy as np
import pytest

from energy_synergy.errors import InvalidValue
from energy_synergy.metering.series import Quality
from energy_synergy.profiles.base import Curve, Profile, Provenance
from energy_synergy.profiles.expand import Estimate
from energy_synergy.registry import option
from energy_synergy.timeline import Timeline

PARIS = "Europe/Paris"


def year(number: int, timezone: str = PARIS) -> Timeline:
    return Timeline.from_days(date(number, 1, 1), date(number + 1, 1, 1), timezone)


def day(moment: date, timezone: str = PARIS) -> Timeline:
    return Timeline.from_days(moment, moment + timedelta(days=1), timezone)


def office(annual_kwh: float = 68_000) -> Estimate:
    return Estimate("bureau", "consumption", option("profiles", "office"), annual_kwh)


def test_it_works():
    series = office().over(year(2025))

    assert series.meter == "bureau"
    assert series.direction == "consumption"
    assert series.starts_at == datetime(2024, 12, 31, 23, tzinfo=UTC)
    assert series.energy_kwh.shape == (35_040,)
    assert series.total_kwh == pytest.approx(68_000, rel=1e-12)


def test_it_marks_every_value_as_estimated():
    assert set(office().over(day(date(2025, 5, 6))).quality.tolist()) == {Quality.ESTIMATED}
    assert set(office().typical_day().quality.tolist()) == {Quality.ESTIMATED}


def test_it_gives_a_day_its_part_of_the_days_of_its_own_year():
    assert office(366).over(day(date(2024, 5, 6))).total_kwh == pytest.approx(1)
    assert office(365).over(day(date(2025, 5, 6))).total_kwh == pytest.approx(1)


def test_it_uses_each_years_own_days_across_new_year():
    series = office(1000).over(Timeline.from_days(date(2024, 12, 31), date(2025, 1, 2), PARIS))

    assert series.energy_kwh[:96].sum() == pytest.approx(1000 / 366)
    assert series.energy_kwh[96:].sum() == pytest.approx(1000 / 365)


@pytest.mark.parametrize(("change_day", "slots"), [(date(2025, 3, 30), 92), (date(2025, 10, 26), 100)])
def test_it_keeps_the_energy_of_a_day_whose_clock_changes(change_day, slots):
    series = office(36_500).over(day(change_day))

    assert len(series.energy_kwh) == slots
    assert series.total_kwh == pytest.approx(100)


def test_it_follows_the_clock_on_the_wall():
    curve = office().profile.typical_day()
    summer = office(365).over(day(date(2025, 7, 1))).energy_kwh
    autumn = office(365).over(day(date(2025, 10, 26))).energy_kwh

    assert summer == pytest.approx(curve)
    assert autumn[8:12] == pytest.approx(autumn[12:16]), "the hour from two to three comes twice"
    assert np.argmax(autumn) == np.argmax(curve) + 4


def test_it_gives_a_part_of_a_day_the_same_values_as_the_whole_day():
    whole = office().over(day(date(2025, 10, 26)))
    noon = Timeline(datetime(2025, 10, 26, 11, tzinfo=UTC), 8, PARIS)

    assert office().over(noon).energy_kwh.tolist() == whole.energy_kwh[52:60].tolist()


def test_it_gives_nothing_for_no_time():
    assert office().over(Timeline(datetime(2025, 1, 1, tzinfo=UTC), 0, PARIS)).energy_kwh.shape == (0,)


def test_it_counts_the_days_that_a_year_really_had():
    series = office(364).over(year(2011, "Pacific/Apia"))

    assert len(series.energy_kwh) == 364 * 96, "Samoa had no 30 December 2011"
    assert series.total_kwh == pytest.approx(364)


def test_it_spreads_a_day_evenly_when_the_clock_skips_all_of_its_curve():
    at_two = option("profiles", "drawn", values=[0, 0, 1] + [0] * 21)

    energy = Estimate("night", "consumption", at_two, 365).over(day(date(2025, 3, 30))).energy_kwh

    assert energy.tolist() == pytest.approx([1 / 92] * 92)


def test_it_gives_each_month_of_the_sun_its_weight():
    plant = Estimate("roof", "production", option("profiles", "photovoltaic"), 100_000)
    energy, month = plant.over(year(2025)).energy_kwh, year(2025).month

    assert energy.sum() == pytest.approx(100_000, rel=1e-12)
    assert 3 < energy[month == 6].sum() / energy[month == 12].sum() < 5


def test_it_leaves_a_closed_sunday_empty():
    series = Estimate("shop", "consumption", ClosedOnSundays(), 52_000).over(year(2025))

    assert series.total_kwh == pytest.approx(52_000)
    assert series.energy_kwh[year(2025).weekday == 6].sum() == 0


def test_it_makes_a_typical_day():
    series = office(365_000).typical_day()

    assert series.starts_at is None
    assert series.total_kwh == pytest.approx(1000)
    assert office(366).typical_day(days_in_year=366).total_kwh == pytest.approx(1)


@pytest.mark.parametrize("annual_kwh", [-1.0, float("nan"), float("inf"), float("-inf")])
def test_it_refuses_a_total_that_cannot_be(annual_kwh):
    with pytest.raises(InvalidValue, match="annual total of bureau"):
        office(annual_kwh)


def test_it_refuses_a_profile_of_the_other_direction():
    with pytest.raises(InvalidValue, match="photovoltaic is a curve of production"):
        Estimate("bureau", "consumption", option("profiles", "photovoltaic"), 1)


def test_it_refuses_a_year_without_days():
    with pytest.raises(InvalidValue, match="0 days"):
        office().typical_day(days_in_year=0)


class ClosedOnSundays(Profile):
    """A shop that uses nothing on Sundays."""

    name: ClassVar[str] = "closed_on_sundays"
    direction: ClassVar = "consumption"
    provenance: ClassVar[Provenance] = Provenance("a test", is_ours=True)
    label: ClassVar = {"en": "Closed on Sundays", "fr": "Fermé le dimanche"}

    def typical_day(self) -> Curve:
        return np.full(96, 1 / 96)

    def day_weight(self, day: date) -> float:
        return 0.0 if day.weekday() == 6 else 7 / 6

"""German standard load profiles come from an optional library."""

import sys
from datetime import date
from importlib.util import find_spec

import pytest

from energy_synergy.errors import InvalidValue, MissingExtra
from energy_synergy.profiles.expand import Estimate
from energy_synergy.registry import option, option_class
from energy_synergy.timeline import Timeline

with_library = pytest.mark.skipif(find_spec("oemof") is None, reason="needs the extra profiles-de (oemof-demand)")


def test_it_says_which_extra_brings_the_library(monkeypatch):
    monkeypatch.setitem(sys.modules, "oemof.demand", None)

    with pytest.raises(MissingExtra, match=r'pip install "energy-synergy\[profiles-de\]"'):
        option("profiles", "standard_load", kind="g1")


def test_it_is_listed_without_its_library():
    assert option_class("profiles", "standard_load").summary().startswith("German standard load profile")


def test_it_refuses_an_unknown_kind():
    with pytest.raises(InvalidValue, match="kind"):
        option("profiles", "standard_load", kind="g99")


@with_library
@pytest.mark.parametrize("kind", ["h0", "h0_dyn", "g0", "g3", "g6", "l0", "h25", "g25", "l25", "p25", "s25"])
@pytest.mark.parametrize("year", [2024, 2025])
def test_it_gives_the_annual_total_back(kind, year):
    timeline = Timeline.from_days(date(year, 1, 1), date(year + 1, 1, 1), "Europe/Berlin")

    series = Estimate("m", "consumption", option("profiles", "standard_load", kind=kind), 100_000).over(timeline)

    assert series.total_kwh == pytest.approx(100_000, rel=1e-12)
    assert series.energy_kwh.min() >= 0


@with_library
def test_it_knows_the_week():
    trade = option("profiles", "standard_load", kind="g1")

    assert trade.day_weight(date(2025, 6, 15)) < 0.5 < trade.day_weight(date(2025, 6, 16))


@with_library
def test_it_counts_a_public_holiday_as_a_sunday():
    plain = option("profiles", "standard_load", kind="g1")
    trade = option("profiles", "standard_load", kind="g1", holidays=["2025-12-25"])

    assert trade.day_weight(date(2025, 12, 25)) == pytest.approx(trade.day_weight(date(2025, 12, 28)))
    assert plain.day_weight(date(2025, 12, 25)) > 2 * trade.day_weight(date(2025, 12, 25))


@with_library
def test_it_has_a_typical_day():
    assert option("profiles", "standard_load").typical_day().sum() == pytest.approx(1)

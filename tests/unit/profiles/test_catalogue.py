"""Every profile of the catalogue is complete, says where it comes from and sums to exactly 1 kWh."""

import json
import math
import pickle
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

import energy_synergy.profiles
from energy_synergy.registry import option, option_class, options

CATALOGUE = Path(energy_synergy.profiles.__file__).parent / "catalogue"
NAMES = sorted(path.stem for path in CATALOGUE.glob("*.json"))
PROMISED = {
    "office", "factory_one_shift", "factory_two_shifts", "factory_three_shifts", "shop", "food_shop", "restaurant",
    "hotel", "school", "bakery", "farm", "cold_storage", "data_centre", "street_lighting", "flat", "photovoltaic",
    "wind", "hydro",
}  # fmt: skip
LICENCES = {"Apache-2.0", "CC BY 4.0"}


def test_it_holds_every_promised_profile():
    assert set(NAMES) >= PROMISED
    assert set(options("profiles")) == {*NAMES, "calendar", "csv", "drawn", "standard_load"}


@pytest.mark.parametrize("name", NAMES)
def test_it_says_what_a_profile_is_in_both_languages(name):
    profile = option_class("profiles", name)

    assert all(profile.label[language] and profile.description[language] for language in ("en", "fr"))
    assert profile.summary() == profile.description["en"]
    assert profile.direction in ("production", "consumption")
    assert profile.sectors or name == "flat"


@pytest.mark.parametrize("name", NAMES)
def test_it_says_where_a_profile_comes_from(name):
    provenance = option_class("profiles", name).provenance

    assert provenance.licence in LICENCES
    if provenance.is_ours:
        assert "for Energy Synergy" in provenance.source
        assert "not measured" in provenance.source
    else:
        assert "doi:10." in provenance.source


@pytest.mark.parametrize("name", NAMES)
def test_it_keeps_decimals_that_sum_to_exactly_one(name):
    entry = json.loads((CATALOGUE / f"{name}.json").read_text(encoding="utf-8"), parse_float=Decimal)

    assert len(entry["curves"]) in (1, 12)
    assert len(entry["weights"]) in (1, 12)
    for curve in entry["curves"]:
        assert len(curve) == 96
        assert min(curve) >= 0
        assert sum(curve) == 1


@pytest.mark.parametrize("name", NAMES)
def test_it_gives_every_day_one_kwh(name):
    profile = option("profiles", name)

    assert math.fsum(profile.typical_day()) == 1.0
    assert all(math.fsum(profile.day_curve(date(2025, month, 1))) == 1.0 for month in range(1, 13))


@pytest.mark.parametrize("name", NAMES)
def test_it_weighs_the_days_of_a_year_to_one_on_average(name):
    profile = option("profiles", name)
    weights = [profile.day_weight(date.fromordinal(date(2025, 1, 1).toordinal() + day)) for day in range(365)]

    assert np.mean(weights) == pytest.approx(1, abs=1e-4)
    assert min(weights) > 0


def test_it_gives_a_consumption_profile_the_same_day_all_year():
    office = option("profiles", "office")

    assert office.day_weight(date(2025, 1, 1)) == office.day_weight(date(2025, 7, 1)) == 1.0
    assert office.day_curve(date(2025, 1, 1)).tolist() == office.typical_day().tolist()


def test_it_knows_that_the_sun_shines_longer_in_june():
    photovoltaic = option("profiles", "photovoltaic")
    june, december = date(2025, 6, 15), date(2025, 12, 15)

    assert np.count_nonzero(photovoltaic.day_curve(june)) > 1.5 * np.count_nonzero(photovoltaic.day_curve(december))
    assert 3 < photovoltaic.day_weight(june) / photovoltaic.day_weight(december) < 5
    assert photovoltaic.day_curve(june)[:16].sum() == photovoltaic.day_curve(june)[92:].sum() == 0


def test_it_lights_streets_at_night():
    lighting = option("profiles", "street_lighting")

    assert lighting.day_curve(date(2025, 12, 15))[40:64].sum() == 0
    assert lighting.day_weight(date(2025, 12, 15)) > 2 * lighting.day_weight(date(2025, 6, 15))


@pytest.mark.parametrize(
    ("name", "busy_hour", "quiet_hour"),
    [
        ("office", 11, 3), ("factory_one_shift", 10, 20), ("factory_two_shifts", 20, 2), ("shop", 11, 3),
        ("food_shop", 11, 3), ("restaurant", 12, 4), ("hotel", 21, 4), ("school", 10, 3), ("bakery", 4, 20),
        ("farm", 9, 2), ("cold_storage", 15, 3), ("data_centre", 14, 4),
    ],
)  # fmt: skip
def test_it_draws_the_hours_that_a_sector_works(name, busy_hour, quiet_hour):
    hours = option("profiles", name).typical_day().reshape(24, 4).sum(axis=1)

    assert hours[busy_hour] > hours[quiet_hour]


def test_it_can_be_sent_to_another_process():
    profile = option("profiles", "photovoltaic")

    assert pickle.loads(pickle.dumps(profile)) == profile

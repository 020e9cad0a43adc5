"""The demo group is the same for everybody, and could be a real business park."""

import hashlib
from datetime import date

import numpy as np
import pytest

from energy_synergy.errors import InvalidValue, UnknownName
from energy_synergy.metering.series import Quality
from energy_synergy.timeline import Timeline
from energy_synergy.usecases.demo_group import compute_demo_group

NAMES = [
    "Laiterie Valmont",
    "Fonderie Arvel",
    "Nordal Logistique",
    "Marché Panier Vert",
    "Hôtel Belvédère",
    "Bureaux Hélios",
    "Menuiserie Vautrin",
    "Hydro du Moulin",
]
TIMELINE = Timeline.from_days(date(2025, 1, 1), date(2026, 1, 1), "Europe/Paris")


@pytest.fixture(scope="module")
def group():
    return compute_demo_group()


def energy(group, direction, name=None):
    """Return the energy of a company, or of all, with missing readings as zero, (T,)."""
    members = [member for member in group.members if name in (None, member.name)]
    series = [one for member in members for one in member.series if one.direction == direction]
    return np.nansum([one.energy_kwh for one in series], axis=0)


def fingerprint(group):
    series = [one for member in group.members for one in member.series]
    return hashlib.sha256(b"".join(one.energy_kwh.tobytes() for one in series)).hexdigest()


def test_it_works(group):
    assert group.name == "Tilleuls Business Park"
    assert group.timezone == "Europe/Paris"
    assert [member.name for member in group.members] == NAMES
    assert all(member.sector and member.has_direction("consumption") for member in group.members)
    assert [member.name for member in group.members if not member.has_direction("production")] == [
        "Fonderie Arvel",
        "Hôtel Belvédère",
    ]


def test_it_covers_the_calendar_year(group):
    for series in (one for member in group.members for one in member.series):
        assert series.starts_at == TIMELINE.starts_at
        assert series.energy_kwh.shape == series.quality.shape == (35_040,)


def test_it_gives_everybody_the_same_readings(group):
    assert fingerprint(compute_demo_group()) == fingerprint(group)
    assert fingerprint(compute_demo_group(seed=2)) != fingerprint(group)


def test_it_holds_three_small_gaps_and_nothing_else_is_missing(group):
    missing = {}
    for series in (one for member in group.members for one in member.series):
        assert (np.isnan(series.energy_kwh) == (series.quality == Quality.MISSING)).all()
        assert set(series.quality.tolist()) <= {Quality.MISSING, Quality.MEASURED}
        missing |= {series.meter: int(np.isnan(series.energy_kwh).sum())}
    assert {meter: count for meter, count in missing.items() if count} == {
        "Menuiserie Vautrin (consumption)": 13,
        "Hôtel Belvédère (consumption)": 6,
        "Hydro du Moulin (production)": 24,
    }


def test_it_holds_whole_watt_hours_from_zero_up(group):
    for series in (one for member in group.members for one in member.series):
        values = series.energy_kwh[~np.isnan(series.energy_kwh)]
        assert values.min() >= 0
        assert (np.round(values, 3) == values).all()


def test_it_consumes_and_produces_as_such_a_park_would(group):
    consumption_mwh = energy(group, "consumption").sum() / 1000
    production_mwh = energy(group, "production").sum() / 1000

    assert 4500 < consumption_mwh < 5500
    assert 0.55 < production_mwh / consumption_mwh < 0.75


@pytest.mark.parametrize("name", NAMES)
def test_it_gives_no_company_an_absurd_peak(group, name):
    load = energy(group, "consumption", name)

    assert 0.2 < load.mean() / load.max() < 1
    assert load.max() * 4 < 350


@pytest.mark.parametrize(
    ("name", "kwp"),
    [
        ("Nordal Logistique", 940),
        ("Laiterie Valmont", 250),
        ("Marché Panier Vert", 185),
        ("Bureaux Hélios", 62),
        ("Menuiserie Vautrin", 120),
    ],
)
def test_it_gives_a_plant_the_yield_of_its_place(group, name, kwp):
    production = energy(group, "production", name)

    assert 1050 < production.sum() / kwp < 1300
    assert 0.7 < production.max() * 4 / kwp <= 0.9


def test_it_keeps_solar_plants_dark_at_night_whatever_the_clock_says(group):
    is_night = np.isin(TIMELINE.unix // 3600 % 24, [21, 22, 23, 0, 1, 2])

    for name in ("Nordal Logistique", "Laiterie Valmont", "Marché Panier Vert", "Bureaux Hélios", "Menuiserie Vautrin"):
        assert energy(group, "production", name)[is_night].sum() == 0


def test_it_turns_the_sun_by_utc_and_not_by_the_clock(group):
    sun = energy(group, "production", "Nordal Logistique")
    hours = TIMELINE.local_unix % 86_400 / 3600 + 0.125
    centre = {month: np.average(hours, weights=sun * (TIMELINE.month == month)) for month in (2, 6)}

    assert 12.2 < centre[2] < 13.5
    assert 13.2 < centre[6] < 14.5


def test_it_has_a_surplus_on_summer_middays_and_a_deficit_on_winter_nights(group):
    net = energy(group, "production") - energy(group, "consumption")
    is_midday, is_night = np.isin(TIMELINE.quarter_of_day, range(46, 56)), TIMELINE.quarter_of_day < 20

    assert np.median(net[is_midday & np.isin(TIMELINE.month, [6, 7])]) > 0
    assert net[is_night & np.isin(TIMELINE.month, [12, 1])].max() < 0


def test_it_works_through_a_june_week_like_the_one_that_is_shown(group):
    june = TIMELINE.month == 6

    assert 85 < energy(group, "consumption")[june].sum() / 1000 * 7 / 30 < 105
    assert 70 < energy(group, "production")[june].sum() / 1000 * 7 / 30 < 100


def test_it_runs_the_foundry_on_weekday_nights(group):
    load = energy(group, "consumption", "Fonderie Arvel")
    is_night, is_weekday = TIMELINE.quarter_of_day < 16, TIMELINE.weekday < 5

    assert load[is_night & is_weekday].mean() > 4 * load[is_night & ~is_weekday].mean()


def test_it_runs_low_on_water_in_late_summer(group):
    flow = energy(group, "production", "Hydro du Moulin")

    assert flow[TIMELINE.month == 4].mean() > 1.5 * flow[TIMELINE.month == 8].mean()


@pytest.mark.parametrize(("year", "timezone"), [(2024, "Europe/Paris"), (2025, "America/New_York"), (2023, "UTC")])
def test_it_shines_by_day_in_other_years_and_zones(year, timezone):
    timeline = Timeline.from_days(date(year, 1, 1), date(year + 1, 1, 1), timezone)
    group = compute_demo_group(year=year, timezone=timezone)
    sun = energy(group, "production", "Nordal Logistique")

    assert len(sun) == timeline.slots
    assert sun[np.isin(timeline.quarter_of_day, range(8))].sum() == 0


def test_it_refuses_what_it_cannot_simulate():
    with pytest.raises(InvalidValue, match="seed"):
        compute_demo_group(seed=-1)
    with pytest.raises(UnknownName, match="Mars"):
        compute_demo_group(timezone="Mars/Olympus")

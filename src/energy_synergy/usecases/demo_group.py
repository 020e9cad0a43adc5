"""The demo group: eight companies of one business park over a calendar year, simulated from profiles and weather."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np

from energy_synergy.community.group import Group, Member
from energy_synergy.errors import InvalidValue, marked
from energy_synergy.metering.series import Direction, Quality, Series
from energy_synergy.profiles.base import Profile
from energy_synergy.profiles.curve import Curve, normalise
from energy_synergy.registry import option
from energy_synergy.timeline import Timeline, zone
from energy_synergy.units import SLOT
from energy_synergy.usecases.demo_companies import (
    COMPANIES,
    GAPS,
    HOLIDAYS,
    SUMMER_CLOSING,
    WINTER_CLOSING,
    Company,
    Load,
    Plant,
    Turbine,
)
from energy_synergy.usecases.demo_market import demo_tariffs
from energy_synergy.usecases.demo_weather import Array, Weather, autoregressive, compute_pv_kw_per_kwp, compute_weather


def compute_demo_group(*, seed: int = 1, year: int = 2025, timezone: str = "Europe/Paris") -> Group:
    """Return the demo group over one local calendar year; equal arguments give equal readings.

    Every value is simulated; a few readings are missing, as in life.
    Raises UnknownName for an unknown time zone, InvalidValue for a negative seed.
    """
    if seed < 0:
        raise InvalidValue(marked("A seed is a whole number from zero up, not {seed}."), seed=seed)
    timeline = Timeline.from_days(date(year, 1, 1), date(year + 1, 1, 1), timezone)
    weather = compute_weather(timeline, seed=seed)
    members = []
    for number, company in enumerate(COMPANIES):
        generator = np.random.Generator(np.random.PCG64([seed, 100 + number]))
        curves: dict[Direction, Array] = {"consumption": _consumption_kwh(company.load, timeline, weather, generator)}
        if company.plant is not None:
            curves["production"] = _production_kwh(company.plant, timeline, weather, generator)
        series = tuple(_series(company, direction, energy, timeline) for direction, energy in curves.items())
        members.append(Member(company.name, series=series, sector=company.sector, tariffs=demo_tariffs(company.name)))
    return Group(marked("Tilleuls Business Park"), timezone, tuple(members))


def _consumption_kwh(load: Load, timeline: Timeline, weather: Weather, generator: np.random.Generator) -> Array:
    above_base = _curve(load) - _curve(load).min()
    above_base /= max(float(above_base.mean()), 1e-12)
    level = load.base + (1 - load.base) * above_base[timeline.quarter_of_day] * _activity(load, timeline)
    level *= 1 + load.heating * np.clip(15 - weather.temperature_c, 0, None) / 10
    level *= 1 + load.cooling * np.clip(weather.temperature_c - 20, 0, None) / 10
    level *= np.clip(1 + load.noise * autoregressive(generator, timeline.slots, 0.7), 0.5, 1.5)
    scaled: Array = level * (load.annual_mwh * 1000 / level.sum())
    return scaled


def _curve(load: Load) -> Curve:
    if isinstance(load.curve, tuple):
        return normalise(load.curve)
    profile: Profile = option("profiles", load.curve)
    return profile.typical_day()


def _activity(load: Load, timeline: Timeline) -> Array:
    """Return how much of its working day a company works in each slot, 1 for a working day, (T,)."""
    by_weekday = np.array([1.0, 1.0, 1.0, 1.0, 1.0, load.saturday, load.sunday])
    year = timeline.start_of(0).year
    rest = [date(year, month, day) for month, day in HOLIDAYS]
    if load.is_closing:
        rest += [*_days(year, *SUMMER_CLOSING), *_days(year, *WINTER_CLOSING)]
    numbers = [(day - date(1970, 1, 1)).days for day in rest]
    return np.where(np.isin(timeline.day_number, numbers), load.sunday, by_weekday[timeline.weekday])


def _days(year: int, first: tuple[int, int], last: tuple[int, int]) -> list[date]:
    start, end = date(year, *first), date(year, *last)
    return [start + timedelta(days=number) for number in range((end - start).days + 1)]


def _production_kwh(
    plant: Plant | Turbine, timeline: Timeline, weather: Weather, generator: np.random.Generator
) -> Array:
    hours = SLOT / timedelta(hours=1)
    if isinstance(plant, Turbine):
        return _turbine_kw(plant, timeline, weather, generator) * hours
    power = compute_pv_kw_per_kwp(weather, tilt_degrees=plant.tilt_degrees, azimuth_degrees=plant.azimuth_degrees)
    return power * plant.peak_kwp * hours


def _turbine_kw(turbine: Turbine, timeline: Timeline, weather: Weather, generator: np.random.Generator) -> Array:
    profile: Profile = option("profiles", "hydro")
    year = timeline.start_of(0).year
    middles = [(date(year, month, 15) - date(1970, 1, 1)).days for month in range(1, 13)]
    weights = [profile.day_weight(date(year, month, 15)) for month in range(1, 13)]
    season = np.interp(timeline.local_unix / 86_400, middles, weights)
    power = np.minimum(turbine.mean_kw * season * weather.flow, turbine.largest_kw)
    return power * np.clip(1 + 0.006 * autoregressive(generator, timeline.slots, 0.9), 0.95, 1.05)


def _series(company: Company, direction: Direction, energy: Array, timeline: Timeline) -> Series:
    energy_kwh = np.round(energy, 3)
    quality = np.full(timeline.slots, Quality.MEASURED, dtype=np.uint8)
    year = timeline.start_of(0).year
    for gap in GAPS:
        if (gap.company, gap.direction) == (company.name, direction):
            starts_at = datetime(year, gap.month, gap.day, gap.hour, tzinfo=zone(timeline.timezone))
            first = timeline.slot_of(starts_at)
            energy_kwh[first : first + gap.count] = np.nan
            quality[first : first + gap.count] = Quality.MISSING
    return Series(f"{company.name} ({direction})", direction, timeline.starts_at, SLOT, energy_kwh, quality)

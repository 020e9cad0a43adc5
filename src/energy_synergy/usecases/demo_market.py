"""The market of the demo group: what its companies pay and earn, where they are, and a year of day-ahead prices.

Every figure is invented: of the size that companies in France meet, and no offer of anybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from energy_synergy.tariffs.bands import Band
from energy_synergy.tariffs.base import TariffPart
from energy_synergy.tariffs.flat import Flat
from energy_synergy.tariffs.spot import SpotPrices
from energy_synergy.tariffs.spot_indexed import SpotIndexed
from energy_synergy.tariffs.tariff import Tariff
from energy_synergy.tariffs.time_of_use import TimeOfUse
from energy_synergy.timeline import Timeline
from energy_synergy.usecases.demo_weather import Array, Weather, autoregressive, compute_weather

AREA, CURRENCY, SCHEME = "FR", "EUR", "fr_acc_extended"
WINTER = (11, 12, 1, 2, 3)
SUMMER = (4, 5, 6, 7, 8, 9, 10)
LEVIES = Flat(price_per_kwh=0.0205)
VAT_PERCENT = 20.0


def _seasons(winter_day: float, winter_night: float, summer_day: float, summer_night: float) -> TimeOfUse:
    """Return a price by day and night of winter and summer [EUR/kWh]; Sundays and holidays count as night."""
    week, sunday = (0, 1, 2, 3, 4, 5), (6,)
    bands = []
    for season, months, day, night in (
        ("winter", WINTER, winter_day, winter_night),
        ("summer", SUMMER, summer_day, summer_night),
    ):
        bands += [
            Band(name=f"{season}, day", price_per_kwh=day, times=("06:00-22:00",), weekdays=week, months=months),
            Band(name=f"{season}, night", price_per_kwh=night, times=("00:00-06:00", "22:00-24:00"), months=months),
            Band(name=f"{season}, Sunday", price_per_kwh=night, times=("06:00-22:00",), weekdays=sunday, months=months),
        ]
    return TimeOfUse(bands=tuple(bands), holidays_of="FR")


MEDIUM_VOLTAGE_FEE = _seasons(0.0412, 0.0236, 0.0157, 0.0102)
LOW_VOLTAGE_FEE = _seasons(0.0691, 0.0421, 0.0213, 0.0152)


@dataclass(frozen=True, slots=True)
class Terms:
    """What one company pays for energy and its connection, and earns for what it feeds in."""

    energy: TariffPart
    feed_in: TariffPart | None
    is_medium_voltage: bool
    base_fee_per_month: float
    peak_price_per_kw_month: float
    offer: str


TERMS: Mapping[str, Terms] = {
    "Laiterie Valmont": Terms(_seasons(0.142, 0.104, 0.109, 0.086), Flat(price_per_kwh=0.062), True, 180, 1.9, "B4"),
    "Fonderie Arvel": Terms(_seasons(0.138, 0.098, 0.106, 0.082), None, True, 180, 1.9, "B4"),
    "Nordal Logistique": Terms(
        SpotIndexed(factor=1.04, spread_per_kwh=0.016, cap_per_kwh=0.26),
        SpotIndexed(spread_per_kwh=-0.006),
        True,
        180,
        1.9,
        "B",
    ),
    "Marché Panier Vert": Terms(Flat(price_per_kwh=0.1285), Flat(price_per_kwh=0.0731), True, 165, 1.8, "C"),
    "Hôtel Belvédère": Terms(Flat(price_per_kwh=0.1362), None, False, 64, 1.1, "C"),
    "Bureaux Hélios": Terms(Flat(price_per_kwh=0.1318), Flat(price_per_kwh=0.0731), False, 64, 1.1, "C"),
    "Menuiserie Vautrin": Terms(_seasons(0.149, 0.112, 0.118, 0.094), Flat(price_per_kwh=0.0684), False, 64, 1.1, "D"),
    "Hydro du Moulin": Terms(Flat(price_per_kwh=0.1341), SpotIndexed(floor_per_kwh=0.0), True, 120, 1.6, "C"),
}


def demo_tariffs(company: str) -> tuple[Tariff, ...]:
    """Return the tariffs of a company of the demo group."""
    terms = TERMS[company]
    return (
        Tariff(
            title=f"{terms.offer} (simulation)",
            currency=CURRENCY,
            energy=terms.energy,
            grid_fee=MEDIUM_VOLTAGE_FEE if terms.is_medium_voltage else LOW_VOLTAGE_FEE,
            levies=LEVIES,
            feed_in=terms.feed_in,
            base_fee_per_month=terms.base_fee_per_month,
            peak_price_per_kw_month=terms.peak_price_per_kw_month,
            vat_percent=VAT_PERCENT,
        ),
    )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a company of the demo group is [degrees], what is installed there [kW], and how large it is."""

    latitude: float
    longitude: float
    installed_kw: float
    size_class: str


MUNICIPALITY, OPERATOR = "Tilleuls", "Régie du Val"
PLACES: Mapping[str, Place] = {
    "Laiterie Valmont": Place(45.7312, 4.9631, 250, "medium"),
    "Fonderie Arvel": Place(45.7335, 4.9688, 0, "medium"),
    "Nordal Logistique": Place(45.7291, 4.9702, 940, "medium"),
    "Marché Panier Vert": Place(45.7348, 4.9605, 185, "small"),
    "Hôtel Belvédère": Place(45.7357, 4.9641, 0, "small"),
    "Bureaux Hélios": Place(45.7326, 4.9659, 62, "small"),
    "Menuiserie Vautrin": Place(45.7304, 4.9669, 120, "micro"),
    "Hydro du Moulin": Place(45.7279, 4.9588, 205, "micro"),
}
ANSWERS = {"area": "urban"}

# Mean day-ahead price by local hour of a working day in summer and winter [EUR/MWh].
SUMMER_DAY = (58, 52, 48, 45, 46, 52, 62, 68, 58, 40, 24, 12, 6, 2, 0, 6, 22, 42, 64, 80, 86, 82, 74, 64)
WINTER_DAY = (70, 64, 60, 58, 62, 74, 94, 108, 106, 98, 90, 84, 79, 77, 79, 86, 98, 116, 120, 112, 100, 90, 82, 75)


def compute_demo_spot(*, seed: int = 1, year: int = 2025, timezone: str = "Europe/Paris") -> SpotPrices:
    """Return simulated day-ahead prices of a year: dear on winter evenings, below zero at noon of sunny weekends."""
    timeline = Timeline.from_days(date(year, 1, 1), date(year + 1, 1, 1), timezone)
    generator = np.random.Generator(np.random.PCG64([seed, 200]))
    return _spot(timeline, compute_weather(timeline, seed=seed), generator)


def _spot(timeline: Timeline, weather: Weather, generator: np.random.Generator) -> SpotPrices:
    winter = (1 + np.cos(2 * np.pi * (timeline.day_number - _first_of_year(timeline) - 15) / 365)) / 2
    hour = timeline.quarter_of_day // 4
    mean = np.asarray(WINTER_DAY)[hour] * winter + np.asarray(SUMMER_DAY)[hour] * (1 - winter)
    mean -= 22.0 * (timeline.weekday >= 5) * (0.6 + 0.8 * (1 - winter))
    level = autoregressive(generator, timeline.slots // 96 + 2, 0.8)[np.arange(timeline.slots) // 96]
    spread = autoregressive(generator, timeline.slots, 0.97)
    per_mwh = _by_hour(mean + 10.0 * level + 5.0 * spread - 1.2 * (weather.temperature_c - 12) * winter)
    per_kwh: Array = np.round(per_mwh, 2) / 1000
    return SpotPrices(AREA, CURRENCY, timeline.first_index, per_kwh)


def _by_hour(prices: Array) -> Array:
    """Return the mean of each hour in its four quarters, (T,)."""
    return np.repeat(prices.reshape(-1, 4).mean(axis=1), 4)


def _first_of_year(timeline: Timeline) -> int:
    return (date(timeline.start_of(0).year, 1, 1) - date(1970, 1, 1)).days

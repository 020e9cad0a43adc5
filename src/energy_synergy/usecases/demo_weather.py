"""The simulated weather of the demo group, shared by all of its companies: sun, clouds, air temperature, river flow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from energy_synergy.timeline import DAY_SECONDS, Timeline
from energy_synergy.units import SLOT_SECONDS

Array = npt.NDArray[np.float64]

LATITUDE = np.radians(45.76)
SOLAR_CONSTANT_W_M2 = 1361.0
COLDEST_DAY, CLOUDIEST_DAY = 20, 0
LARGEST_OUTPUT_PER_KWP = 0.9


@dataclass(frozen=True, slots=True)
class Weather:
    """The weather of each slot, all (T,) but the sun.

    `sun` (3, T) points to the sun (east, north, up); irradiances in W/m2 on the beam and on the level ground;
    `flow` is the river's flow noise around its season, 1 on average.
    """

    sun: Array
    beam_w_m2: Array
    diffuse_w_m2: Array
    temperature_c: Array
    flow: Array


def compute_weather(timeline: Timeline, *, seed: int) -> Weather:
    """Return the weather over a timeline at 45.76 N on a meridian of its time zone.

    Everything follows UTC, so the sun knows nothing of clock changes.
    """
    middles = timeline.unix.astype(np.float64) + SLOT_SECONDS / 2
    turns: Array = (middles / DAY_SECONDS + 10.75) % 365.2425 / 365.2425
    sun = _sun(middles / 3600 % 24 + _longitude(timeline) / 15, 2 * np.pi * turns)
    clearness = _clearness(middles, turns, _generator(seed, 1))
    up = np.clip(sun[2], 0.0, None)
    # Meinel's clear-sky beam; the air mass of a low sun is held at 20 to keep the power finite.
    beam = SOLAR_CONSTANT_W_M2 * 0.7 ** (np.clip(up, 0.05, None) ** -0.678) * (up > 0)
    diffuse = 110 * up**0.5 * clearness + 330 * up * (1 - clearness)
    temperature = _temperature(middles, turns, clearness, sun, _generator(seed, 2))
    flow = np.exp(0.18 * _by_day(middles, 0.93, _generator(seed, 3)))
    return Weather(sun, beam * clearness**1.5, diffuse, temperature, flow)


def compute_pv_kw_per_kwp(weather: Weather, *, tilt_degrees: float, azimuth_degrees: float) -> Array:
    """Return the power of a plant per kWp [kW], (T,); azimuth 90 is east, 180 south."""
    tilt, azimuth = np.radians([tilt_degrees, azimuth_degrees])
    normal = np.array([np.sin(tilt) * np.sin(azimuth), np.sin(tilt) * np.cos(azimuth), np.cos(tilt)])
    on_plane = weather.beam_w_m2 * np.clip(normal @ weather.sun, 0.0, None)
    on_plane += weather.diffuse_w_m2 * (1 + np.cos(tilt)) / 2
    cell_c = weather.temperature_c + 0.028 * on_plane
    power: Array = on_plane / 1000 * 0.88 * (1 - 0.0035 * (cell_c - 25))
    return np.clip(power, 0.0, LARGEST_OUTPUT_PER_KWP)


def autoregressive(generator: np.random.Generator, count: int, persistence: float) -> Array:
    """Return noise of unit variance in which each value keeps `persistence` of the one before, (count,)."""
    reach = int(np.ceil(np.log(1e-3) / np.log(persistence)))
    kernel = persistence ** np.arange(reach)
    noise = generator.standard_normal(count + reach - 1)
    smooth: Array = np.convolve(noise, kernel / np.sqrt((kernel**2).sum()), mode="valid")
    return smooth


def _generator(seed: int, stream: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64([seed, stream]))


def _longitude(timeline: Timeline) -> float:
    """A place ten degrees west of the meridian of the zone's first offset: Lyon for the clock of Paris."""
    return float(timeline.offset_seconds[0]) / 240 - 10.16


def _sun(solar_hours: Array, year_angle: Array) -> Array:
    """Return the direction of the sun (east, north, up), (3, T); `year_angle` is 0 at the winter solstice."""
    declination = -0.4093 * np.cos(year_angle)
    # The dial runs up to a quarter of an hour before or behind the clock (the equation of time).
    since_equinox = year_angle - np.pi / 2
    minutes = 9.87 * np.sin(2 * since_equinox) - 7.53 * np.cos(since_equinox) - 1.5 * np.sin(since_equinox)
    hour_angle = (solar_hours + minutes / 60 - 12) * np.pi / 12
    across = np.cos(declination) * np.cos(hour_angle)
    return np.stack(
        [
            -np.cos(declination) * np.sin(hour_angle),
            np.cos(LATITUDE) * np.sin(declination) - np.sin(LATITUDE) * across,
            np.sin(LATITUDE) * np.sin(declination) + np.cos(LATITUDE) * across,
        ]
    )


def _clearness(middles: Array, turns: Array, generator: np.random.Generator) -> Array:
    """Return how much of the sky is clear, 0 to 1: steady on fair and on grey days, restless in between."""
    season = 0.7 - 0.8 * np.cos(2 * np.pi * (turns - CLOUDIEST_DAY / 365))
    passing = autoregressive(generator, len(middles), 0.88)
    latent = season + 1.7 * _by_day(middles, 0.55, generator) + 1.0 * passing
    clearness: Array = 0.05 + 0.95 / (1 + np.exp(-latent))
    return clearness


def _temperature(middles: Array, turns: Array, clearness: Array, sun: Array, generator: np.random.Generator) -> Array:
    season = 12.5 - 9.0 * np.cos(2 * np.pi * (turns - (COLDEST_DAY + 10) / 365))
    # The air is warmest about three hours after the sun stands highest.
    day_wave = np.roll(sun[2], 12) * (1.5 + 3.5 * clearness)
    temperature: Array = season + 3.0 * _by_day(middles, 0.8, generator) + day_wave
    return temperature


def _by_day(middles: Array, persistence: float, generator: np.random.Generator) -> Array:
    """Return noise that drifts from day to day, (T,)."""
    days = middles / DAY_SECONDS
    first, last = int(days[0]), int(days[-1]) + 2
    return np.interp(days, np.arange(first, last + 1), autoregressive(generator, last + 1 - first, persistence))

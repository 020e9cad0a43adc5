"""Mending readings as it was asked: values that cannot be, short gaps. What is mended counts as substituted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import cast

import numpy as np
import numpy.typing as npt

from energy_synergy.metering.checks.base import runs
from energy_synergy.metering.checks.spike import Spike
from energy_synergy.metering.series import Quality, Series
from energy_synergy.metering.spikes import find_spikes
from energy_synergy.registry import option

LONGEST_GAP = timedelta(hours=2)
THOUSANDTH = 0.001


def without_spikes(series: Series) -> tuple[Series, int]:
    """Return a series in which the readings far above all others are missing, and how many they were."""
    is_spike = _spikes(series)
    energy = np.where(is_spike, np.nan, series.energy_kwh)
    quality = np.where(is_spike, Quality.MISSING, series.quality).astype(np.uint8)
    return replace(series, energy_kwh=energy, quality=quality), int(is_spike.sum())


def with_thousandths(series: Series) -> tuple[Series, int]:
    """Return a series in which the readings far above all others are a thousandth: they were Wh among kWh."""
    is_spike = _spikes(series)
    energy = np.where(is_spike, series.energy_kwh * THOUSANDTH, series.energy_kwh)
    quality = np.where(is_spike, Quality.SUBSTITUTED, series.quality).astype(np.uint8)
    return replace(series, energy_kwh=energy, quality=quality), int(is_spike.sum())


def with_filled_gaps(series: Series, longest: timedelta = LONGEST_GAP) -> tuple[Series, int]:
    """Return a series in which gaps up to a length are filled by a straight line, and how many readings that makes.

    A gap at the beginning or the end stays, and so does one in a curve without a date.
    """
    is_missing = np.isnan(series.energy_kwh)
    if not series.is_dated or is_missing.all() or not is_missing.any():
        return series, 0
    gaps = runs(is_missing)
    inner = gaps[(gaps[:, 0] > 0) & (gaps[:, 1] < len(is_missing))]
    short = inner[inner[:, 1] - inner[:, 0] <= longest // series.step]
    filled = np.zeros(len(is_missing), dtype=np.bool_)
    for first, end in short.tolist():
        filled[first:end] = True
    places, known = np.flatnonzero(filled), np.flatnonzero(~is_missing)
    energy = series.energy_kwh.copy()
    energy[places] = np.interp(places, known, series.energy_kwh[known])
    quality = np.where(filled, Quality.SUBSTITUTED, series.quality).astype(np.uint8)
    return replace(series, energy_kwh=energy, quality=quality), len(places)


def _spikes(series: Series) -> npt.NDArray[np.bool_]:
    usual = cast(Spike, option("checks", Spike.name))
    is_spike, _ = find_spikes(
        series.energy_kwh, factor=usual.factor, quantile=usual.quantile, min_readings=usual.min_readings
    )
    return is_spike

"""Readings that look like the other direction."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from pydantic import Field

from energy_synergy.errors import marked
from energy_synergy.findings import Finding, Severity
from energy_synergy.metering.checks.base import Check, place, when, whole_days
from energy_synergy.metering.series import Energies, Series
from energy_synergy.metering.solar_day import DayShapes, day_shapes, local_hours


class WrongDirection(Check):
    """Consumption with the shape of the sun, or production at night and never at noon, as swapped columns give.

    It says what the readings look like and decides nothing: wind, hydro and engines run at night and at noon, whatever
    consumes has a base load, and a shop that closes at night also rests on some days of the week.
    """

    name: ClassVar[str] = "wrong_direction"
    min_days: int = Field(7, ge=3, description="Days with energy that are needed to judge")
    min_concentration: float = Field(0.7, gt=0, lt=1, description="How close around its middle a solar day lies")
    dark_share: float = Field(0.002, ge=0, lt=1, description="Share of the energy that may come at night")
    noon_share: float = Field(0.05, ge=0, lt=1, description="Share of the days on which production may show at noon")

    def check(self, series: Series, *, timezone: str) -> tuple[Finding, ...]:
        days = whole_days(series)
        if not days.size:
            return ()
        shapes = day_shapes(series, days)
        least = self.min_days if series.is_dated else 1
        if (shapes.totals > 0).sum() < least:
            return ()
        hours = local_hours(series, timezone, days.shape[1], len(days))
        if series.direction == "consumption":
            return (self._finding(series, timezone, days.size),) if self._is_sun(series, shapes, hours) else ()
        return (self._finding(series, timezone, days.size),) if self._is_never_at_noon(shapes, hours) else ()

    def _is_sun(self, series: Series, shapes: DayShapes, hours: Energies) -> bool:
        """Tell whether energy comes by day alone, around noon, on every day of the week alike."""
        if shapes.concentration < self.min_concentration:
            return False
        energies, total = shapes.energies, float(shapes.totals.sum())
        dark = float(energies[(hours > 23) | (hours < 3)].sum())
        near_noon = float(energies[(hours > 6) & (hours < 21)].sum())
        if dark > self.dark_share * total or near_noon < 0.97 * total:
            return False
        return _is_smooth(energies, hours) and (not series.is_dated or _is_alike_all_week(shapes.totals))

    def _is_never_at_noon(self, shapes: DayShapes, hours: Energies) -> bool:
        """Tell whether the days with energy have it at night and, but for a few, nothing worth telling at noon."""
        active = shapes.totals > 0.01 * shapes.totals.max()
        energies = shapes.energies[active]
        peaks = energies.max(axis=1)
        noon = np.where((hours[active] > 12) & (hours[active] < 15), energies, 0.0).max(axis=1)
        at_night = np.where((hours[active] > 22) | (hours[active] < 5), energies, 0.0).max(axis=1)
        shows_at_noon = float((noon > 0.02 * peaks).mean())
        return shows_at_noon <= self.noon_share and float((at_night > 0.2 * peaks).mean()) > 0.9

    def _finding(self, series: Series, timezone: str, count: int) -> Finding:
        is_consumption = series.direction == "consumption"
        return Finding(
            "wrong_direction",
            Severity.WARNING,
            marked("{meter}: this consumption looks like the production of a solar roof: by day alone, every day.")
            if is_consumption
            else marked("{meter}: this production looks like a consumption: high at night, nothing at noon."),
            {"meter": series.meter, "starts_at": when(series, timezone, 0)},
            place(series, timezone, 0, count),
            count=count,
            expected=marked("consumption that goes on at night")
            if is_consumption
            else marked("production that is not lowest at noon"),
            advice=marked("Check whether production and consumption were swapped; ignore this if they were not."),
        )


def _is_alike_all_week(totals: Energies) -> bool:
    """Tell whether no day of the week stands out from the others, as days of rest do."""
    if len(totals) < 14:
        return True
    weeks = totals[: len(totals) // 7 * 7].reshape(-1, 7).sum(axis=0)
    return bool(weeks.min() > 0.6 * weeks.mean())


def _is_smooth(energies: Energies, hours: Energies) -> bool:
    """Tell whether the mean day rises to about noon and falls from there, as the sun does and working hours do not."""
    mean = energies.mean(axis=0)
    order = np.argsort(hours[len(hours) // 2])
    curve = mean[order] / mean.max()
    peak = int(np.argmax(curve))
    flat = float((curve > 0.9).mean())
    backwards = float(np.maximum(-np.diff(curve[: peak + 1]), 0).sum() + np.maximum(np.diff(curve[peak:]), 0).sum())
    # A bell is above nine tenths of its top for about three hours; opening hours for six and more.
    return flat < 0.22 and backwards < 0.5

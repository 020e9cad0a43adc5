"""Energies that change their unit inside a file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import numpy as np
import numpy.typing as npt
from pydantic import Field

from energy_synergy.errors import marked
from energy_synergy.findings import Finding, Severity
from energy_synergy.metering.checks.base import Check, place, runs, when, whole_days
from energy_synergy.metering.levels import QUARTER_HOURS, THOUSAND, level_of, unit_factor
from energy_synergy.metering.series import Energies, Series

# A step of the mean of the days, as a power of ten, beside which looking closer is not worth the while.
NEAR = 0.75
Bools = npt.NDArray[np.bool_]


class UnitStep(Check):
    """A level that rises or falls by 1,000 or by 4 from a day on, as Wh read as kWh or kW read as kWh do.

    The readings above zero of the days before and after are compared in their quantiles, so that neither a spike nor
    an idle day is taken for a unit. Only steps inside the series can be seen here.
    """

    name: ClassVar[str] = "unit_step"
    thousand_days: int = Field(7, ge=1, le=28, description="Days on either side that tell a factor of 1,000")
    four_days: int = Field(14, ge=7, le=56, description="Days on either side that tell a factor of 4")
    min_days: int = Field(2, ge=1, le=28, description="Days on either side without which a factor of 1,000 is not told")

    def check(self, series: Series, *, timezone: str) -> tuple[Finding, ...]:
        days = whole_days(series) if series.is_dated else np.empty((0, 0))
        if len(days) < 2 * self.min_days:
            return ()
        totals = np.nansum(np.where(np.isfinite(days) & (days > 0), days, 0.0), axis=1)
        steps = dict(self._steps(series, days, totals, QUARTER_HOURS, self.four_days, self.four_days))
        steps |= dict(self._steps(series, days, totals, THOUSAND, self.thousand_days, self.min_days))
        ordered = sorted(steps.items())
        ends = [*[day for day, _ in ordered], len(days)][1:]
        return tuple(
            self._finding(series, timezone, day * days.shape[1], end * days.shape[1], factor)
            for (day, factor), end in zip(ordered, ends, strict=True)
        )

    def _steps(
        self, series: Series, days: Energies, totals: Energies, sought: float, around: int, least: int
    ) -> Iterable[tuple[int, float]]:
        """Yield the days from which the level is another by a factor, with the factor."""
        factors = np.zeros(len(days))
        for day in _candidates(totals, sought, around, least).tolist():
            before = level_of(days[max(0, day - around) : day], series.step)
            after = level_of(days[day : day + around], series.step)
            if before is not None and after is not None:
                factor = unit_factor(before, after) or 0.0
                factors[day] = factor if factor in (sought, 1 / sought) else 0.0
        # Days beside the step see it too, with windows that hold some of either side: the sharpest one is it.
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            sharpness = np.abs(np.log10(totals[1:] / totals[:-1]), out=np.zeros(len(totals) - 1))
        for first, end in runs(factors != 0) if factors.any() else ():
            day = int(first + np.argmax(np.nan_to_num(sharpness[first - 1 : end - 1], posinf=0.0)))
            yield day, float(factors[day])

    def _finding(self, series: Series, timezone: str, first: int, end: int, factor: float) -> Finding:
        sentence = (
            marked("{meter}: from {starts_at} on the readings are about {factor:g} times as high as before.")
            if factor > 1
            else marked("{meter}: from {starts_at} on the readings are only about 1/{factor:g} of those before.")
        )
        is_thousand = factor in (THOUSAND, 1 / THOUSAND)
        return Finding(
            "unit_step",
            Severity.WARNING,
            sentence,
            {
                "meter": series.meter,
                "starts_at": when(series, timezone, first),
                "factor": round(max(factor, 1 / factor)),
            },
            place(series, timezone, first, end),
            count=end - first,
            expected=marked("one unit all through the file"),
            advice=marked("Wh may have been taken for kWh, or kWh for MWh: ask the source which unit holds from there.")
            if is_thousand
            else marked("Mean power in kW may have been taken for kWh: ask the source which unit holds from there."),
        )


def _candidates(totals: Energies, sought: float, around: int, least: int) -> npt.NDArray[np.int64]:
    """Return the days (of D) at which the mean day before and after differ by roughly a factor."""
    count = len(totals)
    places = np.arange(least, count - least + 1)
    if not len(places):
        return places
    sums = np.concatenate(([0.0], np.cumsum(totals)))
    firsts, ends = np.maximum(places - around, 0), np.minimum(places + around, count)
    before = (sums[places] - sums[firsts]) / (places - firsts)
    after = (sums[ends] - sums[places]) / (ends - places)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        off = np.abs(np.abs(np.log10(after / before)) - np.log10(sought))
    is_near: Bools = off < (NEAR if sought == THOUSAND else NEAR / 4)
    return places[is_near]

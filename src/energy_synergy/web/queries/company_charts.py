"""The values behind the charts of a company's page, as one object of arrays of numbers."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np

from energy_synergy.metering.series import Energies
from energy_synergy.units import SLOTS_PER_HOUR
from energy_synergy.web.queries.buckets import MINUTES, Buckets
from energy_synergy.web.queries.company_page import EXCHANGED, LoadedCompany
from energy_synergy.web.queries.company_profile import ProfileDays
from energy_synergy.web.queries.heatmap import HOUR_LABELS, HOURS
from energy_synergy.web.queries.overview_charts import Chart, buckets_of

DECIMALS = 4
DAYS_OF_WEEK = 7
MAIN = ("production_kwh", "consumption_kwh", "own_kwh", "lacking_kwh", "left_kwh")


@dataclass(frozen=True)
class CompanyChart:
    """A company's charts; `days` is None where nothing was measured."""

    loaded: LoadedCompany
    days: ProfileDays | None

    def as_values(self) -> Chart:
        """Return the object that the page and its JSON address carry."""
        return {
            "curve": curve_values(self.loaded),
            "buying": buying_values(self.loaded),
            "partners": [asdict(one) for one in self.loaded.partners],
            "days": _days_values(self.days) if self.days else None,
        }


def curve_values(loaded: LoadedCompany) -> Chart:
    """Return the main chart; energies are kWh per bucket, null where unknown.

    What is exchanged is null where it would give another company away: then only what is lacking and left is told.
    """
    alone, buckets = loaded.alone, buckets_of(loaded.alone)
    is_told = loaded.is_told or buckets.step_minutes >= MINUTES["month"]

    def series(energy_kwh: Energies) -> Energies:
        return np.ascontiguousarray(np.round(buckets.sums(energy_kwh), DECIMALS))

    return {
        "period": asdict(alone.choice.period),
        "step_minutes": buckets.step_minutes,
        "quantity": buckets.quantity,
        "labels": buckets.labels,
        "ends": buckets.ends,
        "production_kwh": series(alone.group_production_kwh),
        "consumption_kwh": series(alone.group_consumption_kwh),
        "own_kwh": series(loaded.exchanged("self_consumed_kwh")),
        "lacking_kwh": series(loaded.exchanged("deficit_kwh")),
        "left_kwh": series(loaded.exchanged("surplus_kwh")),
        **{name: series(loaded.exchanged(name)) if is_told else None for name in EXCHANGED},
        "missing": buckets.places_of(alone.result.is_provisional | alone.is_unknown),
        "estimated": buckets.places_of(alone.is_estimated),
    }


def curve_buckets(loaded: LoadedCompany) -> Buckets:
    """Return the buckets of the main chart."""
    return buckets_of(loaded.alone)


def buying_values(loaded: LoadedCompany) -> Chart:
    """Return the mean energy that the company buys from the grid by day of the week and hour.

    Where that would give another company away it is what it lacks, from the group and the grid together.
    """
    is_told = loaded.is_told
    name = "grid_import_kwh" if is_told else "deficit_kwh"
    rows, energy_kwh = mean_hours(loaded, loaded.exchanged(name))
    return {
        "rows": rows,
        "columns": HOUR_LABELS,
        "energy_kwh": np.ascontiguousarray(np.round(energy_kwh, DECIMALS)),
        "is_told": is_told,
    }


def mean_hours(loaded: LoadedCompany, energy_kwh: Energies) -> tuple[list[int | None], Energies]:
    """Return the days of the week in the period, Monday 0, and the mean energy of each hour on them [kWh], (R, 24).

    NaN is where nothing is known. A typical day is one row, None.
    """
    timeline = loaded.alone.timeline
    if timeline is None:
        return [None], energy_kwh.reshape(HOURS, SLOTS_PER_HOUR).sum(axis=1)[None, :]
    hours = timeline.weekday * HOURS + timeline.quarter_of_day // SLOTS_PER_HOUR
    known, size = ~np.isnan(energy_kwh), DAYS_OF_WEEK * HOURS
    sums = np.bincount(hours[known], weights=energy_kwh[known], minlength=size)
    # An hour of a day counts once, however many of its quarters are known.
    pairs = np.unique(np.stack([hours[known], timeline.day_number[known]]), axis=1)[0]
    counts = np.bincount(pairs, minlength=size)
    means = np.divide(sums, counts, out=np.full(size, np.nan), where=counts > 0).reshape(DAYS_OF_WEEK, HOURS)
    rows = [int(day) for day in np.unique(timeline.weekday)]
    return list(rows), means[rows]


def _days_values(days: ProfileDays) -> Chart:
    """Return mean power [kW] of each quarter, measured and expected."""
    return {
        "side": days.side,
        "kind": days.kind,
        "profile": days.chosen.label,
        "days": days.measured.days,
        "measured_kw": _power(days.measured.energy_kwh),
        "expected_kw": _power(days.expected_kwh),
    }


def _power(energy_kwh: Energies) -> Energies:
    return np.ascontiguousarray(np.round(energy_kwh * SLOTS_PER_HOUR, DECIMALS))

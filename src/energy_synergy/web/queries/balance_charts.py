"""The values behind the charts of surplus and deficit, as one object of arrays of numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from energy_synergy.community.carpet import Carpet
from energy_synergy.community.duration import DurationCurve
from energy_synergy.community.mean_days import MeanDays
from energy_synergy.metering.series import Energies
from energy_synergy.timeline import Ints
from energy_synergy.units import SLOTS_PER_HOUR
from energy_synergy.web.queries.balance import LoadedBalance

DECIMALS = 3
MINUTES_PER_SLOT = 60 // SLOTS_PER_HOUR
Chart = dict[str, Any]


def compute_balance_chart(loaded: LoadedBalance) -> Chart:
    """Return the object that the page and its JSON address carry: mean powers in kW, null where nothing is known."""
    return {
        "duration": duration_chart(loaded.duration),
        "carpet": carpet_chart(loaded.carpet),
        "multiples": multiples_chart(loaded.mean_days),
    }


def rounded(values: Energies) -> Energies:
    """Return numbers as charts, tables and files show them."""
    return np.ascontiguousarray(np.round(values, DECIMALS) + 0.0)


def duration_chart(curve: DurationCurve) -> Chart | None:
    """Return the duration curve, None where nothing is known."""
    if not len(curve.net_kw):
        return None
    return {
        "hours": curve.hours,
        "net_kw": rounded(curve.net_kw),
        "marks": [
            {
                "fraction": mark.fraction,
                "hours": mark.hours,
                "surplus_kw": round(mark.surplus_kw, DECIMALS),
                "deficit_kw": round(mark.deficit_kw, DECIMALS),
            }
            for mark in curve.marks
        ],
    }


def carpet_chart(carpet: Carpet) -> Chart:
    """Return the carpet; `skipped` and `twice` are the cells, by row and column, that a change of the clock makes."""
    usual = carpet.step_minutes // MINUTES_PER_SLOT
    return {
        "dates": [day.isoformat() for day in carpet.dates],
        "step_minutes": carpet.step_minutes,
        "net_kw": rounded(carpet.net_kw),
        "skipped": _places(carpet.slots == 0),
        "twice": _places(carpet.slots > usual),
    }


def _places(flags: np.ndarray[Any, np.dtype[np.bool_]]) -> list[list[int]]:
    places: list[list[int]] = np.argwhere(flags).tolist()
    return places


def seasons_shown(days: Ints) -> list[int]:
    """Return the seasons of which some day is known."""
    found: list[int] = np.flatnonzero(days.sum(axis=1)).tolist()
    return found


def season_labels() -> list[str]:
    """Return what the seasons are called: their months, since summer is not everywhere in June."""
    return [_("Dec–Feb"), _("Mar–May"), _("Jun–Aug"), _("Sep–Nov")]


def day_labels(columns: int) -> list[str]:
    """Return what the days of the week are called, each for itself or Monday to Friday as one."""
    names = [capfirst(str(WEEKDAYS[number])) for number in range(len(WEEKDAYS))]
    return names if columns == len(names) else [_("Mon–Fri"), *names[-2:]]


def multiples_chart(found: MeanDays) -> Chart | None:
    """Return the mean days by season and day of the week, None where no day is known."""
    shown, labels = seasons_shown(found.days), season_labels()
    if not shown:
        return None
    production, consumption = (
        rounded(energy * SLOTS_PER_HOUR) for energy in (found.production_kwh, found.consumption_kwh)
    )
    columns = range(found.days.shape[1])
    return {
        "seasons": [labels[season] for season in shown],
        "days": day_labels(len(columns)),
        "panels": [
            [
                {
                    "days": int(found.days[season, column]),
                    "production_kw": production[season, column],
                    "consumption_kw": consumption[season, column],
                }
                for column in columns
            ]
            for season in shown
        ],
    }

"""Twelve shapes and weights of a wind turbine: yearly and daily waves fitted to a measured year.

Kelmarsh wind farm, turbine 2, 2019 (Zenodo, doi:10.5281/zenodo.5841834, CC BY 4.0). One year is too short for twelve
months of their own, so only the first wave of the year and the first wave of the day are kept. Write the turbine's
energy as a CSV `start_utc,kwh` by the hour and run: python recipes/wind.py HOURLY.csv.gz
"""

from __future__ import annotations

import csv
import gzip
import sys
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
from catalogue_file import head, write_profile

DAYS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


def main(path: str) -> None:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        rows = [(datetime.fromisoformat(row["start_utc"]), float(row["kwh"])) for row in csv.DictReader(stream)]
    local = [moment.astimezone(ZoneInfo("Europe/London")) for moment, _ in rows]
    energy = np.array([kwh for _, kwh in rows])
    day_of_year = np.array([moment.timetuple().tm_yday - 1 + moment.hour / 24 for moment in local])
    hour_of_day = np.array([moment.hour + 0.5 for moment in local])
    middles = np.cumsum(DAYS) - DAYS / 2
    weights = _first_wave(day_of_year / 365, energy, middles / 365)
    day = _first_wave(hour_of_day / 24, energy, (np.arange(96) + 0.5) / 96)
    print("weights:", weights.round(3), "day:", day.min().round(3), day.max().round(3))
    write_profile("wind", _about(), [day], list(weights / np.average(weights, weights=DAYS)))


def _first_wave(phase: npt.ArrayLike, energy: npt.ArrayLike, at: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Fit mean + cosine + sine to energy over one turn of `phase` and return it at `at`, relative to the mean."""
    angle = 2 * np.pi * np.asarray(phase)
    fitted, *_ = np.linalg.lstsq(
        np.stack([np.ones_like(angle), np.cos(angle), np.sin(angle)], axis=1), energy, rcond=None
    )
    turn = 2 * np.pi * np.asarray(at)
    return 1 + (fitted[1] * np.cos(turn) + fitted[2] * np.sin(turn)) / fitted[0]


def _about() -> dict[str, object]:
    return head(
        ("Wind", "Éolien"),
        (
            "Onshore wind turbine in north-west Europe, by month: strong in winter, more in the afternoon.",
            "Éolienne terrestre d’Europe du Nord-Ouest, par mois : forte en hiver, un peu plus forte l’après-midi.",
        ),
        ["D35.1"],
        source=(
            "First yearly and daily wave fitted to Kelmarsh wind farm, turbine 2, 2019 (Plumley, Zenodo, "
            "doi:10.5281/zenodo.5841834), scaled to 1 kWh."
        ),
        is_ours=False,
        licence="CC BY 4.0",
        direction="production",
    )


if __name__ == "__main__":
    main(sys.argv[1])

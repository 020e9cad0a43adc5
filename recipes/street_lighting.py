"""Twelve shapes and weights of street lighting: lit while the sun is 3 degrees below the horizon, dimmed late at night.

Site: Lyon, France, on the clock of Europe/Paris; half power from 23:30 to 5:00 is an assumption of our own.
Tried with pvlib 0.16.
Run: pip install pvlib, then python recipes/street_lighting.py
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pvlib
from catalogue_file import OURS, head, write_profile

LATITUDE, LONGITUDE, TIMEZONE, STEP_MINUTES = 45.76, 4.84, "Europe/Paris", 5
LIT_BELOW_DEGREES, DIMMED_FROM_HOUR, DIMMED_TO_HOUR, DIMMED = -3.0, 23.5, 5.0, 0.5


def main() -> None:
    times = pd.date_range("2025-01-01", "2026-01-01", freq=f"{STEP_MINUTES}min", inclusive="left", tz=TIMEZONE)
    sun = pvlib.solarposition.get_solarposition(times + pd.Timedelta(minutes=STEP_MINUTES / 2), LATITUDE, LONGITUDE)
    hour = times.hour + times.minute / 60
    is_dimmed = (hour >= DIMMED_FROM_HOUR) | (hour < DIMMED_TO_HOUR)
    power = np.where(sun["elevation"] < LIT_BELOW_DEGREES, np.where(is_dimmed, DIMMED, 1.0), 0.0)
    quarter = times.hour * 4 + times.minute // 15
    by_month = pd.Series(power, index=[times.month, quarter]).groupby(level=[0, 1]).mean().unstack().to_numpy()
    days = np.array(
        pd.date_range("2025-01-01", "2026-01-01", freq="D", inclusive="left").month.value_counts().sort_index()
    )
    day_energy = by_month.sum(axis=1)
    write_profile("street_lighting", _about(), list(by_month), list(day_energy / np.average(day_energy, weights=days)))


def _about() -> dict[str, object]:
    return head(
        ("Street lighting", "Éclairage public"),
        (
            "Public lighting from dusk to dawn, dimmed to half from 23:30 to 5:00, by month, on the clock of Paris.",
            "Éclairage public du crépuscule à l’aube, à mi-puissance de 23 h 30 à 5 h, par mois, à l’heure de Paris.",
        ),
        ["O84"],
        source=OURS.format(recipe="street_lighting.py") + " Dusk and dawn of Lyon by pvlib.",
        is_ours=True,
    )


if __name__ == "__main__":
    main()

"""Twelve shapes and weights of a photovoltaic plant: clear sky by pvlib, dimmed by a mean clearness for each month.

Site: Lyon, France (45.76 N, 4.84 E, 200 m), 30 degrees facing south. Clear sky after Ineichen with pvlib's own
turbidity; the global irradiance is multiplied by CLEARNESS of its month, split by Erbs, put on the plane by Hay and
Davies, and turned into power with -0.35 %/K at the cell temperature of Faiman. CLEARNESS and AIR_TEMPERATURE_C are
rounded values of our own that fit Central Europe; a plant of 1 kWp then makes about 1,160 kWh a year. Shapes are
means over the days of a month on the clock of Europe/Paris. Tried with pvlib 0.16. Run: pip install pvlib, then
python recipes/photovoltaic.py
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pvlib
from catalogue_file import head, write_profile

LATITUDE, LONGITUDE, ALTITUDE_M, TILT, AZIMUTH, TIMEZONE = 45.76, 4.84, 200, 30, 180, "Europe/Paris"
CLEARNESS = (0.64, 0.67, 0.71, 0.71, 0.71, 0.76, 0.80, 0.79, 0.77, 0.71, 0.64, 0.60)
AIR_TEMPERATURE_C = (3, 5, 9, 12, 16, 20, 23, 22, 18, 13, 8, 4)
STEP_MINUTES = 5


def main() -> None:
    times = pd.date_range("2025-01-01", "2026-01-01", freq=f"{STEP_MINUTES}min", inclusive="left", tz=TIMEZONE)
    power = _power(times + pd.Timedelta(minutes=STEP_MINUTES / 2))
    quarter = times.hour * 4 + times.minute // 15
    by_month = pd.Series(power, index=[times.month, quarter]).groupby(level=[0, 1]).mean().unstack().to_numpy()
    days = np.array(
        pd.date_range("2025-01-01", "2026-01-01", freq="D", inclusive="left").month.value_counts().sort_index()
    )
    day_energy = by_month.sum(axis=1)
    weights = day_energy / np.average(day_energy, weights=days)
    print("kWh per kWp and year:", round(float((day_energy * days).sum() / 4), 1), "weights:", weights.round(3))
    write_profile("photovoltaic", _about(), list(by_month), list(weights))


def _power(times: pd.DatetimeIndex) -> np.ndarray:
    """Return the power of 1 kWp [kW] at each instant."""
    month = times.month.to_numpy() - 1
    sun = pvlib.solarposition.get_solarposition(times, LATITUDE, LONGITUDE, ALTITUDE_M)
    clear = pvlib.location.Location(LATITUDE, LONGITUDE, TIMEZONE, ALTITUDE_M).get_clearsky(times)
    ghi = clear["ghi"] * np.array(CLEARNESS)[month]
    split = pvlib.irradiance.erbs(ghi, sun["zenith"], times)
    plane = pvlib.irradiance.get_total_irradiance(
        TILT,
        AZIMUTH,
        sun["apparent_zenith"],
        sun["azimuth"],
        split["dni"],
        ghi,
        split["dhi"],
        dni_extra=pvlib.irradiance.get_extra_radiation(times),
        model="haydavies",
    )["poa_global"].fillna(0.0)
    cell = pvlib.temperature.faiman(plane, np.array(AIR_TEMPERATURE_C)[month], wind_speed=2)
    return (plane / 1000 * (1 - 0.0035 * (cell - 25)) * 0.86).clip(lower=0).to_numpy()


def _about() -> dict[str, object]:
    return head(
        ("Photovoltaic", "Photovoltaïque"),
        (
            "Roof plant facing south at 30 degrees in Central Europe, by month, on the clock of Paris.",
            "Toiture plein sud inclinée à 30 degrés en Europe centrale, par mois, à l’heure de Paris.",
        ),
        ["D35.1"],
        source=(
            "Computed for Energy Synergy by recipes/photovoltaic.py: pvlib clear sky at Lyon (45.76 N, 4.84 E), 30 "
            "degrees south, dimmed by a mean clearness for each month that we chose; simulated, not measured."
        ),
        is_ours=True,
        direction="production",
    )


if __name__ == "__main__":
    main()

"""The readings that a file is known to hold, and whether what was read is them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np

from energy_synergy.formats.base import ReadResult
from energy_synergy.metering.series import Quality, Series

EXACT = 1e-9


@dataclass(frozen=True, slots=True)
class Expected:
    """One reading of the truth: its interval [s, UTC], its energy [kWh] and half a unit of its last decimal.

    `meter` and `quality` are empty where the file of the truth does not say them.
    """

    starts: int
    ends: int
    direction: str
    kwh: float
    tolerance: float
    meter: str = ""
    quality: str = ""


def expected_readings(path: Path) -> tuple[Expected, ...]:
    """Return the rows of `start_utc,end_utc,direction,kwh[,meter][,quality]`; a blank kWh is a missing reading."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(_row(row) for row in csv.DictReader(file))


def _row(row: dict[str, str]) -> Expected:
    decimals = len(row["kwh"].partition(".")[2])
    # Six decimals or more are a rounded truth; fewer are the digits of the file itself.
    tolerance = EXACT + (0.5 * 10.0**-decimals if decimals >= 6 else 0.0)
    starts, ends = (int(datetime.fromisoformat(row[name]).timestamp()) for name in ("start_utc", "end_utc"))
    kwh = float(row["kwh"]) if row["kwh"] else float("nan")
    return Expected(starts, ends, row["direction"], kwh, tolerance, row.get("meter") or "", row.get("quality") or "")


def check_expected(result: ReadResult, rows: Sequence[Expected]) -> None:
    """Assert that a file was read as the truth says it: every interval, every kWh, and nothing besides."""
    wrong = list(differences(result, rows))
    assert not wrong, "\n".join(wrong[:20])
    known = [row for row in rows if not np.isnan(row.kwh)]
    assert seconds_read(result) == sum(row.ends - row.starts for row in known)
    total = sum(series.total_kwh for series in result.series)
    assert abs(total - sum(row.kwh for row in known)) <= sum(row.tolerance for row in known)


def seconds_read(result: ReadResult) -> int:
    """Return for how long readings are there, over all series [s]."""
    return sum(int((~np.isnan(series.energy_kwh)).sum()) * int(series.step.total_seconds()) for series in result.series)


def differences(result: ReadResult, rows: Iterable[Expected]) -> Iterable[str]:
    """Yield each interval of the truth that was read as something else; one that is missing in both is right."""
    for row in rows:
        found = [
            series
            for series in result.series
            if series.direction == row.direction and (not row.meter or series.meter == row.meter)
        ]
        kwh, quality = energy_between(found, row.starts, row.ends)
        both_missing = np.isnan(kwh) and np.isnan(row.kwh)
        if not both_missing and not abs(kwh - row.kwh) <= row.tolerance:
            yield f"{row}: read {kwh!r}"
        elif row.quality and Quality(quality).name.lower() != row.quality:
            yield f"{row}: read as {Quality(quality).name.lower()}"


def energy_between(found: Iterable[Series], starts: int, ends: int) -> tuple[float, int]:
    """Return the energy [kWh] of an interval in series of one meter, and its least sure quality; NaN where missing."""
    total, quality = float("nan"), int(Quality.MISSING)
    for series in found:
        if series.starts_at is None:
            continue
        first, step = int(series.starts_at.timestamp()), int(series.step.total_seconds())
        if (starts - first) % step or (ends - first) % step or starts < first:
            continue
        values = series.energy_kwh[(starts - first) // step : (ends - first) // step]
        if len(values) == (ends - starts) // step and not np.isnan(values).any():
            assert np.isnan(total), "two series hold the same interval"
            total = float(values.sum())
            quality = int(series.quality[(starts - first) // step : (ends - first) // step].max())
    return total, quality


def truth_of(result: ReadResult) -> tuple[Expected, ...]:
    """Return what was read of a file as the truth for the same file in other words; undated days have none."""
    return tuple(
        Expected(
            int(series.starts_at.timestamp()) + place * int(series.step.total_seconds()),
            int(series.starts_at.timestamp()) + (place + 1) * int(series.step.total_seconds()),
            series.direction,
            kwh,
            EXACT,
            series.meter,
        )
        for series in result.series
        if series.starts_at
        for place, kwh in enumerate(series.energy_kwh.tolist())
        if not np.isnan(kwh)
    )
